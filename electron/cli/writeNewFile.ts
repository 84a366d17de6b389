import { randomUUID } from 'node:crypto';
import { access, open, rename, rm } from 'node:fs/promises';
import { GranaryError, messageOf, systemCode } from '../engine/errors.ts';

/** Rejects with `bad-input` if there is a file already and it may not be replaced. */
export async function refuseToReplace(file: string, { force }: { readonly force: boolean }): Promise<void> {
  if (force || !(await exists(file))) return;
  throw new GranaryError('bad-input', `${file} exists already`, {
    hint: 'choose another name with -o, or replace it with --force',
  });
}

export interface WriteOptions {
  /** Whether an existing file may be replaced. */
  readonly force: boolean;
  /** How bytes get on the disk; a test puts a full one in its place. */
  readonly write?: (file: string, bytes: Uint8Array) => Promise<void>;
}

/**
 * Writes a file so that it is there whole or not at all, even if the disk fills up or the power goes.
 * Rejects with `bad-input` (it exists and `force` is off), `disk-full` or `path-unwritable`.
 */
export async function writeNewFile(file: string, bytes: Uint8Array, options: WriteOptions): Promise<void> {
  const { write = writeAndSync } = options;
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await write(temporary, bytes);
    await refuseToReplace(file, options);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error instanceof GranaryError ? error : writeFailure(file, error);
  }
}

async function writeAndSync(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function writeFailure(file: string, cause: unknown): GranaryError {
  const code = systemCode(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new GranaryError('disk-full', `no space left to write ${file}`, {
      hint: 'free some space, or choose another place with -o',
      cause,
    });
  }
  return new GranaryError('path-unwritable', `cannot write ${file}: ${messageOf(cause)}`, {
    hint: code === 'ENOENT' ? 'the folder must exist' : 'choose another place with -o',
    cause,
  });
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
