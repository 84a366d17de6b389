import { type InfoHash, INFO_HASH_BYTES, infoHashFromBytes } from '../../../shared/infoHash.ts';
import { readU32 } from '../codec/bigEndian.ts';

/** Mints the info-hash at `offset`, as `infoHashFromBytes` does. */
export type ReadInfoHash = (bytes: Uint8Array, offset: number) => InfoHash;

interface Known {
  readonly bytes: Uint8Array;
  readonly infoHash: InfoHash;
}

const MAX_REMEMBERED = 16_384;

/**
 * A reader that gives the same text for the same bytes again, so that tables of swarms need not hash 40 characters with
 * each packet. What it remembers is bounded; an info-hash that begins like another takes its place.
 */
export function createInfoHashReader(): ReadInfoHash {
  const remembered = new Map<number, Known>();
  return (bytes, offset) => {
    const start = readU32(bytes, offset);
    const known = remembered.get(start);
    if (known !== undefined && startsWith(bytes, offset, known.bytes)) return known.infoHash;
    const infoHash = infoHashFromBytes(bytes, offset);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(start, { bytes: bytes.slice(offset, offset + INFO_HASH_BYTES), infoHash });
    return infoHash;
  };
}

function startsWith(bytes: Uint8Array, offset: number, expected: Uint8Array): boolean {
  for (let i = 0; i < INFO_HASH_BYTES; i++) if (bytes[offset + i] !== expected[i]) return false;
  return true;
}
