import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../electron/engine/metainfo/fileSystem.ts';
import { scanPaths } from '../../../electron/engine/metainfo/scanPaths.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
let folder = '';
beforeEach(async () => {
  folder = await temporaryFolder(cleanup);
});
afterEach(cleanup.run);

async function write(path: string, content = path): Promise<string> {
  const file = join(folder, ...path.split('/'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function scan(...paths: readonly string[]) {
  const { files, ...rest } = await scanPaths({ paths: paths.map((path) => join(folder, path)) });
  return { ...rest, paths: files.map((file) => file.path.join('/')) };
}

describe('scanPaths finds', () => {
  it('the files of a folder by the bytes of their paths, empty and hidden ones too', async () => {
    for (const path of ['b', 'a/x', 'a b/x', 'a-', '.h/i', '￡', '🌾', 'é', 'Z']) await write(`root/${path}`, 'x');
    await write('root/a/empty', '');
    await mkdir(join(folder, 'root/empty folder'));
    expect(await scan('root')).toEqual({
      name: 'root',
      isSingleFile: false,
      paths: ['.h/i', 'Z', 'a b/x', 'a-', 'a/empty', 'a/x', 'b', 'é', '￡', '🌾'],
      totalBytes: 9,
      skipped: [],
    });
  });

  it('one file, with its length and time of change', async () => {
    const file = await write('root/one file.bin', '12345');
    const { mtimeMs } = await nodeFileSystem.stat(file);
    expect(await scanPaths({ paths: [file] })).toEqual({
      name: 'one file.bin',
      isSingleFile: true,
      files: [{ path: ['one file.bin'], sourcePath: file, length: 5, mtimeMs }],
      totalBytes: 5,
      skipped: [],
    });
  });

  it('several files and folders, under the name of the folder that holds them', async () => {
    for (const path of ['root/a/1', 'root/b/c/2', 'root/3']) await write(path);
    const expected = { name: 'root', isSingleFile: false, paths: ['3', 'a/1', 'c/2'] };
    expect(await scan('root/b/c', 'root/3', 'root/a')).toMatchObject(expected);
  });

  it('each file once, however often it is named', async () => {
    await write('root/a/1');
    expect(await scan('root', 'root/', 'root/a', 'root/a/1')).toMatchObject({ name: 'root', paths: ['a/1'] });
  });

  it('names in composed form, and the files behind them', async () => {
    const file = await write('root/e\u0301te\u0301');
    const { files } = await scanPaths({ paths: [join(folder, 'root')] });
    expect(files).toMatchObject([{ path: ['\u00e9t\u00e9'], sourcePath: file }]);
  });

  it('another name when asked', async () => {
    await write('root/a');
    expect(await scanPaths({ paths: [join(folder, 'root')], name: 'e\u0301te\u0301' })).toMatchObject({
      name: '\u00e9t\u00e9',
    });
    const single = { name: 'b', files: [{ path: ['b'] }] };
    expect(await scanPaths({ paths: [join(folder, 'root/a')], name: 'b' })).toMatchObject(single);
  });
});

describe('scanPaths leaves out, and says so,', () => {
  it('junk', async () => {
    for (const path of ['keep', '.DS_Store', 'a/Thumbs.db', '.Trashes/x/y', 'a/~$letter.docx'])
      await write(`root/${path}`);
    expect(await scan('root')).toMatchObject({
      paths: ['keep'],
      skipped: ['.DS_Store', '.Trashes', 'a/Thumbs.db', 'a/~$letter.docx'].map((path) => ({ path, reason: 'junk' })),
    });
  });

  it('symbolic links that lead outside, nowhere or around in a circle', async () => {
    await write('outside/secret');
    const target = await write('root/a/file');
    const link = (to: string, path: string): Promise<void> => symlink(to, join(folder, 'root', path));
    await link('../outside/secret', 'out-file');
    await link(join(folder, 'outside'), 'out-folder');
    await link('nothing', 'broken');
    await link('itself', 'itself');
    await link('..', 'a/up');
    await link('.', 'a/here');
    await link('a/file', 'in-file');
    await link('a', 'in-folder');

    const { files, skipped } = await scanPaths({ paths: [join(folder, 'root')] });
    expect(files.map(({ path, sourcePath }) => [path.join('/'), sourcePath])).toEqual(
      ['a/file', 'in-file', 'in-folder/file'].map((path) => [path, target]),
    );
    expect(skipped).toEqual([
      { path: 'a/here', reason: 'symlink-loop' },
      { path: 'a/up', reason: 'symlink-loop' },
      { path: 'broken', reason: 'symlink-broken' },
      { path: 'in-folder/here', reason: 'symlink-loop' },
      { path: 'in-folder/up', reason: 'symlink-loop' },
      { path: 'itself', reason: 'symlink-loop' },
      { path: 'out-file', reason: 'symlink-outside' },
      { path: 'out-folder', reason: 'symlink-outside' },
    ]);
  });

  it('but not a link that was named itself', async () => {
    await write('outside/a');
    await symlink(join(folder, 'outside'), join(folder, 'root'));
    expect(await scan('root')).toMatchObject({ name: 'root', paths: ['a'], skipped: [] });
  });

  it('sockets and the like', async () => {
    await write('root/keep');
    const server = createServer();
    cleanup.add(() => new Promise((resolve) => server.close(() => resolve())));
    await new Promise<void>((resolve) => server.listen(join(folder, 'root', 'socket'), resolve));
    expect(await scan('root')).toMatchObject({
      paths: ['keep'],
      skipped: [{ path: 'socket', reason: 'special-file' }],
    });
    await expect(scan('root/socket')).rejects.toMatchObject({ code: 'path-unreadable' });
  });
});

describe('scanPaths rejects', () => {
  it.each([
    { name: 'no path at all', paths: [], code: 'bad-input' },
    { name: 'a path that is not there', paths: ['nothing'], code: 'path-not-found', where: 'nothing' },
    { name: 'a path below a file', paths: ['root/a/b'], code: 'path-not-found', where: 'b' },
    { name: 'an empty folder', paths: ['empty'], code: 'nothing-to-share', where: 'there is nothing in' },
    { name: 'a folder of junk', paths: ['junk'], code: 'nothing-to-share', where: 'left out (junk)' },
    { name: 'a folder of empty files', paths: ['hollow'], code: 'nothing-to-share', where: 'only empty files' },
    { name: 'an empty file', paths: ['hollow/a'], code: 'nothing-to-share', where: 'hollow' },
    { name: 'a reserved name', paths: ['reserved'], code: 'path-unsafe', where: 'sub/aux.txt' },
    { name: 'names that clash', paths: ['clash'], code: 'path-unsafe', where: 'are one name' },
    { name: 'two of one name', paths: ['root/a', 'other/a'], code: 'path-unsafe', where: 'twice' },
    { name: 'a folder with an unsafe name', paths: ['bad. '], code: 'path-unsafe', where: 'bad. ' },
  ])('$name: $code', async ({ paths, code, where = '' }) => {
    for (const path of ['root/a', 'other/a', 'junk/.DS_Store', 'reserved/sub/aux.txt', 'bad. /a']) await write(path);
    for (const path of ['hollow/a', 'hollow/b']) await write(path, '');
    for (const path of ['clash/Readme', 'clash/README']) await write(path);
    await mkdir(join(folder, 'empty'));
    const rejected = {
      code,
      message: expect.stringContaining(where),
      ...(code !== 'bad-input' && { hint: expect.any(String) }),
    };
    await expect(scan(...paths)).rejects.toMatchObject(rejected);
  });

  it.each(['', '.', 'a/b', 'nul', 'x'.repeat(256)])('the name %j', async (name) => {
    await write('root/a');
    await expect(scanPaths({ paths: [join(folder, 'root')], name })).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('a folder or file that may not be read, by its path', async () => {
    await write('root/a/file');
    const denied = (path: string): Promise<never> => Promise.reject(Object.assign(new Error(path), { code: 'EACCES' }));
    const paths = [join(folder, 'root')];
    const refused = (name: string) => ({
      code: 'path-unreadable',
      message: `no permission to read ${join(folder, name)}`,
      hint: expect.any(String),
    });
    const noFolder = { ...nodeFileSystem, readdir: denied };
    await expect(scanPaths({ paths }, { fs: noFolder })).rejects.toMatchObject(refused('root'));
    const noFile = {
      ...nodeFileSystem,
      stat: (path: string) => (path.endsWith('file') ? denied(path) : nodeFileSystem.stat(path)),
    };
    await expect(scanPaths({ paths }, { fs: noFile })).rejects.toMatchObject(refused('root/a/file'));
  });

  it('a name that is not Unicode, which could not be opened by it', async () => {
    const file = await write('root/a');
    const readdir = async (path: string) =>
      (await nodeFileSystem.readdir(path)).map((entry) => Object.assign(entry, { name: '\ufffd' }));
    const scanning = scanPaths({ paths: [dirname(file)] }, { fs: { ...nodeFileSystem, readdir } });
    await expect(scanning).rejects.toMatchObject({
      code: 'path-unsafe',
      message: expect.stringContaining('not valid Unicode'),
    });
  });

  it('when cancelled', async () => {
    await write('root/a');
    const scanning = scanPaths({ paths: [join(folder, 'root')] }, { signal: AbortSignal.abort() });
    await expect(scanning).rejects.toMatchObject({ code: 'cancelled' });
  });
});
