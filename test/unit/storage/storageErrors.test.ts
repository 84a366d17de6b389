import { describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { storageError, withStorageErrors } from '../../../electron/engine/storage/storageErrors.ts';

const FILE = '/data/granary.sqlite';

describe('what SQLite and the file system say', () => {
  it.each([
    { code: 'SQLITE_FULL', becomes: 'disk-full' },
    { code: 'SQLITE_IOERR_SHMSIZE', becomes: 'disk-full' },
    { code: 'ENOSPC', becomes: 'disk-full' },
    { code: 'EDQUOT', becomes: 'disk-full' },
    { code: 'SQLITE_NOTADB', becomes: 'database-damaged' },
    { code: 'SQLITE_CORRUPT', becomes: 'database-damaged' },
    { code: 'SQLITE_CORRUPT_INDEX', becomes: 'database-damaged' },
    { code: 'SQLITE_BUSY', becomes: 'data-dir-in-use' },
    { code: 'SQLITE_READONLY', becomes: 'data-dir-unusable' },
    { code: 'SQLITE_READONLY_DIRECTORY', becomes: 'data-dir-unusable' },
    { code: 'SQLITE_CANTOPEN', becomes: 'data-dir-unusable' },
    { code: 'SQLITE_IOERR_WRITE', becomes: 'data-dir-unusable' },
    { code: 'EACCES', becomes: 'data-dir-unusable' },
    { code: 'EROFS', becomes: 'data-dir-unusable' },
    { code: 'ENOTDIR', becomes: 'data-dir-unusable' },
    { code: 'ERR_INVALID_ARG_VALUE', becomes: 'data-dir-unusable' },
    { code: 'SQLITE_CONSTRAINT_UNIQUE', becomes: 'internal' },
    { code: 'SQLITE_ERROR', becomes: 'internal' },
    { code: undefined, becomes: 'internal' },
  ])('$code becomes $becomes, naming the file and keeping the cause', ({ code, becomes }) => {
    const cause = Object.assign(new Error('what it said'), { code });
    const error = storageError(cause, FILE);
    expect(error).toMatchObject({ code: becomes, cause });
    expect(error.message).toContain(FILE);
    if (becomes !== 'internal') expect(error.hint).toMatch(/\w/);
  });

  it('passes an error for a person through', () => {
    const error = new GranaryError('cancelled', 'stop');
    expect(storageError(error, FILE)).toBe(error);
  });

  it('is told the same way by every method of a repository', () => {
    const repository = withStorageErrors(
      {
        name: 'r',
        add: (a: number, b: number) => a + b,
        fail: () => {
          throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
        },
      },
      FILE,
    );
    expect(repository.name).toBe('r');
    expect(repository.add(1, 2)).toBe(3);
    expect(() => repository.fail()).toThrow(expect.objectContaining({ code: 'disk-full' }));
  });
});
