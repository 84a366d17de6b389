import type { MockShare } from './mockShares.ts';
import { chanceOf } from './random.ts';
import type { World } from './world.ts';

/** Peers that are counted piece by piece; more would cost more than they show. */
const COUNTED_PEERS = 48;
const MOST_COPIES = 255;
const BAR_PARTS = 64;

/** Copies of each piece among connected peers, one byte a piece. */
export function pieceCopies(share: MockShare, world: World): Uint8Array {
  return copies(share, { world, parts: share.pieces });
}

/** The same for the thin bar of a row. Empty when nobody is connected. */
export function barCopies(share: MockShare, world: World): Uint8Array {
  return copies(share, { world, parts: Math.min(BAR_PARTS, share.pieces) });
}

function copies(share: MockShare, { world, parts }: { readonly world: World; readonly parts: number }): Uint8Array {
  const seconds = world.seconds();
  const { complete, incomplete } = connectedPeers(share, { world, seconds });
  if (complete + incomplete.length === 0) return new Uint8Array(0);
  const counts = new Uint8Array(parts).fill(Math.min(complete, MOST_COPIES));
  for (const peer of incomplete.slice(0, COUNTED_PEERS)) {
    const progress = world.peers.progress(peer, seconds);
    for (let part = 0; part < parts; part++) {
      // Pieces come in no order, yet one that is there stays there.
      const isThere = chanceOf(peer, part) < progress;
      if (isThere) counts[part] = Math.min(MOST_COPIES, (counts[part] ?? 0) + 1);
    }
  }
  return counts;
}

interface Look {
  readonly world: World;
  readonly seconds: number;
}

function connectedPeers(share: MockShare, { world, seconds }: Look): { complete: number; incomplete: number[] } {
  const incomplete: number[] = [];
  let complete = 0;
  const end = share.firstPeer + Math.min(share.peerCount, MOST_COPIES * 2);
  for (let peer = share.firstPeer; peer < end; peer++) {
    if (!world.peers.isConnected(peer)) continue;
    if (world.peers.progress(peer, seconds) >= 1) complete++;
    else incomplete.push(peer);
  }
  return { complete, incomplete };
}

/** A checking share holds what was checked, one in error misses a few pieces. One bit a piece, highest first. */
export function heldPieces(share: MockShare): Uint8Array {
  const held = new Uint8Array(Math.ceil(share.pieces / 8));
  const { state } = share;
  const until = state.kind === 'checking' ? Math.floor((share.pieces * state.bytesDone) / share.bytes) : share.pieces;
  for (let piece = 0; piece < until; piece++) {
    if (state.kind === 'error' && chanceOf(share.index + 91, piece) < 0.04) continue;
    held[piece >> 3] = (held[piece >> 3] ?? 0) | (128 >> (piece & 7));
  }
  return held;
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
