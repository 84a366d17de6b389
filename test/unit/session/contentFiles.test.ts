import { mkdir, open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createContentFiles, splitViews } from '../../../electron/engine/session/contentFiles.ts';
import { createFileHandles } from '../../../electron/engine/session/fileHandles.ts';
import { GIB } from '../../../shared/units.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { makeTestShare, modifyFile, recordOf } from '../../support/testShare.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const FILES = { 'a.bin': 1000, 'empty.bin': 0, 'one.bin': 1, 'b.bin': 5000, 'also empty.bin': 0 };

describe('reading the files of a share', () => {
  it('reads any stretch into any views', async () => {
    const { files, content } = await startFiles(FILES);
    for (const [offset, lengths] of [
      [0, [6001]],
      [999, [1, 1, 1]],
      [0, [500, 501, 1, 4999]],
      [1000, [1]],
      [6000, [1]],
      [1001, [0, 10]],
      [0, []],
    ] as const) {
      const views = lengths.map((length) => Buffer.alloc(length));
      expect(await files.read(offset, views)).toEqual({ kind: 'filled' });
      const read = Buffer.concat(views);
      expect(read.equals(content.subarray(offset, offset + read.length))).toBe(true);
    }
  });

  it('reads into more views than the system takes at once', async () => {
    const { files, content } = await startFiles(FILES);
    const views = Array.from({ length: 3000 }, () => Buffer.alloc(2));
    expect(await files.read(1, views)).toEqual({ kind: 'filled' });
    expect(Buffer.concat(views).equals(content.subarray(1, 6001))).toBe(true);
  });

  it('reads beyond 4 GiB', async () => {
    const folder = await temporaryFolder(cleanup, 'sparse');
    const sourcePath = join(folder, 'sparse.bin');
    await using handle = await open(sourcePath, 'w');
    await truncate(sourcePath, 5 * GIB);
    await handle.write('far away', 4 * GIB + 12_345);
    const handles = startHandles();
    const files = createContentFiles([await recordOf(['sparse.bin'], sourcePath)], handles);
    const views = [Buffer.alloc(3), Buffer.alloc(5)];
    expect(await files.read(4 * GIB + 12_345, views)).toEqual({ kind: 'filled' });
    expect(Buffer.concat(views).toString()).toBe('far away');
    expect(files.totalBytes).toBe(5 * GIB);
  });

  it.each([
    ['that was cut short', (path: string) => truncate(path, 10), 'file-changed'],
    ['that has grown', (path: string) => truncate(path, 10_000), 'file-changed'],
  ])('does not give out a file %s', async (_what, spoil, code) => {
    const { files, sources } = await startFiles(FILES);
    const file = sources[3]?.sourcePath ?? '';
    await spoil(file);
    expect(await files.read(1001, [Buffer.alloc(5)])).toMatchObject({ kind: 'failed', problem: { code, file } });
    expect(await files.check()).toMatchObject({ code, file });
    expect(await files.check([0, 1, 2])).toBeUndefined();
    expect(await files.read(0, [Buffer.alloc(1000)])).toEqual({ kind: 'filled' });
  });

  it('does not give out a file of the same length but another time', async () => {
    const { files, sources } = await startFiles(FILES);
    await files.read(0, [Buffer.alloc(10)]);
    const [file] = sources;
    if (file !== undefined) await modifyFile(file);
    expect(await files.read(0, [Buffer.alloc(5)])).toMatchObject({ kind: 'failed', problem: { code: 'file-changed' } });
  });

  it('says when a file cannot be read at all', async () => {
    const folder = await temporaryFolder(cleanup, 'odd');
    const sourcePath = join(folder, 'a folder');
    await mkdir(sourcePath);
    const handles = startHandles();
    const files = createContentFiles([{ path: ['a folder'], sourcePath, length: 10, mtimeMs: 0 }], handles);
    const outcome = await files.read(0, [Buffer.alloc(10)]);
    expect(outcome).toMatchObject({ kind: 'failed', problem: { code: 'path-unreadable', file: sourcePath } });
  });

  it('knows the files behind a stretch', async () => {
    const { files } = await startFiles(FILES);
    expect(files.filesOf(0, 6001)).toEqual([0, 2, 3]);
    expect(files.filesOf(0, 1000)).toEqual([0]);
    expect(files.filesOf(1000, 1)).toEqual([2]);
    expect(files.filesOf(999, 3)).toEqual([0, 2, 3]);
    expect(files.filesOf(0, 0)).toEqual([]);
  });
});

describe('splitting views', () => {
  it.each([
    [0, [], [3, 4]],
    [2, [2], [1, 4]],
    [3, [3], [4]],
    [5, [3, 2], [2]],
    [7, [3, 4], []],
  ])('after %i bytes', (length, before, after) => {
    const [left, right] = splitViews([Buffer.alloc(3), Buffer.alloc(4)], length);
    expect([left.map((view) => view.length), right.map((view) => view.length)]).toEqual([before, after]);
  });
});

async function startFiles(lengths: Readonly<Record<string, number>>) {
  const folder = await temporaryFolder(cleanup, 'content');
  const share = await makeTestShare(folder, { files: lengths, pieceLength: 16_384 });
  const files = createContentFiles(share.files, startHandles());
  return { files, sources: share.files, content: Buffer.from(share.content) };
}

function startHandles() {
  const handles = createFileHandles(2);
  cleanup.add(() => handles.stop());
  return handles;
}
