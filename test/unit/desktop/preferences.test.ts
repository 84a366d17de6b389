import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createPreferencesStore, DEFAULT_PREFERENCES } from '../../../electron/desktop/preferences.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

async function fileWith(text?: string): Promise<string> {
  const file = join(await temporaryFolder(cleanup), 'preferences.json');
  if (text !== undefined) await writeFile(file, text);
  return file;
}

describe('preferences', () => {
  test('are the defaults at first', async () => {
    const store = createPreferencesStore(await fileWith());
    expect(store.current).toEqual(DEFAULT_PREFERENCES);
    expect(store.problem).toBeUndefined();
  });

  test('are kept and told', async () => {
    const file = await fileWith();
    const store = createPreferencesStore(file);
    const told: unknown[] = [];
    store.onChange((now, before) => told.push([before.theme, now.theme]));
    expect(store.change({ theme: 'dark' })).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark' });
    expect(told).toEqual([['system', 'dark']]);
    expect(createPreferencesStore(file).current.theme).toBe('dark');
    expect(await readdir(join(file, '..'))).toEqual(['preferences.json']);
  });

  test('of another version are taken as far as they are known', async () => {
    const store = createPreferencesStore(await fileWith('{"theme":"light","colour":"green"}'));
    expect(store.current).toEqual({ ...DEFAULT_PREFERENCES, theme: 'light' });
    expect(store.problem).toBeUndefined();
  });

  test.each(['', '{"theme":', '[]', 'null', '{"theme":"purple"}', '{"keepAwake":"yes"}'])(
    'are the defaults, and it is said, when the file holds %j',
    async (text) => {
      const file = await fileWith(text);
      const store = createPreferencesStore(file);
      expect(store.current).toEqual(DEFAULT_PREFERENCES);
      expect(store.problem).toEqual(expect.any(String));
      expect(await readFile(file, 'utf8')).toBe(text);
      store.change({ language: 'de' });
      expect(createPreferencesStore(file).current).toEqual({ ...DEFAULT_PREFERENCES, language: 'de' });
    },
  );

  test('that cannot be written stay as they are', async () => {
    const file = await fileWith();
    const store = createPreferencesStore(file);
    await mkdir(file);
    await chmod(file, 0o500);
    expect(() => store.change({ theme: 'dark' })).toThrow(/EISDIR|EPERM|EACCES|directory/);
    expect(store.current.theme).toBe('system');
    expect(await readdir(join(file, '..'))).toEqual(['preferences.json']);
  });
});
