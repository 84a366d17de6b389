import { useLocale } from './locale.ts';

/** Figures, sizes and times as a language writes them. Units are SI: a kB is 1000 bytes, as in other BitTorrent programs. */
export interface Format {
  number(value: number): string;
  /** A whole number, grouped. */
  count(value: number): string;
  /** `38.2 GB`; below a kilobyte whole bytes. */
  bytes(bytes: number): string;
  /** `41.8 MB/s`, always in MB/s so that the unit never jumps. */
  rate(bytesPerSecond: number): string;
  /** The same without the unit, for columns that name it. */
  rateMB(bytesPerSecond: number): string;
  /** From a part, 0 to 1. 100 % only when nothing is missing. */
  percent(part: number): string;
  /** `4 min`, `2 hr 5 min`. */
  duration(seconds: number): string;
  /** `39s ago`; under a second it is now. */
  ago(epochMs: number): string;
  dateTime(epochMs: number): string;
  time(epochMs: number): string;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;
const NO_BREAK_SPACE = '\u00a0';
const MEGABYTE = 1_000_000;
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** From so many hours or days on, nobody counts the minutes or hours. */
const COARSE_FROM = 10;

type TimeUnit = 'second' | 'minute' | 'hour' | 'day';

/** For `en`, `en-GB`…; `now` in milliseconds since the epoch. */
export function createFormat(locale: string, now: () => number = Date.now): Format {
  // `57 min` of the language is shorter than the `57 mins` of some of its countries, and as clear.
  const { language } = new Intl.Locale(locale);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const units: Readonly<Record<TimeUnit, Intl.NumberFormat>> = {
    second: timeUnit(language, 'second'),
    minute: timeUnit(language, 'minute'),
    hour: timeUnit(language, 'hour'),
    day: timeUnit(language, 'day'),
  };
  const relative = relativeTime(language, 'narrow');
  // Narrow German writes minutes as `m`, like metres.
  const relativeMinutes = language === 'de' ? relativeTime(language, 'short') : relative;
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const rateMB = (rate: number): string => tenth.format(rate / MEGABYTE);

  return {
    number: (value) => plain.format(value),
    count: (value) => whole.format(value),
    bytes: (bytes) => {
      const unit = unitOf(bytes);
      const shown = unit === 0 ? whole.format(bytes) : tenth.format(bytes / 1000 ** unit);
      return `${shown}${NO_BREAK_SPACE}${UNITS[unit] ?? ''}`;
    },
    rate: (rate) => `${rateMB(rate)}${NO_BREAK_SPACE}MB/s`,
    rateMB,
    percent: (part) => percent.format(part >= 1 ? 1 : Math.floor(Math.max(part, 0) * 100) / 100),
    duration: (seconds) =>
      durationParts(seconds)
        .map(({ unit, value }) => units[unit].format(value))
        .join(' '),
    ago: (at) => {
      const seconds = Math.max(0, Math.round((now() - at) / 1000));
      const { unit, value } = durationParts(seconds)[0] ?? { unit: 'second' as const, value: 0 };
      return (unit === 'minute' ? relativeMinutes : relative).format(-value, unit);
    },
    dateTime: (at) => dateTime.format(at),
    time: (at) => time.format(at),
  };
}

/** The format of the language that the window speaks now, as the person's own country writes it. */
export function useFormat(): Format {
  return formatFor(useLocale());
}

/** Intl's formatters take long to make, and every cell of a table asks for some: they are made once for each locale. */
const made = new Map<string, Format>();

function formatFor(locale: string): Format {
  const found = made.get(locale) ?? createFormat(locale);
  made.set(locale, found);
  return found;
}

function relativeTime(language: string, style: 'narrow' | 'short'): Intl.RelativeTimeFormat {
  return new Intl.RelativeTimeFormat(language, { style, numeric: 'auto' });
}

function timeUnit(language: string, unit: TimeUnit): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 });
}

/** Index into UNITS such that the rounded figure is below 1000: 999 960 bytes are 1.0 MB, not 1000.0 kB. */
function unitOf(bytes: number): number {
  let unit = 0;
  while (unit < UNITS.length - 1 && (unit === 0 ? bytes : roundToTenth(bytes / 1000 ** unit)) >= 1000) unit++;
  return unit;
}

function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Two units at most, and the second only where the first alone would be coarse: hours and days. */
function durationParts(seconds: number): readonly { readonly unit: TimeUnit; readonly value: number }[] {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE_SECONDS) return [{ unit: 'second', value: whole }];
  const minutes = Math.round(whole / MINUTE_SECONDS);
  if (minutes < HOUR_SECONDS / MINUTE_SECONDS) return [{ unit: 'minute', value: minutes }];
  const hours = Math.round(whole / HOUR_SECONDS);
  if (minutes < DAY_SECONDS / MINUTE_SECONDS) {
    return pair({ unit: 'hour', value: Math.floor(minutes / 60) }, { unit: 'minute', value: minutes % 60 });
  }
  return pair({ unit: 'day', value: Math.floor(hours / 24) }, { unit: 'hour', value: hours % 24 });
}

function pair<Part extends { readonly value: number }>(large: Part, small: Part): readonly Part[] {
  return small.value === 0 || large.value >= COARSE_FROM ? [large] : [large, small];
}
