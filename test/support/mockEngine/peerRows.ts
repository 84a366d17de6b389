import type { PeerRow, SwarmPeerRow } from '../../../shared/rows.ts';
import type { MockShare } from './mockShares.ts';
import { addressOf, clientOf, portOf } from './peerTexts.ts';
import { chanceOf } from './random.ts';
import type { World } from './world.ts';

const ANNOUNCE_SECONDS = 60;
const PAUSED_EVERY = 6;
/** Of those who have not everything. */
export const PAUSED_PART = 1 / PAUSED_EVERY;

/** A peer of the table as the share's page shows it. */
export function peerRow(peer: number, { share, world }: { readonly share: MockShare; readonly world: World }): PeerRow {
  const { peers, options } = world;
  const seconds = world.seconds();
  const progress = peers.progress(peer, seconds);
  const isConnected = peers.isConnected(peer);
  const isMoving = share.state.kind === 'seeding';
  const uploadRate = isMoving ? peers.uploadRate(peer, seconds) : 0;
  return {
    key: String(peer),
    address: addressOf(peer),
    port: portOf(peer),
    client: clientOf(peer, options.hostile),
    progress,
    hasAll: progress >= 1,
    isConnected,
    gainRateBytesPerSecond: isMoving ? peers.gainRate(peer, seconds) : 0,
    uploadRateBytesPerSecond: uploadRate,
    uploadedBytes: peers.uploadedBytes(peer, seconds),
    amChoking: uploadRate === 0,
    peerInterested: isConnected && progress < 1,
    ...(isConnected ? { connectedAt: world.startedAt + peers.connectedAt(peer) * 1000 } : {}),
  };
}

/** The same peer as the tracker knows it from its announces. */
export function swarmPeerRow(
  peer: number,
  { share, world }: { readonly share: MockShare; readonly world: World },
): SwarmPeerRow {
  const progress = world.peers.progress(peer, world.seconds());
  return {
    key: String(peer),
    address: addressOf(peer),
    port: portOf(peer),
    client: clientOf(peer, world.options.hostile),
    leftBytes: Math.ceil((1 - progress) * share.bytes),
    isPaused: progress < 1 && isPaused(peer),
    uploadedBytes: announcedUploads(peer, share),
    downloadedBytes: Math.floor(progress * share.bytes),
    lastAnnounceAt: lastAnnounceAt(peer, world),
  };
}

/** Some have chosen a part of the files and have it. */
function isPaused(peer: number): boolean {
  return peer % PAUSED_EVERY === 0;
}

export function announcedUploads(peer: number, share: MockShare): number {
  return Math.floor(chanceOf(peer, 71) * share.bytes * 0.9);
}

/** Everyone announces once a minute, each at a second of its own. */
export function lastAnnounceAt(peer: number, world: World): number {
  const seconds = world.seconds();
  const offset = Math.floor(chanceOf(peer, 73) * ANNOUNCE_SECONDS);
  return world.startedAt + (seconds - ((seconds + offset) % ANNOUNCE_SECONDS)) * 1000;
}
