import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createStrings } from '../../../electron/desktop/strings.ts';
import de from '../../../electron/locales/de.json' with { type: 'json' };
import en from '../../../electron/locales/en.json' with { type: 'json' };

const folder = resolve(import.meta.dirname, '../../../electron');

describe('strings of the app', () => {
  test('are the same in both languages, with the same places to fill', () => {
    expect(shapeOf(de)).toEqual(shapeOf(en));
  });

  test('are all used, and none is missing', () => {
    const used = new Set(
      sources().flatMap((text) => [...text.matchAll(/'((?:\w+)\.(?:\w+))'/g)].map(([, key]) => key)),
    );
    const known = new Set(Object.keys(shapeOf(en)).map((key) => key.replace(/_(one|other)$/, '')));
    expect([...known].filter((key) => !used.has(key))).toEqual([]);
  });

  test('follow the language of the system until the person chooses one', () => {
    const strings = createStrings();
    const quit = (): string => strings.t('menu.quit');
    strings.use('system', ['fr-FR', 'de-AT', 'en-GB']);
    expect(quit()).toBe('Granary beenden');
    strings.use('system', ['fr-FR']);
    expect(quit()).toBe('Quit Granary');
    strings.use('de', ['en-GB']);
    expect(quit()).toBe('Granary beenden');
    expect(strings.language).toBe('de');
  });

  test('are filled in, with plurals, figures of the language, and names as they are', () => {
    const strings = createStrings();
    strings.use('en', []);
    expect(strings.t('notification.everyoneBody', { count: 1 })).toBe('One other computer has all of it.');
    expect(strings.t('notification.everyoneBody', { count: 12 })).toBe('All 12 others have all of it.');
    expect(strings.t('notification.everyoneTitle', { name: '<b>&{{x}}$t(menu.quit)' })).toBe(
      'Everyone has “<b>&{{x}}$t(menu.quit)”',
    );
    expect(strings.rate(41_840_000)).toBe('41.8\u00a0MB/s');
    strings.use('de', []);
    expect(strings.rate(41_840_000)).toBe('41,8\u00a0MB/s');
  });
});

/** Every key with the places in its text. */
function shapeOf(language: Readonly<Record<string, Readonly<Record<string, string>>>>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(language).flatMap(([section, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${section}.${key}`, (text.match(/\{\{\w+\}\}/g) ?? []).toSorted()]),
    ),
  );
}

function sources(): string[] {
  const files = [folder, join(folder, 'desktop')].flatMap((path) =>
    readdirSync(path)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(path, name)),
  );
  return files.map((file) => readFileSync(file, 'utf8'));
}
