import { afterEach, describe, expect, it } from 'vitest';
import type { ShareRecord } from '../../../electron/engine/storage/sharesRepository.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { exampleShare, reopen, startStorage } from '../../support/storageFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const plain = exampleShare(1);

const shares: readonly { readonly name: string; readonly share: ShareRecord }[] = [
  { name: 'with every field at its plainest', share: plain },
  { name: 'without files', share: { ...plain, files: [] } },
  { name: 'with a comment', share: { ...plain, comment: 'Größe: 5 \u{1f4e6}\n' } },
  { name: 'that is paused', share: { ...plain, paused: true } },
  { name: 'with an error', share: { ...plain, error: { code: 'file-changed', message: 'changed' } } },
  {
    name: 'with an error in a file',
    share: { ...plain, error: { code: 'file-changed', message: 'gone', file: '/a' } },
  },
  { name: 'with counters beyond 32 bits', share: { ...plain, uploadedBytes: Number.MAX_SAFE_INTEGER } },
  {
    name: 'with names and sizes at their limits',
    share: {
      ...plain,
      files: [
        {
          path: ['ä'.normalize('NFD'), 'b\\c', '"d"'],
          sourcePath: 'C:\\Users\\ä\\d',
          length: 2 ** 53 - 1,
          mtimeMs: -0.5,
        },
        { path: [], sourcePath: '/', length: 0, mtimeMs: 0 },
      ],
    },
  },
];

describe('a share', () => {
  it.each(shares)('$name is the same after a restart', async ({ share }) => {
    const { storage, dataDir } = await startStorage(cleanup);
    storage.shares.insert(share);
    await storage.close();
    const { shares: restored } = reopen(cleanup, dataDir);
    expect(withPlainBytes(restored.get(share.infoHash))).toEqual(share);
    expect(restored.list().map(withPlainBytes)).toEqual([share]);
  });

  it('that is not there is undefined, and setting things of it does nothing', async () => {
    const { shares: repository } = (await startStorage(cleanup)).storage;
    repository.setPaused(plain.infoHash, true);
    repository.setError(plain.infoHash, { code: 'x', message: 'x' });
    repository.setUploadedBytes([[plain.infoHash, 5]]);
    repository.replaceFiles(plain.infoHash, plain.files);
    expect(repository.get(plain.infoHash)).toBeUndefined();
    expect(repository.remove(plain.infoHash)).toBe(false);
    expect(repository.list()).toEqual([]);
  });

  it('changes in the one thing that is set', async () => {
    const { shares: repository } = (await startStorage(cleanup)).storage;
    repository.insert(plain);
    repository.insert(exampleShare(2));
    const movedFiles = plain.files.slice(1).map((file) => ({ ...file, sourcePath: '/moved', mtimeMs: 1.5 }));
    repository.setPaused(plain.infoHash, true);
    repository.setUploadedBytes([[plain.infoHash, 2 ** 40]]);
    repository.setError(plain.infoHash, { code: 'file-changed', message: 'gone', file: '/a' });
    repository.replaceFiles(plain.infoHash, movedFiles);
    const changed: ShareRecord = {
      ...plain,
      paused: true,
      uploadedBytes: 2 ** 40,
      error: { code: 'file-changed', message: 'gone', file: '/a' },
      files: movedFiles,
    };
    expect(repository.list().map(withPlainBytes)).toEqual([changed, exampleShare(2)]);
    repository.setError(plain.infoHash, undefined);
    expect(repository.get(plain.infoHash)).not.toHaveProperty('error');
  });

  it('goes with its files, and no other does', async () => {
    const { storage } = await startStorage(cleanup);
    storage.shares.insert(plain);
    storage.shares.insert(exampleShare(2));
    expect(storage.shares.remove(plain.infoHash)).toBe(true);
    expect(storage.shares.list().map(withPlainBytes)).toEqual([exampleShare(2)]);
    expect(storage.integrity()).toBe('ok');
    storage.shares.insert(plain);
    expect(storage.shares.list().map(({ infoHash }) => infoHash)).toEqual([exampleShare(2).infoHash, plain.infoHash]);
  });

  it('cannot be there twice, and the first stays as it is', async () => {
    const { shares: repository } = (await startStorage(cleanup)).storage;
    repository.insert(plain);
    expect(() => repository.insert({ ...plain, paused: true })).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(repository.list().map(withPlainBytes)).toEqual([plain]);
  });

  it('is written whole or not at all', async () => {
    const { storage } = await startStorage(cleanup);
    const lastFileIsBad = [...plain.files, { path: ['x'], sourcePath: '/x', length: -1, mtimeMs: 0 }];
    expect(() => storage.shares.insert({ ...plain, files: lastFileIsBad })).toThrow('CHECK');
    expect(storage.shares.list()).toEqual([]);
    storage.shares.insert(plain);
  });
});

describe('a thousand shares', () => {
  it('come back complete and in order', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    const thousand = Array.from({ length: 1000 }, (_, i) => exampleShare(i, { infoLength: 30_000 }));
    storage.transaction(() => {
      for (const share of thousand) storage.shares.insert(share);
    });
    await storage.close();
    const restored = reopen(cleanup, dataDir).shares.list();
    expect(restored.map(({ infoHash }) => infoHash)).toEqual(thousand.map(({ infoHash }) => infoHash));
    expect(restored.every(({ infoBytes, files }) => infoBytes.length === 30_000 && files.length === 3)).toBe(true);
  });
});

/** SQLite gives Buffers, which are Uint8Arrays but not equal to them for the test runner. */
function withPlainBytes(share: ShareRecord | undefined): ShareRecord | undefined {
  return share && { ...share, infoBytes: Uint8Array.from(share.infoBytes) };
}
