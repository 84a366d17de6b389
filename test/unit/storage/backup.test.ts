import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DATABASE_FILE } from '../../../electron/engine/storage/storage.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { exampleShare, reopen, startStorage } from '../../support/storageFixture.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('a backup', () => {
  it('is one file that another data directory can start from', async () => {
    const { storage } = await startStorage(cleanup);
    storage.shares.insert(exampleShare(1));
    storage.settings.set('key', 'value');
    const otherDataDir = await temporaryFolder(cleanup, 'restored');
    const file = join(otherDataDir, DATABASE_FILE);

    const { bytes } = await storage.backup(file);

    expect(await readdir(otherDataDir)).toEqual([DATABASE_FILE]);
    expect((await readFile(file)).length).toBe(bytes);
    const restored = reopen(cleanup, otherDataDir);
    expect(restored.shares.list()).toEqual(storage.shares.list());
    expect(restored.settings.get('key')).toBe('value');
    expect(restored.integrity()).toBe('ok');
  });

  it('is of one moment while shares are being added', async () => {
    const { storage } = await startStorage(cleanup);
    addShares(storage, 0, 200);
    const folder = await temporaryFolder(cleanup, 'backup');
    let added = 200;
    await storage.backup(join(folder, DATABASE_FILE), {
      onProgress: () => addShares(storage, added, (added += 10)),
    });
    expect(added).toBeGreaterThan(200);
    const restored = reopen(cleanup, folder);
    expect(restored.integrity()).toBe('ok');
    expect(restored.shares.list().length).toBeGreaterThanOrEqual(200);
  });

  it('does not touch a file of that name unless it is told to', async () => {
    const { storage } = await startStorage(cleanup);
    const file = join(await temporaryFolder(cleanup, 'backup'), 'there.sqlite');
    await writeFile(file, 'precious');
    await expect(storage.backup(file)).rejects.toMatchObject({ code: 'bad-input', hint: expect.any(String) });
    expect(await readFile(file, 'utf8')).toBe('precious');
    const { bytes } = await storage.backup(file, { overwrite: true });
    expect((await readFile(file)).length).toBe(bytes);
  });

  it('into a folder that is not there says so', async () => {
    const { storage } = await startStorage(cleanup);
    const file = join(await temporaryFolder(cleanup, 'backup'), 'missing', 'b.sqlite');
    await expect(storage.backup(file)).rejects.toMatchObject({ code: 'path-not-found' });
  });

  it('that cannot be put in its place leaves nothing behind', async () => {
    const { storage } = await startStorage(cleanup);
    const folder = await temporaryFolder(cleanup, 'backup');
    const taken = join(folder, 'a-folder');
    await mkdir(join(taken, 'with-something-in-it'), { recursive: true });
    await expect(storage.backup(taken, { overwrite: true })).rejects.toMatchObject({ code: 'path-unwritable' });
    expect(await readdir(folder)).toEqual(['a-folder']);
  });

  it('can be cancelled half-way and leaves nothing behind', async () => {
    const { storage } = await startStorage(cleanup);
    addShares(storage, 0, 200);
    const folder = await temporaryFolder(cleanup, 'backup');
    const cancel = new AbortController();
    const running = storage.backup(join(folder, 'b'), { signal: cancel.signal, onProgress: () => cancel.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends when the storage is closed, and leaves nothing behind', async () => {
    const { storage } = await startStorage(cleanup);
    addShares(storage, 0, 200);
    const folder = await temporaryFolder(cleanup, 'backup');
    const { promise: hasBegun, resolve: begin } = Promise.withResolvers<void>();
    const ended = storage.backup(join(folder, 'b'), { onProgress: () => begin() }).catch((error: unknown) => error);
    await hasBegun;
    await storage.close();
    expect(await ended).toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });
});

function addShares(storage: Awaited<ReturnType<typeof startStorage>>['storage'], from: number, to: number): void {
  storage.transaction(() => {
    for (let i = from; i < to; i++) storage.shares.insert(exampleShare(i, { infoLength: 40_000 }));
  });
}
