import type { Peer, TrackerPeer } from '../../../shared/model.ts';

/**
 * Everyone we know of in a swarm, each once. A peer may be connected to us, or known from its announces, or both; and one that
 * has everything often hangs up while it seeds on, so neither list alone answers "who has it".
 */
export interface RosterRow {
  /** The same from look to look while the peer is there, whichever way it is known. */
  readonly key: string;
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
  /** Of the connection; who has none is neither served nor asks. */
  readonly amChoking: boolean;
  readonly peerInterested: boolean;
  readonly connectedAt: number | undefined;
  readonly lastAnnounceAt: number | undefined;
  /** Whatever tells this peer from others; of two rows of one peer, a moment apart, at least one id is the same. */
  readonly ids: readonly string[];
}

export interface SwarmPeers {
  readonly connected: readonly Peer[];
  readonly announced: readonly TrackerPeer[];
}

/** `before` are the rows of an earlier look: a peer keeps its key, and one that hung up since keeps what we sent it. */
export function createRosterRows(
  { connected, announced }: SwarmPeers,
  totalBytes: number,
  before: readonly RosterRow[] = [],
): RosterRow[] {
  const earlier = rowsById(before);
  const partners = matchPartners(connected, announced);
  const alone = new Set(announced);
  for (const partner of partners.values()) alone.delete(partner);
  const rows = [
    ...connected.map((peer) => connectedRow(peer, partners.get(peer))),
    ...[...alone].map((peer) => announcedRow(peer, totalBytes, earlier.get(announcedId(peer)))),
  ];
  return withKeys(rows, earlier);
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
const RULES: ReadonlyArray<(peer: Peer | TrackerPeer) => string> = [
  (peer) => peer.peerId,
  (peer) => String(peer.port),
  (peer) => peer.client,
  (peer) => firstWord(peer.client),
  () => '',
];

/** Each rule in one pass over both lists: a swarm of ten thousand may sit behind one address. */
function matchPartners(connected: readonly Peer[], announced: readonly TrackerPeer[]): Map<Peer, TrackerPeer> {
  const partners = new Map<Peer, TrackerPeer>();
  const taken = new Set<TrackerPeer>();
  for (const markOf of RULES) {
    const waiting = connected.filter((peer) => !partners.has(peer));
    if (waiting.length === 0) break;
    const idOf = (peer: Peer | TrackerPeer): string => `${peer.address} ${markOf(peer)}`;
    // Taken from the end, so the first of them is to be the last.
    const free = Map.groupBy(announced.filter((peer) => !taken.has(peer)).toReversed(), idOf);
    for (const peer of waiting) {
      const partner = free.get(idOf(peer))?.pop();
      if (partner === undefined) continue;
      partners.set(peer, partner);
      taken.add(partner);
    }
  }
  return partners;
}

type UnnamedRow = Omit<RosterRow, 'key'>;

function connectedRow(peer: Peer, partner: TrackerPeer | undefined): UnnamedRow {
  const hasAll = peer.isSeeder || peer.progress === 1 || (partner !== undefined && saysItFinished(partner));
  const { client, address, amChoking, peerInterested, connectedAt, uploadRateBytesPerSecond, uploadedBytes } = peer;
  return {
    client,
    address,
    port: partner?.port ?? peer.port,
    progress: hasAll ? 1 : peer.progress,
    hasAll,
    isConnected: true,
    uploadRateBytesPerSecond,
    uploadedBytes,
    amChoking,
    peerInterested,
    connectedAt,
    lastAnnounceAt: partner?.lastAnnounceAt,
    ids: partner === undefined ? [peer.peerId] : [peer.peerId, announcedId(partner)],
  };
}

/** Some clients (aria2) announce that nothing is left while they have only a magnet link, and have moved nothing then. */
function saysItFinished({ leftBytes, downloadedBytes, uploadedBytes }: TrackerPeer): boolean {
  return leftBytes === 0 && downloadedBytes + uploadedBytes > 0;
}

function announcedRow(peer: TrackerPeer, totalBytes: number, before: RosterRow | undefined): UnnamedRow {
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
    amChoking: true,
    peerInterested: false,
    connectedAt: undefined,
    lastAnnounceAt: peer.lastAnnounceAt,
    ids: [announcedId(peer)],
  };
}

/** A peer that was one row before and is two now gives its key to the first of them. */
function withKeys(rows: readonly UnnamedRow[], earlier: ReadonlyMap<string, RosterRow>): RosterRow[] {
  const used = new Set<string>();
  const nameOf = (wanted: string): string => {
    let name = wanted;
    for (let i = 2; used.has(name); i++) name = `${wanted} ${i}`;
    used.add(name);
    return name;
  };
  // Those that are known choose first, so that nobody new takes a key from them.
  const known = rows.map((row) => {
    const key = firstOf(row.ids, earlier)?.key;
    return key === undefined || used.has(key) ? undefined : nameOf(key);
  });
  return rows.map((row, i) => ({ ...row, key: known[i] ?? nameOf(row.ids[0] ?? '') }));
}

function announcedId(peer: TrackerPeer): string {
  return `${peer.address} ${peer.port}`;
}

function rowsById(rows: readonly RosterRow[]): Map<string, RosterRow> {
  return new Map(rows.flatMap((row) => row.ids.map((id) => [id, row] as const)));
}

function firstOf(ids: readonly string[], rows: ReadonlyMap<string, RosterRow>): RosterRow | undefined {
  for (const id of ids) {
    const row = rows.get(id);
    if (row !== undefined) return row;
  }
  return undefined;
}

function firstWord(client: string): string {
  return client.split(' ', 1)[0] ?? '';
}
