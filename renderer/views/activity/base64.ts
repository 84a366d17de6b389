/** Few enough for the arguments of one call. */
const BYTES_A_TIME = 0x8000;

/** The UTF-8 of a text in base64. */
export function base64Of(text: string): string {
  return base64OfBytes(new TextEncoder().encode(text));
}

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = '';
  for (let first = 0; first < bytes.length; first += BYTES_A_TIME) {
    binary += String.fromCharCode(...bytes.subarray(first, first + BYTES_A_TIME));
  }
  return btoa(binary);
}
