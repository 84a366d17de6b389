/** Bytes as text with one character (U+0000 to U+00FF) a byte, and back: nothing is lost, whatever the bytes mean. */

export function latin1Text(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString('latin1', start, end);
}

/** Characters above U+00FF lose their upper bits. */
export function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
