import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../errors.ts';
import { dataDirUnusable, storageError } from './storageErrors.ts';

const OWNER_ONLY = 0o700;

/**
 * Makes the data directory, with its parents and for its owner only, unless it is there.
 * Throws `data-dir-unusable` when it is not a directory or may not be written to, `disk-full` when it cannot be made for want of space.
 */
export function prepareDataDirectory(dataDir: string): void {
  try {
    makeFolder(dataDir);
    if (!statSync(dataDir).isDirectory()) throw dataDirUnusable(dataDir, 'it is not a folder');
    assertWritable(dataDir);
  } catch (error) {
    throw storageError(error, dataDir);
  }
}

/**
 * Throws `data-dir-unusable` when `file` is there but may not be written to. SQLite would open it for reading alone without a word,
 * and fail at the first write. The file is not opened: closing it again would drop the locks this process holds on it (POSIX `fcntl`).
 */
export function assertWritableIfThere(file: string): void {
  if (existsSync(file)) assertWritable(file);
}

/** Not `mkdir` with `recursive`: on a read-only file system that says ENOENT, and below /proc it never returns. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: OWNER_ONLY });
  } catch (error) {
    // Another process was quicker.
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

function assertWritable(path: string): void {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw dataDirUnusable(path, 'it is read-only', error);
  }
}
