import type { Database } from 'better-sqlite3';

/** One line of what happened. What a kind and its values may be is checked by whoever reads it. */
export interface ActivityRecord {
  /** Counts up. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: string;
  readonly level: string;
  readonly infoHash: string | undefined;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface ActivityRepository {
  add(records: readonly ActivityRecord[]): void;
  /** The newest `limit`, oldest first. */
  newest(limit: number): readonly ActivityRecord[];
  /** 0 when there is none. */
  lastId(): number;
  /** Forgets up to `limit` records whose id is below `before`, the oldest first. */
  prune(limits: { readonly before: number; readonly limit: number }): void;
}

interface ActivityRow extends Omit<ActivityRecord, 'infoHash' | 'values'> {
  readonly info_hash: string | null;
  readonly details: string;
}

export function createActivityRepository(database: Database): ActivityRepository {
  const put = database.prepare(
    'INSERT OR REPLACE INTO activity (id, at_ms, kind, level, info_hash, details) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const newest = database.prepare<[number], ActivityRow>(
    'SELECT id, at_ms AS at, kind, level, info_hash, details FROM activity ORDER BY id DESC LIMIT ?',
  );
  const lastId = database.prepare<[], number>('SELECT coalesce(max(id), 0) FROM activity').pluck();
  const prune = database.prepare(
    'DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE id < ? ORDER BY id LIMIT ?)',
  );
  const add = database.transaction((records: readonly ActivityRecord[]) => {
    for (const { id, at, kind, level, infoHash, values } of records) {
      put.run(id, at, kind, level, infoHash ?? null, JSON.stringify(values));
    }
  });
  return {
    add: (records) => add(records),
    newest: (limit) => newest.all(limit).map(recordOf).toReversed(),
    lastId: () => lastId.get() ?? 0,
    prune({ before, limit }) {
      prune.run(before, limit);
    },
  };
}

function recordOf({ info_hash, details, ...row }: ActivityRow): ActivityRecord {
  return { ...row, infoHash: info_hash ?? undefined, values: JSON.parse(details) as ActivityRecord['values'] };
}
