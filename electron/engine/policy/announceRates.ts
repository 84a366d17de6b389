import { readI32 } from '../codec/bigEndian.ts';
import type { AnnounceRequest } from '../tracker/announce.ts';
import { mixHash } from '../tracker/slotIndex.ts';

/**
 * Which peers announce the same torrent far too often. Each peer is told apart by its address, port, peer-id and torrent, so
 * that one bad client costs nobody else behind its address anything. Counts stand in two tables, where several peers share
 * a place; a peer is over the limit only where both say so, which for one that keeps to its interval they never do.
 */
export interface AnnounceRates {
  /** Counts one announce. */
  isTooOften(request: Pick<AnnounceRequest, 'infoHash' | 'peerId' | 'port'>, address: Uint8Array): boolean;
  /** Begins to count anew; to be called once a minute. */
  forget(): void;
}

/**
 * In a minute. A client announces to each address and protocol of a tracker that its torrent names, after each minute at the
 * soonest: some ten. Fifteen times that many peers in a place are not too many.
 */
export const MAX_ANNOUNCES = 120;

/** A power of two; both tables lie in the processor's cache. */
const PLACES = 2 ** 18;
/** Where a peer-id stops naming its client and becomes its own. */
const PEER_ID_TAIL = 8;
const PEER_ID_BYTES = 20;

/** `hashSeed`: 32 random bits, so that nobody outside can choose who shares a place. */
export function createAnnounceRates(hashSeed: number): AnnounceRates {
  const first = new Uint8Array(PLACES);
  const second = new Uint8Array(PLACES);

  function hashOf({ infoHash, peerId, port }: Parameters<AnnounceRates['isTooOften']>[0], address: Uint8Array): number {
    let hash = mixHash(hashSeed, port);
    for (let at = 0; at < address.length; at += 4) hash = mixHash(hash, readI32(address, at));
    for (let at = PEER_ID_TAIL; at < PEER_ID_BYTES; at += 4) hash = mixHash(hash, readI32(peerId, at));
    return mixHash(hash, digitsOf(infoHash));
  }

  return {
    isTooOften(request, address) {
      const hash = hashOf(request, address);
      const a = hash & (PLACES - 1);
      const b = mixHash(hash, hashSeed) & (PLACES - 1);
      const isOver = first[a] === MAX_ANNOUNCES && second[b] === MAX_ANNOUNCES;
      if ((first[a] ?? 0) < MAX_ANNOUNCES) first[a] = (first[a] ?? 0) + 1;
      if ((second[b] ?? 0) < MAX_ANNOUNCES) second[b] = (second[b] ?? 0) + 1;
      return isOver;
    },
    forget() {
      first.fill(0);
      second.fill(0);
    },
  };
}

/** 32 bits of an info-hash, from its text. */
function digitsOf(infoHash: string): number {
  let bits = 0;
  for (let i = 0; i < 8; i++) bits = (bits << 4) ^ infoHash.charCodeAt(i);
  return bits;
}
