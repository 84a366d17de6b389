import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  controlFilePath,
  readControlFile,
  removeControlFile,
  writeControlFile,
} from '../../../electron/engine/portal/controlFile.ts';

const content = { port: 6970, secret: 'barley', processId: 4711, version: '0.1.0' };
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'granary-control-file-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

describe('the control file', () => {
  it('reads back what was written, and takes the place of a stale one', async () => {
    await writeControlFile(dataDir, { ...content, processId: 1 });
    await writeControlFile(dataDir, content);
    expect(await readControlFile(dataDir)).toEqual(content);
    expect(await readdir(dataDir)).toEqual(['control.json']);
  });

  it('is for its owner only, where files have modes', async () => {
    await writeControlFile(dataDir, content);
    const { mode } = await stat(controlFilePath(dataDir));
    expect(mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });

  it.each([
    '',
    '{"port":6970',
    '[]',
    '{"port":70000,"secret":"a","processId":1,"version":"1"}',
    '{"port":6970,"secret":""}',
  ])('finds no engine by %j', async (text) => {
    await writeFile(controlFilePath(dataDir), text);
    expect(await readControlFile(dataDir)).toBeUndefined();
  });

  it('finds no engine where there is no file or no folder', async () => {
    expect(await readControlFile(dataDir)).toBeUndefined();
    expect(await readControlFile(join(dataDir, 'never made'))).toBeUndefined();
  });

  it('removes its own file only, and no file without complaint', async () => {
    await writeControlFile(dataDir, content);
    await removeControlFile(dataDir, 'of another engine');
    expect(await readControlFile(dataDir)).toEqual(content);
    await removeControlFile(dataDir, content.secret);
    await removeControlFile(dataDir, content.secret);
    expect(await readControlFile(dataDir)).toBeUndefined();
  });

  it('says where it could not write, and leaves nothing half done', async () => {
    await expect(writeControlFile(join(dataDir, 'missing'), content)).rejects.toMatchObject({
      code: 'data-dir-unusable',
      message: expect.stringContaining(controlFilePath(join(dataDir, 'missing'))),
      hint: expect.stringContaining('--data-dir'),
    });
    await mkdir(controlFilePath(dataDir));
    await expect(writeControlFile(dataDir, content)).rejects.toMatchObject({ code: 'data-dir-unusable' });
    expect(await readdir(dataDir)).toEqual(['control.json']);
  });
});
