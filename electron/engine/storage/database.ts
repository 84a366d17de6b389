import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { GranaryError } from '../errors.ts';
import { assertWritableIfThere } from './dataDirectory.ts';
import { LATEST_VERSION, migrate, userVersion } from './migrations.ts';
import { databaseDamaged, storageError } from './storageErrors.ts';

/** "GRNY", in the header of every database of ours, so that another program's file is not taken for one. */
export const APPLICATION_ID = 0x47524e59;

/** Only a person with a database shell can hold it; a moment of patience spares both an error. */
const BUSY_TIMEOUT_MS = 2000;
const WAL_LIMIT_BYTES = 16 * 1024 * 1024;
/** Up to this size all pages are read at the start: a few tens of milliseconds, and damage is found before it is served. */
const QUICK_CHECK_LIMIT_BYTES = 32 * 1024 * 1024;

/**
 * Opens a database for writing, made or brought up to date as need be. What is there is looked at through a read-only
 * connection first, so a file that is damaged, newer or not ours is left exactly as it was.
 *
 * Throws `database-damaged`, `database-newer`, `data-dir-unusable`, `data-dir-in-use` or `disk-full`.
 */
export function openDatabase(file: string): Database.Database {
  try {
    assertWritableIfThere(file);
    const bytes = existsSync(file) ? statSync(file).size : 0;
    if (bytes > 0) inspectDatabase(file, { readAll: bytes <= QUICK_CHECK_LIMIT_BYTES });
    return openForWriting(file);
  } catch (error) {
    throw storageError(error, file);
  }
}

/** Throws unless `file` is a database of ours of a version that this program knows; with `readAll`, also unless all its pages are sound. */
export function inspectDatabase(file: string, { readAll }: { readonly readAll: boolean }): void {
  const database = new Database(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const version = userVersion(database);
    if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID && !isEmpty(database)) {
      throw databaseDamaged(file, 'it is not a database of Granary');
    }
    if (version > LATEST_VERSION) throw newer(file, version);
    if (readAll) assertSound(database, file);
  } finally {
    database.close();
  }
}

/** Reads every page and index. `ok`, or what is wrong, a problem a line. */
export function checkIntegrity(database: Database.Database): string {
  const problems = problemsOf(database, 'integrity_check');
  const orphans = database.pragma('foreign_key_check');
  if (Array.isArray(orphans) && orphans.length > 0) problems.push(`${orphans.length} rows refer to rows that are gone`);
  return problems.length === 0 ? 'ok' : problems.join('\n');
}

function openForWriting(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    database.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    if (isEmpty(database)) database.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isEmpty(database: Database.Database): boolean {
  return database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
}

function assertSound(database: Database.Database, file: string): void {
  const [problem] = problemsOf(database, 'quick_check(1)');
  if (problem !== undefined) throw databaseDamaged(file, problem);
}

function problemsOf(database: Database.Database, check: string): string[] {
  const lines = database.prepare(`PRAGMA ${check}`).pluck().all().map(String);
  return lines.filter((line) => line !== 'ok');
}

function newer(file: string, version: number): GranaryError {
  return new GranaryError(
    'database-newer',
    `the database ${file} was written by a newer Granary: it has version ${version}, this program knows ${LATEST_VERSION}`,
    {
      hint: 'update this Granary, or give it a folder of its own with --data-dir',
      because: { reason: 'database-newer', path: file },
    },
  );
}
