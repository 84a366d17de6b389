import type { Database } from 'better-sqlite3';
import { type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';

/** A file of a share: where it stands in the torrent, where it lies on this machine, and how it looked when it was hashed. */
export interface ShareFileRecord {
  readonly path: readonly string[];
  readonly sourcePath: string;
  /** Bytes. */
  readonly length: number;
  /** As `fs.Stats.mtimeMs` gives it, fraction and all. */
  readonly mtimeMs: number;
}

export interface ShareErrorRecord {
  readonly code: string;
  readonly message: string;
  readonly file?: string;
}

/** All that is kept of a share. */
export interface ShareRecord {
  readonly infoHash: InfoHash;
  /** The raw bytes of the torrent's `info` value, of which `infoHash` is the SHA-1. */
  readonly infoBytes: Uint8Array;
  readonly comment?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly paused: boolean;
  readonly error?: ShareErrorRecord;
  readonly uploadedBytes: number;
  readonly files: readonly ShareFileRecord[];
}

/** Infohashes that are not stored are ignored by every setter: a share may be removed while its counters wait to be written. */
export interface SharesRepository {
  /** Whole or not at all, and on the disk when it returns. Throws `internal` if the info-hash is there already. */
  insert(record: ShareRecord): void;
  /** In the order in which they were made. */
  list(): readonly ShareRecord[];
  get(infoHash: InfoHash): ShareRecord | undefined;
  /** Removes the share with its files, on the disk when it returns; false if there was none. */
  remove(infoHash: InfoHash): boolean;
  setPaused(infoHash: InfoHash, paused: boolean): void;
  /** Undefined clears the error. */
  setError(infoHash: InfoHash, error: ShareErrorRecord | undefined): void;
  setUploadedBytes(counters: Iterable<readonly [InfoHash, number]>): void;
  /** The same content lies elsewhere now, or was found unchanged under newer times. */
  replaceFiles(infoHash: InfoHash, files: readonly ShareFileRecord[]): void;
}

export function createSharesRepository(database: Database): SharesRepository {
  const statements = prepareStatements(database);
  const idOf = (infoHash: InfoHash) => statements.id.get(infoHashToBytes(infoHash));

  function insertFiles(shareId: number | bigint, files: readonly ShareFileRecord[]): void {
    for (const [position, file] of files.entries()) {
      const path = JSON.stringify(file.path);
      statements.insertFile.run(shareId, position, path, file.sourcePath, file.length, file.mtimeMs);
    }
  }
  const insert = database.transaction((record: ShareRecord) => {
    const { lastInsertRowid: shareId } = statements.insertShare.run(shareColumns(record));
    statements.insertInfo.run(shareId, record.infoBytes);
    insertFiles(shareId, record.files);
  });
  const setUploadedBytes = database.transaction((counters: Iterable<readonly [InfoHash, number]>) => {
    for (const [infoHash, bytes] of counters) statements.setUploadedBytes.run(bytes, infoHashToBytes(infoHash));
  });
  const replaceFiles = database.transaction((infoHash: InfoHash, files: readonly ShareFileRecord[]) => {
    const shareId = idOf(infoHash);
    if (shareId === undefined) return;
    statements.removeFiles.run(shareId);
    insertFiles(shareId, files);
  });

  return {
    insert: (record) => durably(database, () => insert(record)),
    list: database.transaction(() => {
      const filesByShare = Map.groupBy(statements.allFiles.all(), (row) => row.share_id);
      return statements.shares.all().map((row) => recordOf(row, filesByShare.get(row.id) ?? []));
    }),
    get: database.transaction((infoHash: InfoHash) => {
      const row = statements.share.get(infoHashToBytes(infoHash));
      return row && recordOf(row, statements.files.all(row.id));
    }),
    remove: (infoHash) => durably(database, () => statements.remove.run(infoHashToBytes(infoHash)).changes > 0),
    setPaused(infoHash, paused) {
      statements.setPaused.run(Number(paused), infoHashToBytes(infoHash));
    },
    setError(infoHash, error) {
      const { code = null, message = null, file = null } = error ?? {};
      statements.setError.run(code, message, file, infoHashToBytes(infoHash));
    },
    setUploadedBytes: (counters) => setUploadedBytes(counters),
    replaceFiles: (infoHash, files) => replaceFiles(infoHash, files),
  };
}

interface ShareRow {
  readonly id: number;
  readonly info_hash: Uint8Array;
  readonly info: Uint8Array;
  readonly comment: string | null;
  readonly created_at_ms: number;
  readonly paused: number;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly error_file: string | null;
  readonly uploaded_bytes: number;
}

interface FileRow {
  readonly share_id: number;
  readonly path: string;
  readonly source_path: string;
  readonly length: number;
  readonly mtime_ms: number;
}

const SELECT_SHARES = 'SELECT * FROM shares JOIN share_infos ON share_infos.share_id = shares.id';

function prepareStatements(database: Database) {
  return {
    insertShare: database.prepare<[ReturnType<typeof shareColumns>]>(
      `INSERT INTO shares
        (info_hash, comment, created_at_ms, paused, error_code, error_message, error_file, uploaded_bytes)
        VALUES (@infoHash, @comment, @createdAt, @paused, @errorCode, @errorMessage, @errorFile, @uploadedBytes)`,
    ),
    insertInfo: database.prepare('INSERT INTO share_infos (share_id, info) VALUES (?, ?)'),
    insertFile: database.prepare(
      'INSERT INTO share_files (share_id, position, path, source_path, length, mtime_ms) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    shares: database.prepare<[], ShareRow>(`${SELECT_SHARES} ORDER BY shares.id`),
    share: database.prepare<[Uint8Array], ShareRow>(`${SELECT_SHARES} WHERE info_hash = ?`),
    id: database.prepare<[Uint8Array], number>('SELECT id FROM shares WHERE info_hash = ?').pluck(),
    allFiles: database.prepare<[], FileRow>('SELECT * FROM share_files ORDER BY share_id, position'),
    files: database.prepare<[number], FileRow>('SELECT * FROM share_files WHERE share_id = ? ORDER BY position'),
    remove: database.prepare('DELETE FROM shares WHERE info_hash = ?'),
    setPaused: database.prepare('UPDATE shares SET paused = ? WHERE info_hash = ?'),
    setError: database.prepare(
      'UPDATE shares SET error_code = ?, error_message = ?, error_file = ? WHERE info_hash = ?',
    ),
    setUploadedBytes: database.prepare('UPDATE shares SET uploaded_bytes = ? WHERE info_hash = ?'),
    removeFiles: database.prepare('DELETE FROM share_files WHERE share_id = ?'),
  };
}

function shareColumns(record: ShareRecord) {
  return {
    infoHash: infoHashToBytes(record.infoHash),
    comment: record.comment ?? null,
    createdAt: record.createdAt,
    paused: Number(record.paused),
    errorCode: record.error?.code ?? null,
    errorMessage: record.error?.message ?? null,
    errorFile: record.error?.file ?? null,
    uploadedBytes: record.uploadedBytes,
  };
}

function recordOf(row: ShareRow, files: readonly FileRow[]): ShareRecord {
  const error = errorOf(row);
  return {
    infoHash: infoHashFromBytes(row.info_hash),
    infoBytes: row.info,
    ...(row.comment !== null && { comment: row.comment }),
    createdAt: row.created_at_ms,
    paused: row.paused === 1,
    ...(error && { error }),
    uploadedBytes: row.uploaded_bytes,
    files: files.map((file) => ({
      path: JSON.parse(file.path) as string[],
      sourcePath: file.source_path,
      length: file.length,
      mtimeMs: file.mtime_ms,
    })),
  };
}

function errorOf({
  error_code: code,
  error_message: message,
  error_file: file,
}: ShareRow): ShareErrorRecord | undefined {
  if (code === null) return undefined;
  return { code, message: message ?? '', ...(file !== null && { file }) };
}

/** Waits for the disk, once: a share is the fruit of minutes of hashing, and a power cut must not take it. */
function durably<Value>(database: Database, work: () => Value): Value {
  if (database.inTransaction) return work();
  database.pragma('synchronous = FULL');
  try {
    return work();
  } finally {
    database.pragma('synchronous = NORMAL');
  }
}
