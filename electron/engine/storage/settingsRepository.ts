import type { Database } from 'better-sqlite3';

/** Named JSON values. What a value may be is checked by whoever reads it. */
export interface SettingsRepository {
  get(key: string): unknown;
  /** Anything that JSON can say; undefined removes the key. */
  set(key: string, value: unknown): void;
  all(): ReadonlyMap<string, unknown>;
}

interface SettingRow {
  readonly key: string;
  readonly value: string;
}

export function createSettingsRepository(database: Database): SettingsRepository {
  const one = database.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck();
  const all = database.prepare<[], SettingRow>('SELECT key, value FROM settings ORDER BY key');
  const put = database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM settings WHERE key = ?');
  return {
    get(key) {
      const value = one.get(key);
      return value === undefined ? undefined : (JSON.parse(value) as unknown);
    },
    set(key, value) {
      if (value === undefined) remove.run(key);
      else put.run(key, JSON.stringify(value));
    },
    all: () => new Map(all.all().map(({ key, value }) => [key, JSON.parse(value) as unknown])),
  };
}
