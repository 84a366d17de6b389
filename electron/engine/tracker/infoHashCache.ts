import { INFO_HASH_BYTES, type InfoHash, infoHashFromBytes } from '../../../shared/infoHash.ts';
import { readI32 } from '../codec/bigEndian.ts';
import { mixHash } from './slotIndex.ts';

/** Finds the text of an info-hash from its bytes without making it anew each time: the same text for the same bytes, mostly. */
export type InfoHashAt = (bytes: Uint8Array, at: number) => InfoHash;

/** Each info-hash has one place, and the one that was there before makes room. */
const PLACES = 2 ** 15;

/** `own` gives the text that is to stand for those that are equal. */
export function createInfoHashCache(own: (infoHash: InfoHash) => InfoHash): InfoHashAt {
  const known = new Uint8Array(PLACES * INFO_HASH_BYTES);
  const texts: (InfoHash | undefined)[] = Array.from({ length: PLACES });

  return (bytes, at) => {
    const place = mixHash(readI32(bytes, at), readI32(bytes, at + 4)) & (PLACES - 1);
    const from = place * INFO_HASH_BYTES;
    const text = texts[place];
    if (text !== undefined && isSame(known, from, { bytes, at })) return text;
    for (let i = 0; i < INFO_HASH_BYTES; i++) known[from + i] = bytes[at + i] ?? 0;
    const made = own(infoHashFromBytes(bytes, at));
    texts[place] = made;
    return made;
  };
}

function isSame(known: Uint8Array, from: number, { bytes, at }: { bytes: Uint8Array; at: number }): boolean {
  for (let i = 0; i < INFO_HASH_BYTES; i++) if (known[from + i] !== bytes[at + i]) return false;
  return true;
}
