import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';

/** What is kept of a swarm over a restart, but for its peers. */
export interface SwarmCountersRecord {
  readonly infoHash: InfoHash;
  readonly completed: number;
  readonly announces: number;
  readonly scrapes: number;
}

/** Counters of a swarm, and some of its peers. How `peers` is packed is the tracker's business. */
export interface SwarmPartRecord extends SwarmCountersRecord {
  readonly part: number;
  /** With part 0, parts from this number on are things of the past. */
  readonly parts: number;
  readonly peers: Uint8Array;
}

export interface SwarmsRepository {
  /** The swarm after this one in the order of info-hashes, or the first. */
  after(infoHash: InfoHash | undefined): SwarmCountersRecord | undefined;
  find(infoHash: InfoHash): SwarmCountersRecord | undefined;
  /** The peers in the first part after this one; begin with -1. */
  partAfter(infoHash: InfoHash, part: number): { readonly part: number; readonly peers: Uint8Array } | undefined;
  /** Adds the swarm, or replaces its counters. */
  saveCounters(counters: SwarmCountersRecord): void;
  /** The same with one part of its peers. */
  savePart(part: SwarmPartRecord): void;
  remove(infoHash: InfoHash): void;
}

interface CountersRow extends Omit<SwarmCountersRecord, 'infoHash'> {
  readonly info_hash: Uint8Array;
}

export function createSwarmsRepository(database: Database): SwarmsRepository {
  const counters = 'SELECT info_hash, completed, announces, scrapes FROM swarms';
  const after = database.prepare<[Uint8Array], CountersRow>(
    `${counters} WHERE info_hash > ? ORDER BY info_hash LIMIT 1`,
  );
  const find = database.prepare<[Uint8Array], CountersRow>(`${counters} WHERE info_hash = ?`);
  const partAfter = database.prepare<[Uint8Array, number], { part: number; peers: Uint8Array }>(
    'SELECT part, peers FROM swarm_peers WHERE info_hash = ? AND part > ? ORDER BY part LIMIT 1',
  );
  const putCounters = database.prepare(
    `INSERT INTO swarms (info_hash, completed, announces, scrapes) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET completed = excluded.completed, announces = excluded.announces, scrapes = excluded.scrapes`,
  );
  const putPart = database.prepare('INSERT OR REPLACE INTO swarm_peers (info_hash, part, peers) VALUES (?, ?, ?)');
  const removeParts = database.prepare('DELETE FROM swarm_peers WHERE info_hash = ? AND part >= ?');
  const remove = database.prepare('DELETE FROM swarms WHERE info_hash = ?');

  function saveCounters({ infoHash, completed, announces, scrapes }: SwarmCountersRecord): void {
    putCounters.run(infoHashToBytes(infoHash), completed, announces, scrapes);
  }

  const savePart = database.transaction(({ part, parts, peers, ...swarm }: SwarmPartRecord) => {
    const infoHash = infoHashToBytes(swarm.infoHash);
    saveCounters(swarm);
    putPart.run(infoHash, part, peers);
    if (part === 0) removeParts.run(infoHash, parts);
  });

  const removeAll = database.transaction((infoHash: Uint8Array) => {
    removeParts.run(infoHash, 0);
    remove.run(infoHash);
  });

  return {
    after: (infoHash) => recordOf(after.get(infoHash === undefined ? new Uint8Array(0) : infoHashToBytes(infoHash))),
    find: (infoHash) => recordOf(find.get(infoHashToBytes(infoHash))),
    partAfter: (infoHash, part) => partAfter.get(infoHashToBytes(infoHash), part),
    saveCounters,
    savePart: (part) => savePart(part),
    remove: (infoHash) => removeAll(infoHashToBytes(infoHash)),
  };
}

function recordOf(row: CountersRow | undefined): SwarmCountersRecord | undefined {
  if (row === undefined) return undefined;
  const { info_hash, ...counters } = row;
  return { infoHash: infoHashFromBytes(info_hash), ...counters };
}
