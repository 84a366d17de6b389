import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';

/** What a person said about a torrent. What a verdict and an actor may be is checked by whoever reads it. */
export interface ListedRecord {
  readonly infoHash: InfoHash;
  readonly name: string | undefined;
  readonly verdict: string;
  /** Milliseconds since the epoch. */
  readonly addedAt: number;
  readonly addedBy: string;
  readonly addedByName: string | undefined;
}

export interface ListedRepository {
  load(): readonly ListedRecord[];
  /** Adds the torrents or replaces what was said of them; all or none. */
  save(records: readonly ListedRecord[]): void;
  remove(infoHashes: readonly InfoHash[]): void;
}

interface ListedRow {
  readonly info_hash: Uint8Array;
  readonly name: string | null;
  readonly verdict: string;
  readonly added_at_ms: number;
  readonly added_by: string;
  readonly added_by_name: string | null;
}

export function createListedRepository(database: Database): ListedRepository {
  const all = database.prepare<[], ListedRow>('SELECT * FROM listed_torrents ORDER BY added_at_ms, info_hash');
  const put = database.prepare(
    `INSERT OR REPLACE INTO listed_torrents (info_hash, name, verdict, added_at_ms, added_by, added_by_name)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare('DELETE FROM listed_torrents WHERE info_hash = ?');
  const save = database.transaction((records: readonly ListedRecord[]) => {
    for (const { infoHash, name, verdict, addedAt, addedBy, addedByName } of records) {
      put.run(infoHashToBytes(infoHash), name ?? null, verdict, addedAt, addedBy, addedByName ?? null);
    }
  });
  const removeAll = database.transaction((infoHashes: readonly InfoHash[]) => {
    for (const infoHash of infoHashes) remove.run(infoHashToBytes(infoHash));
  });
  return {
    load: () => all.all().map(recordOf),
    save: (records) => save(records),
    remove: (infoHashes) => removeAll(infoHashes),
  };
}

function recordOf({ info_hash, name, verdict, ...row }: ListedRow): ListedRecord {
  return {
    infoHash: infoHashFromBytes(info_hash),
    name: name ?? undefined,
    verdict,
    addedAt: row.added_at_ms,
    addedBy: row.added_by,
    addedByName: row.added_by_name ?? undefined,
  };
}
