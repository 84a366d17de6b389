import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readTranslationUse, type UnclearCall } from '../../support/translationUse.ts';

const FOLDER = resolve(import.meta.dirname, '../../../renderer/locales');
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** Dotted keys of a file and their texts. */
type Texts = ReadonlyMap<string, string>;

const namespaces = readdirSync(resolve(FOLDER, 'en')).map((file) => file.replace(/\.json$/, ''));
const languages = { en: readLanguage('en'), de: readLanguage('de') };
const use = readTranslationUse();

test('both languages have the same namespaces', () => {
  expect(readdirSync(resolve(FOLDER, 'de'))).toEqual(readdirSync(resolve(FOLDER, 'en')));
});

test.each(namespaces)('both languages have the same keys: %s', (namespace) => {
  expect([...textsOf('de', namespace).keys()].toSorted()).toEqual([...textsOf('en', namespace).keys()].toSorted());
});

test.each(namespaces)('both languages fill in the same values: %s', (namespace) => {
  expect(placeholdersOf(textsOf('de', namespace))).toEqual(placeholdersOf(textsOf('en', namespace)));
});

test('every plural has one and other', () => {
  const lonely = allKeys()
    .filter(({ key }) => PLURAL.test(key))
    .filter(({ namespace, key }) => {
      const base = key.replace(PLURAL, '');
      return !['_one', '_other'].every((ending) => textsOf('en', namespace).has(base + ending));
    });
  expect(lonely).toEqual([]);
});

test('no text is empty', () => {
  const empty = Object.values(languages).flatMap((files) =>
    [...files.values()].flatMap((texts) => [...texts].filter(([, text]) => text.trim() === '')),
  );
  expect(empty).toEqual([]);
});

test('every key that is asked for is there', () => {
  const missing = use.used.filter(({ namespace, key }) => !isDefined(namespace, key));
  expect(missing.map(({ namespace, key, where }) => `${namespace}:${key} at ${where}`)).toEqual([]);
});

test('every key that is there is asked for', () => {
  const used = new Set(use.used.map(({ namespace, key }) => `${namespace}:${key}`));
  for (const call of use.unclear) for (const key of keysNear(call)) used.add(`${call.namespace}:${key}`);
  const idle = allKeys().filter(({ namespace, key }) => {
    const base = key.replace(PLURAL, '');
    return !used.has(`${namespace}:${base}`) && !used.has(`${namespace}:${key}`) && !isInTooOldPage(namespace, key);
  });
  expect(idle.map(({ namespace, key }) => `${namespace}:${key}`)).toEqual([]);
});

test('which keys are asked for can be told from the source', () => {
  expect(use.unclear.filter((call) => keysNear(call).length === 0).map(({ where }) => where)).toEqual([]);
});

test('nothing that people read is written in the source', () => {
  expect(use.literals).toEqual([]);
});

test('the scan finds what it should find', () => {
  expect(use.used.length).toBeGreaterThan(100);
  expect(use.used.some(({ namespace, key }) => namespace === 'errors' && key === 'disk-full')).toBe(true);
});

/** Keys that a call with a computed key may mean: those that its folder lists somewhere. */
function keysNear({ namespace, folder }: UnclearCall): readonly string[] {
  return [...(use.strings.get(folder) ?? [])].filter((text) => isDefined(namespace, text));
}

/** The page for old browsers reads its text without i18next. */
function isInTooOldPage(namespace: string, key: string): boolean {
  return namespace === 'frame' && key.startsWith('tooOld.');
}

function isDefined(namespace: string, key: string): boolean {
  const texts = textsOf('en', namespace);
  return texts.has(key) || texts.has(`${key}_other`);
}

function allKeys(): readonly { readonly namespace: string; readonly key: string }[] {
  return namespaces.flatMap((namespace) => [...textsOf('en', namespace).keys()].map((key) => ({ namespace, key })));
}

function textsOf(language: keyof typeof languages, namespace: string): Texts {
  return languages[language].get(namespace) ?? new Map<string, string>();
}

function readLanguage(language: string): ReadonlyMap<string, Texts> {
  return new Map(namespaces.map((namespace) => [namespace, readTexts(resolve(FOLDER, language, `${namespace}.json`))]));
}

function readTexts(file: string): Texts {
  const texts = new Map<string, string>();
  collect(JSON.parse(readFileSync(file, 'utf8')), '', texts);
  return texts;
}

function collect(value: unknown, path: string, texts: Map<string, string>): void {
  if (typeof value === 'string') texts.set(path, value);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) collect(inner, path === '' ? name : `${path}.${name}`, texts);
  } else throw new Error(`${path} is neither text nor a group of texts`);
}

/** For each text the values it fills in; a plural's forms together, for `one` may leave the figure out. */
function placeholdersOf(texts: Texts): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, Set<string>>();
  for (const [key, text] of texts) {
    const base = key.replace(PLURAL, '');
    const names = found.get(base) ?? new Set<string>();
    for (const [, name = ''] of text.matchAll(/\{\{\s*-?\s*(\w+)[^}]*\}\}/g)) names.add(name);
    found.set(base, names);
  }
  return Object.fromEntries([...found].map(([key, names]) => [key, [...names].toSorted()]));
}
