import type { TFunction } from 'i18next';

/** Keys whose names differ by language. */
const NAMES = {
  Shift: 'key.shift',
  Control: 'key.control',
  Space: 'key.space',
  Enter: 'key.enter',
} as const;

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowRight: '→',
  Meta: '⌘',
};

const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys of a shortcut in tinykeys' words, as they are printed on the keyboard. */
export function shownKeys(keys: string, t: TFunction<'frame'>): readonly string[] {
  return keys
    .split('+')
    .filter((key) => !key.startsWith('['))
    .map((key) => (key === '$mod' ? (isMac() ? 'Meta' : 'Control') : key))
    .map((key) => (isNamed(key) ? t(NAMES[key]) : (SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key))));
}

function isNamed(key: string): key is keyof typeof NAMES {
  return Object.hasOwn(NAMES, key);
}
