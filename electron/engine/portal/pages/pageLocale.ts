import { KIB, MIB } from '../../../../shared/units.ts';
import { isPageLanguage, type PageLanguage, type PageText, pageText } from './pageTexts.ts';

/** Words, figures and dates as the reader of one page writes them. */
export interface PageLocale {
  readonly language: PageLanguage;
  /** `de`, `de-CH`…: of the language, as in the reader's country. */
  readonly locale: string;
  text(key: PageText, ...put: readonly string[]): string;
  count(value: number): string;
  /** `38.2 GB`, in powers of a thousand, as in the window. */
  bytes(bytes: number): string;
  /** `256 KiB`, `16 MiB`: pieces are powers of two. */
  pieceBytes(bytes: number): string;
  /** Milliseconds since the epoch, as a day. */
  date(at: number): string;
}

/** By the header Accept-Language (RFC 9110 section 12.5.4); English when it names no language that there are words for. */
export function createPageLocale(acceptLanguage: string | undefined): PageLocale {
  const locale = chooseLocale(acceptLanguage ?? '');
  const known = made.get(locale);
  if (known !== undefined) return known;
  const fresh = makeLocale(locale);
  // Strangers choose the names, and there are as many as they like.
  if (made.size < MAX_MADE) made.set(locale, fresh);
  return fresh;
}

const made = new Map<string, PageLocale>();
const MAX_MADE = 64;
const MAX_HEADER_CHARACTERS = 256;
const MAX_LOCALE_CHARACTERS = 12;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;
const NO_BREAK_SPACE = '\u00a0';

function chooseLocale(header: string): string {
  const wanted = header
    .slice(0, MAX_HEADER_CHARACTERS)
    .split(',')
    .map(parseChoice)
    .filter(({ tag, weight }) => weight > 0 && isPageLanguage(languageOf(tag)))
    .toSorted((a, b) => b.weight - a.weight);
  return canonical(wanted[0]?.tag ?? 'en');
}

function parseChoice(choice: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = choice.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const weight = quality === undefined ? 1 : Number(quality);
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function languageOf(tag: string): string {
  return (tag.split('-')[0] ?? '').toLowerCase();
}

/** A tag with more to it than a country may be nonsense, or say how digits look: the language is enough then. */
function canonical(tag: string): string {
  if (tag.length > MAX_LOCALE_CHARACTERS || !/^[a-z]{2}(?:-[a-z]{2})?$/i.test(tag)) return languageOf(tag);
  return Intl.getCanonicalLocales(tag)[0] ?? languageOf(tag);
}

function makeLocale(locale: string): PageLocale {
  const language = languageOf(locale) === 'de' ? 'de' : 'en';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  return {
    language,
    locale,
    text: (key, ...put) => pageText(language, key, ...put),
    count: (value) => whole.format(value),
    bytes(bytes) {
      const unit = unitOf(bytes);
      const shown = unit === 0 ? whole.format(bytes) : tenth.format(bytes / 1000 ** unit);
      return `${shown}${NO_BREAK_SPACE}${UNITS[unit] ?? ''}`;
    },
    pieceBytes: (bytes) => {
      const [value, unit] = bytes < MIB ? [bytes / KIB, 'KiB'] : [bytes / MIB, 'MiB'];
      return `${whole.format(value)}${NO_BREAK_SPACE}${unit}`;
    },
    date: (at) => day.format(at),
  };
}

/** 999,950 bytes would be shown as 1000.0 kB, so they are 1.0 MB. */
function unitOf(bytes: number): number {
  let unit = 0;
  while (unit < UNITS.length - 1 && bytes >= (unit === 0 ? 1000 : 999.95 * 1000 ** unit)) unit++;
  return unit;
}
