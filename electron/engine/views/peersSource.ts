import type { PeerColumn } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { PeerRow } from '../../../shared/rows.ts';
import type { RosterPeer, SwarmWatch } from '../shares/swarmFigures.ts';
import type { RowSource } from './rowSource.ts';

/** Everyone in a share's swarm but us. */
export function createPeersSource(
  watch: Pick<SwarmWatch, 'roster'>,
  infoHash: InfoHash,
): RowSource<RosterPeer, PeerRow> {
  return {
    items: () => watch.roster(infoHash),
    keyOf: ({ key }) => key,
    textOf: ({ address, client }) => `${address} ${client}`,
    valueOf: (peer, column) => VALUES[column as PeerColumn](peer),
    rowOf,
  };
}

const VALUES: Readonly<Record<PeerColumn, (peer: RosterPeer) => string | number>> = {
  address: ({ address, port }) => `${address} ${port}`,
  client: ({ client }) => client,
  progress: ({ progress }) => progress,
  gainRate: (peer) => peer.gainRateBytesPerSecond,
  uploadRate: (peer) => peer.uploadRateBytesPerSecond,
  uploaded: (peer) => peer.uploadedBytes,
  // Who is not connected comes before who has been for long.
  connectedAt: ({ connectedAt = 0 }) => connectedAt,
};

function rowOf(peer: RosterPeer): PeerRow {
  const { key, address, port, client, progress, hasAll, isConnected, amChoking, peerInterested, connectedAt } = peer;
  return {
    key,
    address,
    port,
    client,
    progress,
    hasAll,
    isConnected,
    gainRateBytesPerSecond: peer.gainRateBytesPerSecond,
    uploadRateBytesPerSecond: peer.uploadRateBytesPerSecond,
    uploadedBytes: peer.uploadedBytes,
    amChoking,
    peerInterested,
    ...(connectedAt !== undefined && { connectedAt }),
  };
}
