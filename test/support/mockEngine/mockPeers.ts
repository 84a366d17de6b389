import type { MockShare } from './mockShares.ts';
import { chanceOf } from './random.ts';

/**
 * All peers of all swarms, in parallel typed arrays: a hundred thousand of them move at no cost, since where a peer has got
 * to is worked out from the time when somebody looks.
 */
export interface MockPeers {
  /** 0 to 1. */
  progress(peer: number, seconds: number): number;
  /** Bytes a second, whoever it has them from. */
  gainRate(peer: number, seconds: number): number;
  /** Bytes a second that it has from us. */
  uploadRate(peer: number, seconds: number): number;
  uploadedBytes(peer: number, seconds: number): number;
  /** Seconds since the epoch of the mock at which it connected; negative for long ago. */
  connectedAt(peer: number): number;
  isConnected(peer: number): boolean;
  shareOf(peer: number): number;
}

/** The engine connects to no more peers of one share than this. */
const MAX_CONNECTED = 400;
/** A peer that has it all stays for a while, then its place is taken by one that begins. */
const CYCLE = 1.8;
/** So that all of it together is what one computer can send. */
const FASTEST = 24e6;
const SLOWEST = 1e6;
/** Shares that come first in the list are busy, the many others less so. */
const BUSY_SHARES = 12;
const LONG_AGO_SECONDS = 5400;

export function createMockPeers(shares: readonly MockShare[], seed: number): MockPeers {
  const total = shares.reduce((sum, share) => sum + share.peerCount, 0);
  const ownerOf = new Uint32Array(total);
  const start = new Float32Array(total);
  /** Part of the share a second; 0 for those who stand still. */
  const growth = new Float32Array(total);
  /** Part of its gain that a peer has from us; 0 for one that we choke or that is not connected. */
  const ours = new Float32Array(total);
  const connectedAt = new Float32Array(total);
  const connected = new Uint8Array(total);
  const bytesOf = Float64Array.from(shares, (share) => share.bytes);

  for (const share of shares) fill(share);

  function fill(share: MockShare): void {
    for (let i = 0; i < share.peerCount; i++) {
      const peer = share.firstPeer + i;
      const chance = (what: number): number => chanceOf(seed * 15_485_863 + what, peer);
      // Done ones are spread over the swarm, so that the first rows are a mixture.
      const isDone =
        Math.floor(((i + 1) * share.doneCount) / share.peerCount) > Math.floor((i * share.doneCount) / share.peerCount);
      ownerOf[peer] = share.index;
      start[peer] = isDone ? 1 : chance(1) * 0.97;
      connectedAt[peer] = -chance(2) * LONG_AGO_SECONDS;
      connected[peer] = i < MAX_CONNECTED && chance(3) < 0.9 ? 1 : 0;
      if (isDone || !share.isMoving) continue;
      const speed = Math.min(
        (share.index < BUSY_SHARES ? FASTEST : SLOWEST) * (0.1 + 0.9 * chance(4)),
        share.bytes / (90 + 1800 * chance(5)),
      );
      growth[peer] = speed / share.bytes;
      if (connected[peer] === 1 && chance(6) < 0.8) ours[peer] = 0.02 + 0.16 * chance(7);
    }
  }

  const at = (array: Float32Array, peer: number): number => array[peer] ?? 0;
  const shareBytes = (peer: number): number => bytesOf[ownerOf[peer] ?? 0] ?? 0;

  function progress(peer: number, seconds: number): number {
    const grown = at(start, peer) + at(growth, peer) * seconds;
    return at(growth, peer) === 0 ? at(start, peer) : Math.min(1, grown % CYCLE);
  }

  function gainRate(peer: number, seconds: number): number {
    if (at(growth, peer) === 0 || progress(peer, seconds) >= 1) return 0;
    return Math.floor(at(growth, peer) * shareBytes(peer) * (0.85 + 0.3 * chanceOf(peer, seconds)));
  }

  return {
    progress,
    gainRate,
    uploadRate: (peer, seconds) => Math.floor(gainRate(peer, seconds) * at(ours, peer)),
    uploadedBytes: (peer, seconds) =>
      connected[peer] === 1 ? Math.floor(progress(peer, seconds) * shareBytes(peer) * (at(ours, peer) || 0.12)) : 0,
    connectedAt: (peer) => Math.floor(at(connectedAt, peer)),
    isConnected: (peer) => connected[peer] === 1,
    shareOf: (peer) => ownerOf[peer] ?? 0,
  };
}
