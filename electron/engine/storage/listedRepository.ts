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
  /** Id of the person who published it on the site. */
  readonly publishedBy: number | undefined;
  /** Of the .torrent file that came with it. */
  readonly kept: KeptFile | undefined;
}

export interface KeptFile {
  /** Of the torrent's content. */
  readonly contentBytes: number;
  /** Of the .torrent file, as it is stored. */
  readonly fileBytes: number;
}

export interface NewListedRecord extends Omit<ListedRecord, 'kept'> {
  /** The .torrent file to keep; without it, one that is kept already stays. */
  readonly file: { readonly contentBytes: number; readonly metainfo: Uint8Array } | undefined;
}

export interface ListedRepository {
  load(): readonly ListedRecord[];
  /** Adds the torrents or replaces what was said of them; all or none. */
  save(records: readonly NewListedRecord[]): void;
  /** With the .torrent files that are kept of them. */
  remove(infoHashes: readonly InfoHash[]): void;
  /** The .torrent file that is kept of a torrent. */
  metainfoOf(infoHash: InfoHash): Uint8Array | undefined;
}

interface ListedRow {
  readonly info_hash: Uint8Array;
  readonly name: string | null;
  readonly verdict: string;
  readonly added_at_ms: number;
  readonly added_by: string;
  readonly added_by_name: string | null;
  readonly published_by: number | null;
  readonly content_bytes: number | null;
  readonly file_bytes: number | null;
}

export function createListedRepository(database: Database): ListedRepository {
  const all = database.prepare<[], ListedRow>(
    `SELECT listed_torrents.*, content_bytes, length(metainfo) AS file_bytes
     FROM listed_torrents LEFT JOIN listed_files USING (info_hash) ORDER BY added_at_ms, info_hash`,
  );
  // Not INSERT OR REPLACE, which would take the row away first, and its file with it.
  const put = database.prepare(
    `INSERT INTO listed_torrents (info_hash, name, verdict, added_at_ms, added_by, added_by_name, published_by)
     VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (info_hash) DO UPDATE SET (name, verdict, added_at_ms, added_by, added_by_name, published_by) =
       (excluded.name, excluded.verdict, excluded.added_at_ms, excluded.added_by, excluded.added_by_name,
        excluded.published_by)`,
  );
  const putFile = database.prepare(
    'INSERT OR REPLACE INTO listed_files (info_hash, content_bytes, metainfo) VALUES (?, ?, ?)',
  );
  const metainfo = database
    .prepare<[Uint8Array], Uint8Array>('SELECT metainfo FROM listed_files WHERE info_hash = ?')
    .pluck();
  const remove = database.prepare('DELETE FROM listed_torrents WHERE info_hash = ?');
  const save = database.transaction((records: readonly NewListedRecord[]) => {
    for (const { infoHash, name, verdict, addedAt, addedBy, addedByName, publishedBy, file } of records) {
      const key = infoHashToBytes(infoHash);
      put.run(key, name ?? null, verdict, addedAt, addedBy, addedByName ?? null, publishedBy ?? null);
      if (file !== undefined) putFile.run(key, file.contentBytes, file.metainfo);
    }
  });
  const removeAll = database.transaction((infoHashes: readonly InfoHash[]) => {
    for (const infoHash of infoHashes) remove.run(infoHashToBytes(infoHash));
  });
  return {
    load: () => all.all().map(recordOf),
    save: (records) => save(records),
    remove: (infoHashes) => removeAll(infoHashes),
    metainfoOf: (infoHash) => metainfo.get(infoHashToBytes(infoHash)),
  };
}

function recordOf({ info_hash, name, verdict, content_bytes, file_bytes, ...row }: ListedRow): ListedRecord {
  const hasFile = content_bytes !== null && file_bytes !== null;
  return {
    infoHash: infoHashFromBytes(info_hash),
    name: name ?? undefined,
    verdict,
    addedAt: row.added_at_ms,
    addedBy: row.added_by,
    addedByName: row.added_by_name ?? undefined,
    publishedBy: row.published_by ?? undefined,
    kept: hasFile ? { contentBytes: content_bytes, fileBytes: file_bytes } : undefined,
  };
}
