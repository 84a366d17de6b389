import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNewFile } from '../../../electron/cli/writeNewFile.ts';

const bytes = Buffer.from('d4:infode');
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granary-write-'));
  file = join(folder, 'corn.torrent');
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeNewFile', () => {
  it('writes a file, and replaces one only when told to', async () => {
    await writeNewFile(file, Buffer.from('old'), { force: false });
    await expect(writeNewFile(file, bytes, { force: false })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(file),
      hint: expect.stringContaining('--force'),
    });
    expect(await readFile(file, 'utf8')).toBe('old');
    await writeNewFile(file, bytes, { force: true });
    expect(await readFile(file)).toEqual(bytes);
    expect(await readdir(folder)).toEqual(['corn.torrent']);
  });

  it.each([
    { systemCode: 'ENOSPC', code: 'disk-full' },
    { systemCode: 'EDQUOT', code: 'disk-full' },
    { systemCode: 'EACCES', code: 'path-unwritable' },
  ])('leaves neither half a file nor a changed one behind after $systemCode', async ({ systemCode, code }) => {
    await writeFile(file, 'old');
    const write = async (path: string): Promise<void> => {
      await writeFile(path, bytes.subarray(0, 3));
      throw Object.assign(new Error('no'), { code: systemCode });
    };
    await expect(writeNewFile(file, bytes, { force: true, write })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(file),
      hint: expect.any(String),
    });
    expect(await readdir(folder)).toEqual(['corn.torrent']);
    expect(await readFile(file, 'utf8')).toBe('old');
  });
});
