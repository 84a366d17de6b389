import type { Brand } from './brand.ts';

/** SHA-1 of a torrent's raw `info` bytes (BEP 3) as 40 lower-case hexadecimal digits. */
export type InfoHash = Brand<string, 'InfoHash'>;

export const INFO_HASH_BYTES = 20;

const HEX = /^[0-9a-f]{40}$/;
const HEX_DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Reads 40 hexadecimal digits in either case; anything else is undefined. */
export function parseInfoHash(text: string): InfoHash | undefined {
  const lower = text.toLowerCase();
  return HEX.test(lower) ? (lower as InfoHash) : undefined;
}

/** Mints an info-hash from the 20 bytes at `offset`. Throws RangeError when fewer are there. */
export function infoHashFromBytes(bytes: Uint8Array, offset = 0): InfoHash {
  if (offset < 0 || offset + INFO_HASH_BYTES > bytes.length) {
    throw new RangeError(`an info-hash is 20 bytes; ${bytes.length - offset} given`);
  }
  const digits: number[] = [];
  for (let i = offset; i < offset + INFO_HASH_BYTES; i++) {
    const byte = bytes[i] ?? 0;
    digits.push(HEX_DIGITS[byte >> 4] ?? 0, HEX_DIGITS[byte & 15] ?? 0);
  }
  // In one go: text put together piece by piece would have to be joined again before it can be looked up.
  return String.fromCharCode(...digits) as InfoHash;
}

/** The 20 bytes of an info-hash, in a buffer of the caller's own. */
export function infoHashToBytes(infoHash: InfoHash): Uint8Array {
  return Uint8Array.from({ length: INFO_HASH_BYTES }, (_, i) => Number.parseInt(infoHash.slice(i * 2, i * 2 + 2), 16));
}
