import type { InfoHash } from '../../../shared/infoHash.ts';
import type { DiscoveryRow } from '../../../shared/rows.ts';
import type { AnnounceTimes } from '../dht/announcer.ts';
import type { CallFigures } from '../shares/leecherCalls.ts';
import type { ShareEntry, ShareLibrary } from '../shares/shareLibrary.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { rowsAsItems } from './fixedRows.ts';
import type { RowSource } from './rowSource.ts';

export interface DiscoveryDeps {
  readonly library: Pick<ShareLibrary, 'find'>;
  readonly tracker: Pick<Tracker, 'counts' | 'look'>;
  /** Our own announce URLs. */
  readonly announceUrls: () => readonly string[];
  readonly calls: { callsOf(infoHash: InfoHash): CallFigures };
  /** The DHT node, while there is one. */
  readonly dht: () => { readonly port: number; timesOf(infoHash: InfoHash): AnnounceTimes | undefined } | undefined;
}

/** Where the peers of a share come from. */
export function createDiscoverySource(deps: DiscoveryDeps, infoHash: InfoHash): RowSource<DiscoveryRow> {
  return rowsAsItems(() => {
    const entry = deps.library.find(infoHash);
    if (entry === undefined) return [];
    return [...trackerRows(deps, infoHash), dhtRow(deps, entry), callRow(deps, entry)];
  });
}

/** A swarm is one, whichever of our URLs a peer announces to. */
function trackerRows({ tracker, announceUrls }: DiscoveryDeps, infoHash: InfoHash): DiscoveryRow[] {
  const look = tracker.look(infoHash);
  const peers = look?.slots().length ?? 0;
  const lastAt = look?.sums().newestAnnounceAt;
  const state = peers > 0 ? 'working' : 'waiting';
  return announceUrls().map((target) => ({
    key: target,
    kind: 'tracker',
    target,
    state,
    peers,
    ...(lastAt !== undefined && { lastAt }),
  }));
}

/** Peers do not say that they found us in the DHT, so none are counted. */
function dhtRow({ dht }: DiscoveryDeps, { session, torrent }: ShareEntry): DiscoveryRow {
  const node = dht();
  const row = { key: 'dht', kind: 'dht', target: String(node?.port ?? ''), peers: 0 } as const;
  const times = torrent.info.private ? undefined : node?.timesOf(session.infoHash);
  if (times === undefined) return { ...row, state: 'off' };
  const { lastAt, nextAt } = times;
  return {
    ...row,
    state: lastAt === undefined ? 'waiting' : 'working',
    nextAt,
    ...(lastAt !== undefined && { lastAt }),
  };
}

function callRow({ calls }: DiscoveryDeps, { session }: ShareEntry): DiscoveryRow {
  const { called, lastAt, nextAt } = calls.callsOf(session.infoHash);
  const row = { key: 'peers-call', kind: 'peers-call', target: '', peers: called } as const;
  if (session.state.kind !== 'seeding') return { ...row, state: 'off' };
  return {
    ...row,
    state: called > 0 ? 'working' : 'waiting',
    ...(lastAt !== undefined && { lastAt }),
    ...(nextAt !== undefined && { nextAt }),
  };
}
