import type { Peer, TrackerPeer } from '../../../shared/model.ts';

/**
 * Everyone we know of in a swarm, each once. A peer may be connected to us, or known from its announces, or both; and one that
 * has everything often hangs up while it seeds on, so neither list alone answers "who has it".
 */
export interface RosterRow {
  readonly client: string;
  readonly address: string;
  readonly port: number;
  /** The part it holds, 0 to 1. */
  readonly progress: number;
  readonly hasAll: boolean;
  readonly isConnected: boolean;
  readonly uploadRateBytesPerSecond: number;
  /** What we sent it over its present or last connection. */
  readonly uploadedBytes: number;
  /** Whatever tells this peer from others; of two rows of one peer, a moment apart, at least one id is the same. */
  readonly ids: readonly string[];
}

export interface SwarmPeers {
  readonly connected: readonly Peer[];
  readonly announced: readonly TrackerPeer[];
}

/** `before` are the rows of an earlier look: a peer that hung up since keeps what we sent it. */
export function createRosterRows(
  { connected, announced }: SwarmPeers,
  totalBytes: number,
  before: readonly RosterRow[] = [],
): RosterRow[] {
  const earlier = rowsById(before);
  const partners = matchPartners(connected, announced);
  const alone = new Set(announced);
  for (const partner of partners.values()) alone.delete(partner);
  return [
    ...connected.map((peer) => connectedRow(peer, partners.get(peer))),
    ...[...alone].map((peer) => announcedRow(peer, totalBytes, earlier.get(announcedId(peer)))),
  ];
}

export interface RosterChange {
  readonly joined: readonly RosterRow[];
  readonly finished: readonly RosterRow[];
  readonly left: readonly RosterRow[];
}

/** What happened between two looks at a swarm. A peer that joins with everything has joined, not finished. */
export function compareRosters(before: readonly RosterRow[], now: readonly RosterRow[]): RosterChange {
  const earlier = rowsById(before);
  const later = rowsById(now);
  const known = (row: RosterRow): RosterRow | undefined => firstOf(row.ids, earlier);
  return {
    joined: now.filter((row) => known(row) === undefined),
    finished: now.filter((row) => row.hasAll && known(row)?.hasAll === false),
    left: before.filter((row) => firstOf(row.ids, later) === undefined),
  };
}

/**
 * Most clients use one peer-id for both. Of the others, one that dialled us shows the port it dialled from, not the one it
 * announced, so then the client's name decides, and at last the address alone: on a LAN that is one machine.
 */
function matchPartners(connected: readonly Peer[], announced: readonly TrackerPeer[]): Map<Peer, TrackerPeer> {
  const partners = new Map<Peer, TrackerPeer>();
  const free = new Set(announced);
  const rules: ReadonlyArray<(peer: Peer, other: TrackerPeer) => boolean> = [
    (peer, other) => peer.peerId === other.peerId,
    (peer, other) => peer.port === other.port,
    (peer, other) => peer.client === other.client,
    (peer, other) => firstWord(peer.client) === firstWord(other.client),
    () => true,
  ];
  for (const isSame of rules) {
    for (const peer of connected) {
      if (partners.has(peer)) continue;
      const partner = [...free].find((other) => other.address === peer.address && isSame(peer, other));
      if (partner === undefined) continue;
      partners.set(peer, partner);
      free.delete(partner);
    }
  }
  return partners;
}

function connectedRow(peer: Peer, partner: TrackerPeer | undefined): RosterRow {
  const hasAll = peer.isSeeder || peer.progress === 1 || (partner !== undefined && saysItFinished(partner));
  return {
    client: peer.client,
    address: peer.address,
    port: partner?.port ?? peer.port,
    progress: hasAll ? 1 : peer.progress,
    hasAll,
    isConnected: true,
    uploadRateBytesPerSecond: peer.uploadRateBytesPerSecond,
    uploadedBytes: peer.uploadedBytes,
    ids: partner === undefined ? [peer.peerId] : [peer.peerId, announcedId(partner)],
  };
}

/** Some clients (aria2) announce that nothing is left while they have only a magnet link, and have moved nothing then. */
function saysItFinished({ leftBytes, downloadedBytes, uploadedBytes }: TrackerPeer): boolean {
  return leftBytes === 0 && downloadedBytes + uploadedBytes > 0;
}

function announcedRow(peer: TrackerPeer, totalBytes: number, before: RosterRow | undefined): RosterRow {
  const hasAll = peer.leftBytes === 0;
  const part = totalBytes === 0 ? 1 : 1 - peer.leftBytes / totalBytes;
  return {
    client: peer.client,
    address: peer.address,
    port: peer.port,
    progress: Math.min(1, Math.max(0, part)),
    hasAll,
    isConnected: false,
    uploadRateBytesPerSecond: 0,
    uploadedBytes: before?.uploadedBytes ?? 0,
    ids: [announcedId(peer)],
  };
}

function announcedId(peer: TrackerPeer): string {
  return `${peer.address} ${peer.port}`;
}

function rowsById(rows: readonly RosterRow[]): Map<string, RosterRow> {
  return new Map(rows.flatMap((row) => row.ids.map((id) => [id, row] as const)));
}

function firstOf(ids: readonly string[], rows: ReadonlyMap<string, RosterRow>): RosterRow | undefined {
  return ids.map((id) => rows.get(id)).find((row) => row !== undefined);
}

function firstWord(client: string): string {
  return client.split(' ', 1)[0] ?? '';
}
