import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/engine/storage/database.ts';
import { LATEST_VERSION } from '../../electron/engine/storage/migrations.ts';
import { createSharesRepository } from '../../electron/engine/storage/sharesRepository.ts';
import { DATABASE_FILE, openStorage } from '../../electron/engine/storage/storage.ts';
import { withStorageErrors } from '../../electron/engine/storage/storageErrors.ts';
import { createCleanup } from '../support/cleanup.ts';
import { exampleShare, reopen, startStorage } from '../support/storageFixture.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('a data directory that cannot be used', () => {
  it.each([
    { name: 'is a file', at: ['file'] },
    { name: 'lies below a file', at: ['file', 'below', 'it'] },
    { name: 'has no possible name', at: ['nul\0character'] },
    { name: 'has a folder in the place of the database', at: ['folder-as-database'] },
    { name: 'has a folder in the place of the lock', at: ['folder-as-lock'] },
    { name: 'has something else in the place of the lock', at: ['text-as-lock'] },
  ])('because it $name is refused with its path and a way out', async ({ at }) => {
    const folder = await temporaryFolder(cleanup, 'unusable');
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder-as-database', DATABASE_FILE), { recursive: true });
    await mkdir(join(folder, 'folder-as-lock', 'engine.lock'), { recursive: true });
    await mkdir(join(folder, 'text-as-lock'));
    await writeFile(join(folder, 'text-as-lock', 'engine.lock'), 'x'.repeat(5000));
    const dataDir = join(folder, ...at);
    const failure = expect.objectContaining({
      code: 'data-dir-unusable',
      message: expect.stringContaining(dataDir),
      hint: expect.stringMatching(/./),
    });
    expect(() => openStorage({ dataDir })).toThrow(failure);
  });

  it('is made, with its parents, when it is only missing', async () => {
    const dataDir = join(await temporaryFolder(cleanup, 'missing'), 'a', 'b');
    reopen(cleanup, dataDir);
    expect(await readdir(dataDir)).toContain(DATABASE_FILE);
  });
});

describe('a database that is damaged', () => {
  it.each([
    { name: 'is no database', damage: (file: string) => writeFile(file, 'not a database at all'.repeat(1000)) },
    { name: 'is a few stray bytes', damage: (file: string) => writeFile(file, 'oops') },
    { name: 'was cut off in the header', damage: (file: string) => truncate(file, 50) },
    { name: 'was cut off in the middle', damage: halve },
    { name: 'has pages of noise', damage: overwritePages },
    { name: 'belongs to another program', damage: replaceByForeign },
  ])('because it $name is refused and left as it is', async ({ damage }) => {
    const { storage, dataDir } = await startStorage(cleanup);
    for (let i = 0; i < 20; i++) storage.shares.insert(exampleShare(i, { infoLength: 20_000 }));
    await storage.close();
    const file = join(dataDir, DATABASE_FILE);
    await damage(file);
    const before = await readFile(file);

    const failure = {
      code: 'database-damaged',
      message: expect.stringContaining(file),
      hint: expect.stringContaining('backup'),
    };
    expect(() => openStorage({ dataDir })).toThrow(expect.objectContaining(failure));
    // Twice: the first attempt must have let go of the lock.
    expect(() => openStorage({ dataDir })).toThrow(expect.objectContaining(failure));

    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it('tells of damage that is met later, too', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    for (let i = 0; i < 20; i++) storage.shares.insert(exampleShare(i, { infoLength: 20_000 }));
    await storage.close();
    const file = join(dataDir, DATABASE_FILE);
    const database = openDatabase(file);
    cleanup.add(() => void database.close());
    await overwritePages(file);
    const shares = withStorageErrors(createSharesRepository(database), file);
    expect(() => shares.list()).toThrow(expect.objectContaining({ code: 'database-damaged' }));
  });
});

describe('a database of a newer version', () => {
  it('is refused with both versions and left as it is', async () => {
    const { storage, dataDir } = await startStorage(cleanup);
    await storage.close();
    const file = join(dataDir, DATABASE_FILE);
    withDatabase(file, (database) => database.pragma('user_version = 99'));
    const before = await readFile(file);
    const failure = {
      code: 'database-newer',
      message: expect.stringMatching(new RegExp(`version 99.*knows ${LATEST_VERSION}`)),
      hint: expect.any(String),
    };
    expect(() => openStorage({ dataDir })).toThrow(expect.objectContaining(failure));
    expect((await readFile(file)).equals(before)).toBe(true);
  });
});

describe('a disk that is full', () => {
  it('takes nothing of a share that does not fit, and keeps what was there', async () => {
    const file = join(await temporaryFolder(cleanup, 'full'), DATABASE_FILE);
    const database = openDatabase(file);
    cleanup.add(() => void database.close());
    const shares = withStorageErrors(createSharesRepository(database), file);
    shares.insert(exampleShare(1));
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages + 2}`);

    const big = exampleShare(2, { infoLength: 100_000 });
    const failure = { code: 'disk-full', message: expect.stringContaining(file), hint: expect.any(String) };
    expect(() => shares.insert(big)).toThrow(expect.objectContaining(failure));
    expect(shares.list().map(({ infoHash }) => infoHash)).toEqual([exampleShare(1).infoHash]);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');

    database.pragma('max_page_count = 1000000');
    shares.insert(big);
    expect(shares.list()).toHaveLength(2);
  });
});

async function halve(file: string): Promise<void> {
  await truncate(file, Math.floor((await readFile(file)).length / 2));
}

/** The first page, with the header and the list of tables, stays whole. */
async function overwritePages(file: string): Promise<void> {
  const bytes = await readFile(file);
  await writeFile(file, bytes.fill(0xa5, 4096), { flag: 'r+' });
}

async function replaceByForeign(file: string): Promise<void> {
  await truncate(file);
  withDatabase(file, (database) => database.exec('CREATE TABLE recipes (name TEXT)'));
}

function withDatabase(file: string, work: (database: Database.Database) => void): void {
  const database = new Database(file);
  work(database);
  database.close();
}
