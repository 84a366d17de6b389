import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browseFolder } from '../../../electron/engine/browseFolder.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder(cleanup, 'browse');
});
afterEach(cleanup.run);

describe('browsing a folder', () => {
  it('lists folders before files, by name and with numbers by their value', async () => {
    for (const name of ['day 10', 'day 9', 'Alps']) await mkdir(join(folder, name));
    for (const name of ['b2.txt', 'b10.txt', 'a.txt']) await writeFile(join(folder, name), name);
    const { entries, parent, isCut } = await browseFolder(folder);
    expect(entries.map(({ name }) => name)).toEqual(['Alps', 'day 9', 'day 10', 'a.txt', 'b2.txt', 'b10.txt']);
    expect(entries[0]).toEqual({ name: 'Alps', path: join(folder, 'Alps'), isFolder: true });
    expect(entries[3]).toEqual({ name: 'a.txt', path: join(folder, 'a.txt'), isFolder: false, bytes: 5 });
    expect([isCut, folder.startsWith(parent ?? '?')]).toEqual([false, true]);
  });

  it('leaves out what is hidden and what leads nowhere, and follows links', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, '.hidden'), '');
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await symlink(join(folder, 'nowhere'), join(folder, 'broken'));
    const { entries } = await browseFolder(folder);
    expect(entries.map(({ name, isFolder }) => [name, isFolder])).toEqual([
      ['link', true],
      ['real', true],
    ]);
  });

  it('is cut at two thousand entries, and folders are not what is left out', async () => {
    for (let i = 0; i < 2001; i++) await writeFile(join(folder, `file ${i}`), '');
    await mkdir(join(folder, 'zebra'));
    const { entries, isCut } = await browseFolder(folder);
    expect([entries.length, isCut, entries[0]?.name]).toEqual([2000, true, 'zebra']);
  });

  it('begins at home, and ends at the root', async () => {
    expect((await browseFolder()).folder).toBe(homedir());
    expect(await browseFolder('/')).not.toHaveProperty('parent');
  });

  it('says what is wrong', async () => {
    const file = join(folder, 'a.txt');
    await writeFile(file, '');
    const missing = join(folder, 'missing');
    const hint = expect.any(String);
    await expect(browseFolder(missing)).rejects.toMatchObject({
      code: 'path-not-found',
      message: expect.stringContaining(missing),
      hint,
    });
    await expect(browseFolder(file)).rejects.toMatchObject({ code: 'bad-input', hint });
    await expect(browseFolder('somewhere')).rejects.toMatchObject({ code: 'bad-input', hint });
  });
});
