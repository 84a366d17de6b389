import type { Brand } from './brand.ts';

/** SHA-1 of a torrent's raw `info` bytes (BEP 3) as 40 lower-case hexadecimal digits. */
export type InfoHash = Brand<string, 'InfoHash'>;

export const INFO_HASH_BYTES = 20;

const HEX = /^[0-9a-f]{40}$/;
const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

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
  let text = '';
  for (let i = offset; i < offset + INFO_HASH_BYTES; i++) text += HEX_PAIRS[bytes[i] ?? 0];
  return text as InfoHash;
}

/** The 20 bytes of an info-hash, in a buffer of the caller's own. */
export function infoHashToBytes(infoHash: InfoHash): Uint8Array {
  return Uint8Array.from({ length: INFO_HASH_BYTES }, (_, i) => Number.parseInt(infoHash.slice(i * 2, i * 2 + 2), 16));
}
