import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { type CheckpointOptions, createCheckpoints } from '../../../electron/engine/storage/checkpoints.ts';
import { openDatabase } from '../../../electron/engine/storage/database.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const USUAL_PAGES = 1000;
/** Above what SQLite lets its log have by itself. */
const ROW_BYTES = 100_000;
const ROWS = 60;

async function open(options: CheckpointOptions, file?: string) {
  const path = join(await temporaryFolder(cleanup, 'checkpoints'), 'granary.sqlite');
  const database = openDatabase(path);
  database.exec('CREATE TABLE grain (bytes BLOB)');
  const checkpoints = createCheckpoints(database, file ?? path, options);
  cleanup.add(async () => {
    await checkpoints.stop();
    database.close();
  });
  const insert = database.prepare('INSERT INTO grain VALUES (zeroblob(?))');
  return {
    database,
    checkpoints,
    pages: () => database.pragma('wal_autocheckpoint', { simple: true }),
    fileBytes: () => statSync(path).size,
    /** Once the file holds all that was written, and the thread has nothing left to do. */
    async untilBroughtIn() {
      const [pages, pageBytes] = ['page_count', 'page_size'].map((name) =>
        Number(database.pragma(name, { simple: true })),
      );
      const bytes = (pages ?? 0) * (pageBytes ?? 0);
      const probe = (): true | undefined => {
        checkpoints.wrote();
        return statSync(path).size === bytes ? true : undefined;
      };
      await eventually(probe, { what: `the file to have ${bytes} bytes` });
    },
    write() {
      insert.run(ROW_BYTES);
      checkpoints.wrote();
    },
  };
}

/** Writes again and again until it is so. */
function writeUntil({ write }: { readonly write: () => void }, isSo: () => boolean, what: string): Promise<true> {
  return eventually(
    () => {
      write();
      return isSo() ? true : undefined;
    },
    { what },
  );
}

describe('checkpoints', () => {
  it('are left to a thread while much is written, and come to SQLite again when it is over', async () => {
    const storage = await open({ busyPerSecond: 1, idleMs: 3000 });
    await writeUntil(storage, () => storage.pages() !== USUAL_PAGES, 'a thread');
    await storage.untilBroughtIn();
    const before = storage.fileBytes();
    for (let i = 0; i < ROWS; i++) storage.database.prepare('INSERT INTO grain VALUES (zeroblob(?))').run(ROW_BYTES);
    // Nobody who writes has brought it into the file.
    expect(storage.fileBytes()).toBe(before);
    await writeUntil(storage, () => storage.fileBytes() > before + ROWS * ROW_BYTES, 'the file to grow');
    const isUsual = await eventually(() => (storage.pages() === USUAL_PAGES ? true : undefined), { what: 'its end' });
    expect(isUsual).toBe(true);
    expect(storage.database.prepare('SELECT count(*) FROM grain').pluck().get()).toBeGreaterThan(ROWS);
  });

  it('stay with SQLite while little is written', async () => {
    const storage = await open({ busyPerSecond: 1_000_000 });
    const before = storage.fileBytes();
    for (let i = 0; i < ROWS; i++) storage.write();
    expect(storage.pages()).toBe(USUAL_PAGES);
    expect(storage.fileBytes()).toBeGreaterThan(before);
  });

  it('stay with SQLite where a thread cannot open the file', async () => {
    const storage = await open({ busyPerSecond: 1 }, '/nowhere/granary.sqlite');
    const before = storage.fileBytes();
    await writeUntil(storage, () => storage.fileBytes() > before + ROWS * ROW_BYTES, 'the file to grow');
    expect(storage.pages()).toBe(USUAL_PAGES);
  });

  it('leave a sound database when they are stopped in between', async () => {
    const storage = await open({ busyPerSecond: 1 });
    await writeUntil(storage, () => storage.pages() !== USUAL_PAGES, 'a thread');
    for (let i = 0; i < ROWS; i++) storage.write();
    await storage.checkpoints.stop();
    expect(storage.database.pragma('integrity_check', { simple: true })).toBe('ok');
    const other = new Database(storage.database.name, { readonly: true });
    cleanup.add(() => void other.close());
    expect(other.prepare('SELECT count(*) FROM grain').pluck().get()).toBeGreaterThan(ROWS);
  });
});
