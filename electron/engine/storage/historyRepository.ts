import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashToBytes } from '../../../shared/infoHash.ts';

/**
 * What was counted in a minute or an hour, as sums: added to by whoever knows more of it later, after a restart or when the
 * clock was set back, without one weighing double. A mean is a sum by the time it covers.
 */
export interface HistoryAmounts {
  /** Milliseconds of the bucket in which anything was sampled. */
  readonly coveredMs: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  /** Connected peers, each by the milliseconds it was there. */
  readonly peerMs: number;
  readonly swarmPeerMs: number;
  readonly announces: number;
  readonly scrapes: number;
}

export type HistoryStep = 'minutes' | 'hours';

/** The engine as a whole, or one share. */
export type HistoryScope = InfoHash | 'engine';

export interface HistoryBucket extends HistoryAmounts {
  /** Start of the bucket, seconds since the epoch. */
  readonly at: number;
}

export interface HistoryAddition extends HistoryBucket {
  readonly scope: HistoryScope;
}

/** Rates and counts of the past. Minutes are what is added; hours are rolled up from them in the same write. */
export interface HistoryRepository {
  /** Adds to the minutes and to the hours around them, all or nothing. */
  add(minutes: readonly HistoryAddition[]): void;
  /** Buckets that are there, oldest first. `from` belongs to the range, `until` does not. */
  range(query: HistoryRange): readonly HistoryBucket[];
  /** Forgets up to `limit` buckets of what is too old, the oldest first; how many they were. */
  prune(step: HistoryStep, limits: PruneLimits): number;
  /** Start of the oldest bucket among the newest `rows` of shares; 0 when there are not so many. */
  startOfNewest(step: HistoryStep, rows: number): number;
  /** A removed share leaves nothing behind. */
  remove(infoHash: InfoHash): void;
}

export interface HistoryRange {
  readonly step: HistoryStep;
  readonly scope: HistoryScope;
  readonly from: number;
  readonly until: number;
}

/** Seconds since the epoch: buckets that began before are too old. */
export interface PruneLimits {
  readonly before: number;
  /** For those of shares, of which there may be too many sooner. */
  readonly sharesBefore: number;
  readonly limit: number;
}

const HOUR_SECONDS = 3600;
const STEPS: readonly HistoryStep[] = ['minutes', 'hours'];
const COLUMNS = `at, covered_ms AS coveredMs, upload_bytes AS uploadBytes, download_bytes AS downloadBytes,
  peer_ms AS peerMs, swarm_peer_ms AS swarmPeerMs, announces, scrapes`;

export function createHistoryRepository(database: Database): HistoryRepository {
  const statements = { minutes: statementsOf(database, 'minutes'), hours: statementsOf(database, 'hours') };
  const add = database.transaction((minutes: readonly HistoryAddition[]) => {
    for (const { scope, at, ...amounts } of minutes) {
      const key = scopeKey(scope);
      statements.minutes.add.run({ scope: key, at, ...amounts });
      statements.hours.add.run({ scope: key, at: at - (at % HOUR_SECONDS), ...amounts });
    }
  });
  const remove = database.transaction((infoHash: InfoHash) => {
    for (const step of STEPS) statements[step].remove.run(scopeKey(infoHash));
  });
  return {
    add: (minutes) => add(minutes),
    range: ({ step, scope, from, until }) => statements[step].range.all(scopeKey(scope), from, until),
    prune: (step, { before, sharesBefore, limit }) =>
      statements[step].prune.run({ before, sharesBefore: Math.max(before, sharesBefore), limit }).changes,
    startOfNewest: (step, rows) => statements[step].startOfNewest.get(rows) ?? 0,
    remove: (infoHash) => remove(infoHash),
  };
}

function statementsOf(database: Database, step: HistoryStep) {
  const table = `history_${step}`;
  return {
    add: database.prepare(`
      INSERT INTO ${table}
      VALUES (@scope, @at, @coveredMs, @uploadBytes, @downloadBytes, @peerMs, @swarmPeerMs, @announces, @scrapes)
      ON CONFLICT (scope, at) DO UPDATE SET
        covered_ms = covered_ms + excluded.covered_ms,
        upload_bytes = upload_bytes + excluded.upload_bytes,
        download_bytes = download_bytes + excluded.download_bytes,
        peer_ms = peer_ms + excluded.peer_ms,
        swarm_peer_ms = swarm_peer_ms + excluded.swarm_peer_ms,
        announces = announces + excluded.announces,
        scrapes = scrapes + excluded.scrapes`),
    range: database.prepare<[Uint8Array, number, number], HistoryBucket>(
      `SELECT ${COLUMNS} FROM ${table} WHERE scope = ? AND at >= ? AND at < ? ORDER BY at`,
    ),
    prune: database.prepare(`
      DELETE FROM ${table} WHERE (scope, at) IN (
        SELECT scope, at FROM ${table}
        WHERE at < @sharesBefore AND (scope <> x'' OR at < @before)
        ORDER BY at LIMIT @limit
      )`),
    startOfNewest: database
      .prepare<[number], number>(`SELECT at FROM ${table} WHERE scope <> x'' ORDER BY at DESC LIMIT 1 OFFSET ? - 1`)
      .pluck(),
    remove: database.prepare(`DELETE FROM ${table} WHERE scope = ?`),
  };
}

function scopeKey(scope: HistoryScope): Uint8Array {
  return scope === 'engine' ? new Uint8Array(0) : infoHashToBytes(scope);
}
