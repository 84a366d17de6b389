import { createHash } from 'node:crypto';
import { appendFile, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem, type FileSystem } from '../../../electron/engine/metainfo/fileSystem.ts';
import type { MetainfoProgress } from '../../../electron/engine/metainfo/progressMeter.ts';
import { buildTorrent } from '../../../electron/engine/metainfo/torrentBuilder.ts';
import { KIB, MIB } from '../../../shared/units.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { writeNoise } from '../../support/fixtureFolder.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
const now = (): number => performance.now();
let folder = '';
beforeEach(async () => {
  folder = await temporaryFolder(cleanup);
});
afterEach(cleanup.run);

function sha1OfPieces(content: Uint8Array, pieceLength: number): Buffer {
  const digests: Buffer[] = [];
  for (let at = 0; at < content.length; at += pieceLength) {
    digests.push(
      createHash('sha1')
        .update(content.subarray(at, at + pieceLength))
        .digest(),
    );
  }
  return Buffer.concat(digests);
}

function failing(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(code), { code }));
}

describe('buildTorrent hashes', () => {
  it.each([
    { what: 'without threads', bytes: MIB + 7, pieceLength: 16 * KIB },
    { what: 'without threads, a piece longer than all', bytes: 3 * MIB, pieceLength: 16 * MIB },
    { what: 'in threads, many pieces to a read', bytes: 9 * MIB + 1, pieceLength: 16 * KIB },
    { what: 'in threads, a piece to a read', bytes: 9 * MIB, pieceLength: MIB },
    { what: 'in threads, many reads to a piece', bytes: 19 * MIB - 1, pieceLength: 4 * MIB },
  ])('$what', async ({ bytes, pieceLength }) => {
    const content = Buffer.alloc(bytes);
    for (let at = 0; at < bytes; at += 4093) content.writeInt32LE(at, Math.min(at, bytes - 4));
    // A cut in the middle of a piece, and empty files before, between and after.
    const cut = Math.floor(bytes / 3) + 5;
    const parts = { '0': '', '1': content.subarray(0, cut), '2': '', '3': content.subarray(cut), '4': '' };
    for (const [name, part] of Object.entries(parts)) await writeFile(join(folder, name), part);

    const { info, files } = await buildTorrent({ paths: [folder], pieceLength, private: false }, { now });
    expect(Buffer.from(info.pieceHashes)).toEqual(sha1OfPieces(content, pieceLength));
    expect(info).toMatchObject({ pieceLength, totalBytes: bytes, isSingleFile: false, private: false });
    expect(info.files.map((file) => file.length)).toEqual([0, cut, 0, bytes - cut, 0]);
    expect(files.map((file) => file.path)).toEqual(info.files.map((file) => file.path));
  });

  it('and chooses the piece length', async () => {
    await writeFile(join(folder, 'a'), 'a');
    const { info } = await buildTorrent({ paths: [folder], private: true }, { now });
    expect(info).toMatchObject({ pieceLength: 16 * KIB, private: true });
  });

  it('and tells how far it is, and how long it will take', async () => {
    await writeNoise(join(folder, 'big'), 20 * MIB, 'seed');
    const reports: MetainfoProgress[] = [];
    let timeMs = 0;
    const clock = (): number => (timeMs += 100);
    const context = { now: clock, onProgress: (progress: MetainfoProgress) => void reports.push(progress) };
    await buildTorrent({ paths: [folder], private: false }, context);

    const hashing = reports.filter((report) => report.phase === 'hashing');
    expect(reports[0]).toEqual({
      phase: 'scanning',
      bytesDone: 0,
      bytesTotal: 20 * MIB,
      rateBytesPerSecond: 0,
      file: folder,
    });
    // One for every other stretch of 1 MiB: that is one in 200 ms by this clock.
    expect(hashing).toHaveLength(10 + 1);
    expect(hashing.at(-1)).toMatchObject({ bytesDone: 20 * MIB, bytesTotal: 20 * MIB, secondsLeft: 0 });
    expect(hashing[4]).toMatchObject({ bytesDone: 9 * MIB, rateBytesPerSecond: 10 * MIB, file: join(folder, 'big') });
    expect(hashing[4]?.secondsLeft).toBeCloseTo(1.1);
  });
});

