import { GranaryError, messageOf, systemCode } from '../errors.ts';

/** Turns what SQLite and the file system say into errors for a person, each naming the file and a way out. */

const DISK_FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);
const LOCKED = new Set(['SQLITE_BUSY', 'SQLITE_BUSY_RECOVERY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED']);
const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;
/** `ERR_INVALID_ARG_VALUE` is Node's refusal of a path with a null character in it. */
const UNUSABLE =
  /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR|NOLFS|PROTOCOL)|E(ACCES|PERM|ROFS|NOTDIR|EXIST|NOENT|ISDIR|NAMETOOLONG|IO|LOOP|INVAL|MFILE|NFILE)$|ERR_INVALID_ARG_VALUE$)/;

/** A failed operation on `file`. A GranaryError passes through; what is nobody's fault but ours becomes `internal`. */
export function storageError(error: unknown, file: string): GranaryError {
  if (error instanceof GranaryError) return error;
  const code = systemCode(error) ?? '';
  if (DISK_FULL.has(code)) return diskFull(file, error);
  if (DAMAGED.test(code)) return databaseDamaged(file, messageOf(error), error);
  if (LOCKED.has(code)) return databaseLocked(file, error);
  if (UNUSABLE.test(code)) return dataDirUnusable(file, messageOf(error), error);
  return new GranaryError('internal', `${file}: ${messageOf(error)}`, { cause: error });
}

export function diskFull(file: string, cause: unknown): GranaryError {
  return new GranaryError('disk-full', `no space left to write ${file}`, {
    hint: 'free some space on that disk; what was stored before is intact',
    because: { reason: 'disk-full', path: file },
    cause,
  });
}

export function dataDirUnusable(path: string, reason: string, cause?: unknown): GranaryError {
  return new GranaryError('data-dir-unusable', `cannot use ${path}: ${reason}`, {
    hint: 'choose a folder you may write to with --data-dir, or see to its permissions',
    because: { reason: 'data-folder-unusable', path },
    cause,
  });
}

export function databaseDamaged(file: string, reason: string, cause?: unknown): GranaryError {
  return new GranaryError('database-damaged', `the database ${file} is damaged: ${reason}`, {
    hint:
      'it was left as it is. Move it and the -wal file beside it away and put a backup in its place ' +
      '(or start without one: the shared files are not affected, only the list of shares)',
    because: { reason: 'database-damaged', path: file },
    cause,
  });
}

function databaseLocked(file: string, cause: unknown): GranaryError {
  return new GranaryError('data-dir-in-use', `another program keeps the database ${file} locked`, {
    hint: 'close the program that has it open, then try again',
    because: { reason: 'database-locked', path: file },
    cause,
  });
}

/** The same object, with every method's failures told as errors about `file`. */
export function withStorageErrors<Repository extends object>(repository: Repository, file: string): Repository {
  const guarded = Object.entries(repository).map(([name, method]) => [name, guard(method, file)]);
  return Object.fromEntries(guarded) as Repository;
}

function guard(method: unknown, file: string): unknown {
  if (typeof method !== 'function') return method;
  return (...parameters: unknown[]) => {
    try {
      return method(...parameters) as unknown;
    } catch (error) {
      throw storageError(error, file);
    }
  };
}
