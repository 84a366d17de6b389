import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { GranaryError, systemCode } from '../errors.ts';
import { assertWritableIfThere } from './dataDirectory.ts';
import { dataDirUnusable, storageError } from './storageErrors.ts';

const LOCK_VERSION = 1;
/** Long enough for two that start at the same moment to let one of them through, too short for a person to notice. */
const PATIENCE_MS = 100;

/** Held by the one engine that may write a data directory. */
export interface EngineLock {
  /** Idempotent. The file stays: removing it would let two engines lock two different files of one name. */
  release(): void;
}

/**
 * Takes the lock of a data directory: an exclusive transaction held open on the small SQLite file `engine.lock`. SQLite holds it
 * with the operating system's own file locks, on each system in the way that works there, so it is free the instant
 * its process is gone, however that happened. See build/decisions/0005-lock-file.md.
 *
 * Throws `data-dir-in-use` when another engine holds it, or `data-dir-unusable`.
 */
export function takeEngineLock(dataDir: string): EngineLock {
  const file = join(dataDir, 'engine.lock');
  let connection: Database.Database | undefined;
  try {
    assertWritableIfThere(file);
    connection = new Database(file, { timeout: PATIENCE_MS });
    writeHeader(connection);
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    throw lockError(error, { file, dataDir });
  }
  const held = connection;
  return { release: () => held.close() };
}

/** Once; on a file without a header `BEGIN EXCLUSIVE` would write one, and so start a journal that a crash leaves behind. */
function writeHeader(connection: Database.Database): void {
  const version = connection.pragma('user_version', { simple: true });
  if (version !== LOCK_VERSION) connection.pragma(`user_version = ${LOCK_VERSION}`);
}

function lockError(
  error: unknown,
  { file, dataDir }: { readonly file: string; readonly dataDir: string },
): GranaryError {
  if (systemCode(error) === 'SQLITE_BUSY') return inUse(dataDir, error);
  const failure = storageError(error, file);
  return failure.code === 'database-damaged'
    ? dataDirUnusable(file, 'it is no lock file of Granary; see what it is and delete it', error)
    : failure;
}

function inUse(dataDir: string, cause: unknown): GranaryError {
  const holder = processInControlFile(dataDir);
  const who = holder === undefined ? 'another Granary' : `another Granary (process ${holder})`;
  return new GranaryError('data-dir-in-use', `${who} is using the data directory ${dataDir}`, {
    hint: 'let that one do the work, stop it first, or choose another folder with --data-dir',
    because: { reason: 'data-folder-in-use', path: dataDir },
    cause,
  });
}

/** The running engine leaves its process id in `control.json`; without it the message just says less. */
function processInControlFile(dataDir: string): number | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(join(dataDir, 'control.json'), 'utf8'));
    if (typeof content !== 'object' || content === null || !('processId' in content)) return undefined;
    return typeof content.processId === 'number' ? content.processId : undefined;
  } catch {
    return undefined;
  }
}