describe('buildTorrent rejects with file-changed when a file', () => {
  const path = (): string => join(folder, 'b');

  /** Calls `meddle` when the file is opened, that is after the scan. */
  function meddling(meddle: () => Promise<void>): FileSystem {
    const open: FileSystem['open'] = async (file) => {
      if (file === path()) await meddle();
      return nodeFileSystem.open(file);
    };
    return { ...nodeFileSystem, open };
  }

  it.each([
    { name: 'grows', meddle: () => appendFile(path(), 'more'), message: 'went from 100000 to 100004 bytes' },
    { name: 'shrinks', meddle: () => truncate(path(), 5), message: 'became shorter' },
    { name: 'is emptied', meddle: () => truncate(path(), 0), message: 'became shorter' },
    { name: 'is written to', meddle: () => utimes(path(), 1, 1), message: 'was written to' },
    { name: 'disappears', meddle: () => unlink(path()), message: 'disappeared' },
  ])('$name', async ({ meddle, message }) => {
    for (const name of ['a', 'b', 'c']) await writeFile(join(folder, name), Buffer.alloc(100_000, name));
    const building = buildTorrent({ paths: [folder], private: false }, { now, fs: meddling(meddle) });
    const rejected = {
      code: 'file-changed',
      message: `${path()} ${message} while it was being read`,
      hint: expect.any(String),
    };
    await expect(building).rejects.toMatchObject(rejected);
  });

  it('grows that was empty', async () => {
    await writeFile(join(folder, 'a'), 'a');
    await writeFile(path(), '');
    const fs = meddling(() => appendFile(path(), 'more'));
    await expect(buildTorrent({ paths: [folder], private: false }, { now, fs })).rejects.toMatchObject({
      code: 'file-changed',
    });
  });

  it('changes while threads are at work', async () => {
    await writeNoise(join(folder, 'a'), 24 * MIB, 'a');
    await writeNoise(path(), 8 * MIB, 'b');
    const fs = meddling(() => appendFile(path(), 'more'));
    await expect(buildTorrent({ paths: [folder], private: false }, { now, fs })).rejects.toMatchObject({
      code: 'file-changed',
    });
  });
});

describe('buildTorrent rejects', () => {
  it.each(['EACCES', 'EPERM', 'EIO', 'EMFILE'])(
    'with path-unreadable when a file cannot be opened: %s',
    async (code) => {
      await writeFile(join(folder, 'a'), 'a');
      const fs = { ...nodeFileSystem, open: () => failing(code) };
      const building = buildTorrent({ paths: [folder], private: false }, { now, fs });
      const rejected = {
        code: 'path-unreadable',
        message: expect.stringContaining(join(folder, 'a')),
        hint: expect.any(String),
      };
      await expect(building).rejects.toMatchObject(rejected);
    },
  );

  it('with path-unreadable when the disk fails in the middle, and closes the file', async () => {
    await writeFile(join(folder, 'a'), Buffer.alloc(3 * MIB));
    const closed: string[] = [];
    const open: FileSystem['open'] = async (path) => {
      const handle = await nodeFileSystem.open(path);
      return {
        stat: () => handle.stat(),
        read: (...where) => (where[3] > MIB ? failing('EIO') : handle.read(...where)),
        close: () => {
          closed.push(path);
          return handle.close();
        },
      };
    };
    const building = buildTorrent({ paths: [folder], private: false }, { now, fs: { ...nodeFileSystem, open } });
    await expect(building).rejects.toMatchObject({ code: 'path-unreadable', message: expect.stringContaining('EIO') });
    expect(closed).toEqual([join(folder, 'a')]);
  });

  it('with bad-input for an impossible piece length, before it looks at any file', async () => {
    const building = buildTorrent({ paths: [join(folder, 'nothing')], pieceLength: 1000, private: false }, { now });
    await expect(building).rejects.toMatchObject({ code: 'bad-input', message: expect.stringContaining('1000') });
  });

  it('with cancelled, before and in the middle, and leaves no thread or file open', async () => {
    await writeNoise(join(folder, 'big'), 64 * MIB, 'seed');
    const request = { paths: [folder], private: false };
    await expect(buildTorrent(request, { now, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });

    const controller = new AbortController();
    const onProgress = ({ phase }: MetainfoProgress): void => {
      if (phase === 'hashing') controller.abort();
    };
    const building = buildTorrent(request, { now, signal: controller.signal, onProgress });
    await expect(building).rejects.toMatchObject({ code: 'cancelled' });
  });
});
