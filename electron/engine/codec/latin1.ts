/** Bytes as text with one character (U+0000 to U+00FF) a byte, and back: nothing is lost, whatever the bytes mean. */

export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Characters above U+00FF lose their upper bits. */
export function latin1Bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
