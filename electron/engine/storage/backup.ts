import { randomUUID } from 'node:crypto';
import { access, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { GranaryError, messageOf } from '../errors.ts';
import { inspectDatabase } from './database.ts';
import { databaseDamaged, storageError } from './storageErrors.ts';

export interface BackupOptions {
  /** Replace a file of that name. Without it such a file is left alone and the backup refused. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly pagesDone: number; readonly pagesTotal: number }) => void;
}

/**
 * Copies a database that is in use to `file`, as it is at one moment, with SQLite's own online backup. The copy is made under a
 * temporary name beside it, checked, and only then given its name; whatever fails, no half-written file is left.
 *
 * Rejects with `path-not-found` (no such folder), `bad-input` (the file exists), `path-unwritable`, `disk-full` or `cancelled`.
 */
export async function writeBackup(
  database: Database.Database,
  file: string,
  options: BackupOptions,
): Promise<{ readonly bytes: number }> {
  const target = resolve(file);
  const temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomUUID()}.part`);
  await assertFolder(target);
  await assertFree(target, options.overwrite);
  try {
    await copyPages(database, temporary, options);
    makeSelfContained(temporary);
    assertSoundCopy(database, temporary);
    const { size } = await stat(temporary);
    await assertFree(target, options.overwrite);
    await rename(temporary, target);
    return { bytes: size };
  } catch (error) {
    throw backupError(error, target);
  } finally {
    await Promise.all(['', '-journal', '-wal', '-shm'].map((end) => rm(temporary + end, { force: true })));
  }
}

async function copyPages(database: Database.Database, target: string, options: BackupOptions): Promise<void> {
  await database.backup(target, {
    progress({ totalPages, remainingPages }) {
      options.signal?.throwIfAborted();
      options.onProgress?.({ pagesDone: totalPages - remainingPages, pagesTotal: totalPages });
      return PAGES_A_STEP;
    },
  });
  options.signal?.throwIfAborted();
}

/** 4 MiB between two turns of the event loop. */
const PAGES_A_STEP = 1000;

/** The copy is born in WAL mode like its source; a backup should be one file that any tool can read. */
function makeSelfContained(file: string): void {
  const copy = new Database(file);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

function assertSoundCopy(database: Database.Database, copy: string): void {
  try {
    inspectDatabase(copy, { readAll: true });
  } catch (error) {
    throw databaseDamaged(database.name, `its copy does not pass the check (${messageOf(error)})`, error);
  }
}

async function assertFolder(target: string): Promise<void> {
  const folder = dirname(target);
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new GranaryError('path-not-found', `cannot write a backup to ${target}: there is no folder ${folder}`, {
    hint: 'make the folder first, or name another',
    because: { reason: 'folder-missing', path: folder },
  });
}

async function assertFree(target: string, overwrite: boolean | undefined): Promise<void> {
  if (overwrite) return;
  const isTaken = await access(target).then(
    () => true,
    () => false,
  );
  if (!isTaken) return;
  throw new GranaryError('bad-input', `${target} exists and was left as it is`, {
    hint: 'name a new file for the backup',
    because: { reason: 'backup-exists', path: target },
  });
}

function backupError(error: unknown, target: string): GranaryError {
  if (error instanceof DOMException && error.name === 'AbortError') {
    return new GranaryError('cancelled', `the backup to ${target} was cancelled`, { cause: error });
  }
  const failure = storageError(error, target);
  if (failure.code !== 'data-dir-unusable') return failure;
  return new GranaryError('path-unwritable', `cannot write a backup to ${target}: ${messageOf(error)}`, {
    hint: 'name a file in a folder you may write to',
    because: { reason: 'backup-unwritable', path: target },
    cause: error,
  });
}
