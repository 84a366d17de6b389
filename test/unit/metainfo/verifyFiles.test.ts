import { mkdir, open, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildTorrent, type BuiltTorrent } from '../../../electron/engine/metainfo/torrentBuilder.ts';
import { verifyFiles, type VerifyOutcome } from '../../../electron/engine/metainfo/verifyFiles.ts';
import { KIB } from '../../../shared/units.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { writeNoise } from '../../support/fixtureFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

/** Bytes of the files, in pieces of 16 KiB: a has 0 to 2, b 2 to 6, c none, d 6 and 7. */
const FILES = { a: 40_000, b: 60_000, c: 0, d: 20_000 };

const cleanup = createCleanup();
const now = (): number => 0;
let folder = '';
let built: BuiltTorrent;

beforeEach(async () => {
  folder = await temporaryFolder(cleanup);
  for (const [name, bytes] of Object.entries(FILES)) await writeNoise(join(folder, name), bytes, name);
  built = await buildTorrent({ paths: [folder], pieceLength: 16 * KIB, private: false }, { now });
});
afterEach(cleanup.run);

function verify(): Promise<VerifyOutcome> {
  return verifyFiles(built, { now });
}

async function spoil(name: string, position: number): Promise<void> {
  await using handle = await open(join(folder, name), 'r+');
  await handle.write('spoilt', position);
}

describe('verifyFiles', () => {
  it('finds nothing wrong with what was not touched', async () => {
    expect(await verify()).toEqual({ badPieces: [], files: built.files });
  });

  it('does not mind another time of change, and tells the present one', async () => {
    await utimes(join(folder, 'b'), 1000, 1000);
    const { badPieces, files } = await verify();
    expect(badPieces).toEqual([]);
    expect(files.map((file) => file.mtimeMs)).toEqual(
      built.files.map(({ mtimeMs, path }) => (path[0] === 'b' ? 1_000_000 : mtimeMs)),
    );
  });

  it.each([
    { name: 'spoilt at its end', meddle: () => spoil('a', 39_990), badPieces: [2], firstBadFile: 'a' },
    { name: 'spoilt in the middle', meddle: () => spoil('b', 30_000), badPieces: [4], firstBadFile: 'b' },
    { name: 'missing', meddle: () => rm(join(folder, 'b')), badPieces: [2, 3, 4, 5, 6], firstBadFile: 'b' },
    { name: 'shorter', meddle: () => truncate(join(folder, 'd'), 19_999), badPieces: [6, 7], firstBadFile: 'd' },
    { name: 'longer', meddle: () => truncate(join(folder, 'a'), 40_001), badPieces: [0, 1, 2], firstBadFile: 'a' },
    { name: 'empty no more', meddle: () => writeFile(join(folder, 'c'), 'x'), badPieces: [], firstBadFile: 'c' },
    { name: 'a folder now', meddle: () => replaceByFolder('a'), badPieces: [0, 1, 2], firstBadFile: 'a' },
  ])('finds a file $name', async ({ meddle, badPieces, firstBadFile }) => {
    await meddle();
    expect(await verify()).toMatchObject({ badPieces, firstBadFile: join(folder, firstBadFile) });
  });

  it('finds a missing file whose bytes were zeros', async () => {
    await writeFile(join(folder, 'b'), Buffer.alloc(60_000));
    built = await buildTorrent({ paths: [folder], pieceLength: 16 * KIB, private: false }, { now });
    await rm(join(folder, 'b'));
    expect(await verify()).toMatchObject({ badPieces: [2, 3, 4, 5, 6], firstBadFile: join(folder, 'b') });
  });

  it('finds everything wrong when all is gone', async () => {
    await rm(folder, { recursive: true });
    expect(await verify()).toMatchObject({ badPieces: [0, 1, 2, 3, 4, 5, 6, 7], firstBadFile: join(folder, 'a') });
  });

  it('rejects when cancelled', async () => {
    const verifying = verifyFiles(built, { now, signal: AbortSignal.abort() });
    await expect(verifying).rejects.toMatchObject({ code: 'cancelled' });
  });
});

async function replaceByFolder(name: string): Promise<void> {
  await rm(join(folder, name));
  await mkdir(join(folder, name));
}
