import { createInstance } from 'i18next';
import type { Preferences } from '../../shared/desktop.ts';
import de from '../locales/de.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };

/** What the menus, the tray, the system's dialogs and the notifications say. */

type Section = keyof typeof en;
type KeyIn<Name extends Section> = `${Name}.${WithoutPlural<Extract<keyof (typeof en)[Name], string>>}`;
type WithoutPlural<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
export type StringKey = { [Name in Section]: KeyIn<Name> }[Section];

export interface Strings {
  /** `values` fill the places in the text; `count` also chooses the plural. */
  t(key: StringKey, values?: Readonly<Record<string, string | number>>): string;
  /** As in "41.8 MB/s". */
  rate(bytesPerSecond: number): string;
  /** `systemLanguages` are those that the person prefers, best first. */
  use(language: Preferences['language'], systemLanguages: readonly string[]): void;
  readonly language: 'en' | 'de';
}

export function createStrings(): Strings {
  const translator = createInstance({
    resources: { en: { translation: en }, de: { translation: de } },
    lng: 'en',
    fallbackLng: 'en',
    // Nothing here is HTML.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  void translator.init();
  let language: 'en' | 'de' = 'en';
  let translate = translator.getFixedT(language);

  return {
    t: (key, values) => translate(key, values ?? {}),
    rate: (bytesPerSecond) => formatRate(bytesPerSecond, language),
    use(wanted, systemLanguages) {
      language = wanted === 'system' ? systemLanguage(systemLanguages) : wanted;
      translate = translator.getFixedT(language);
    },
    get language() {
      return language;
    },
  };
}

function systemLanguage(preferred: readonly string[]): 'en' | 'de' {
  const known = preferred.map((tag) => tag.toLowerCase().split('-')[0]).find((code) => code === 'de' || code === 'en');
  return known === 'de' ? 'de' : 'en';
}

const BYTES_IN_MB = 1_000_000;

/** Always MB/s: a unit that changes makes figures hard to compare. */
function formatRate(bytesPerSecond: number, language: string): string {
  const figure = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${figure.format(bytesPerSecond / BYTES_IN_MB)}\u00a0MB/s`;
}
