import type { RowSource } from '../../../electron/engine/views/rowSource.ts';
import type { PeerColumn, SwarmPeerColumn } from '../../../shared/columns.ts';
import type { PeerRow, SwarmPeerRow } from '../../../shared/rows.ts';
import type { MockShare } from './mockShares.ts';
import { announcedUploads, lastAnnounceAt, peerRow, swarmPeerRow } from './peerRows.ts';
import { addressNumberOf, addressOf, clientOf } from './peerTexts.ts';
import type { World } from './world.ts';

type Values<Column extends string> = Readonly<Record<Column, (peer: number) => string | number>>;

export function peersSource(world: World, share: MockShare): RowSource<number, PeerRow> {
  const { peers } = world;
  const isMoving = (): boolean => share.state.kind === 'seeding';
  const values: Values<PeerColumn> = {
    address: addressNumberOf,
    client: (peer) => clientOf(peer, world.options.hostile),
    progress: (peer) => peers.progress(peer, world.seconds()),
    gainRate: (peer) => (isMoving() ? peers.gainRate(peer, world.seconds()) : 0),
    uploadRate: (peer) => (isMoving() ? peers.uploadRate(peer, world.seconds()) : 0),
    uploaded: (peer) => peers.uploadedBytes(peer, world.seconds()),
    connectedAt: (peer) => (peers.isConnected(peer) ? peers.connectedAt(peer) : 0),
  };
  return {
    ...ofPeers(world, share),
    valueOf: (peer, column) => values[column as PeerColumn](peer),
    rowOf: (peer) => peerRow(peer, { share, world }),
  };
}

export function swarmPeersSource(world: World, share: MockShare): RowSource<number, SwarmPeerRow> {
  const values: Values<SwarmPeerColumn> = {
    address: addressNumberOf,
    client: (peer) => clientOf(peer, world.options.hostile),
    left: (peer) => 1 - world.peers.progress(peer, world.seconds()),
    uploaded: (peer) => announcedUploads(peer, share),
    downloaded: (peer) => world.peers.progress(peer, world.seconds()),
    lastAnnounce: (peer) => lastAnnounceAt(peer, world),
  };
  return {
    ...ofPeers(world, share),
    valueOf: (peer, column) => values[column as SwarmPeerColumn](peer),
    rowOf: (peer) => swarmPeerRow(peer, { share, world }),
  };
}

function ofPeers(world: World, share: MockShare): Pick<RowSource<number>, 'items' | 'keyOf' | 'textOf'> {
  const items = Array.from({ length: share.peerCount }, (_, i) => share.firstPeer + i);
  return {
    items: () => (world.find(share.infoHash) === undefined ? [] : items),
    keyOf: String,
    textOf: (peer) => `${addressOf(peer)} ${clientOf(peer, world.options.hostile)}`,
  };
}
