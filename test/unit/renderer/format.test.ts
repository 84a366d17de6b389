import { expect, test } from 'vitest';
import { createFormat } from '../../../renderer/text/format.ts';
import { localeOf } from '../../../renderer/text/locale.ts';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
const formats = { en: createFormat('en', () => NOW), de: createFormat('de', () => NOW) };
/** No-break spaces are meant, but hard to tell apart in a table. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

const cases = [
  { what: 'bytes', value: 0, en: '0 B', de: '0 B' },
  { what: 'bytes', value: 999, en: '999 B', de: '999 B' },
  { what: 'bytes', value: 1000, en: '1.0 kB', de: '1,0 kB' },
  { what: 'bytes', value: 999_949, en: '999.9 kB', de: '999,9 kB' },
  { what: 'bytes', value: 999_960, en: '1.0 MB', de: '1,0 MB' },
  { what: 'bytes', value: 38_200_000_000, en: '38.2 GB', de: '38,2 GB' },
  { what: 'bytes', value: 220_400_000, en: '220.4 MB', de: '220,4 MB' },
  { what: 'bytes', value: 3e21, en: '3,000.0 EB', de: '3.000,0 EB' },
  { what: 'rate', value: 41_800_000, en: '41.8 MB/s', de: '41,8 MB/s' },
  { what: 'rateMB', value: 1_204_000_000, en: '1,204.0', de: '1.204,0' },
  { what: 'percent', value: 0.62, en: '62%', de: '62 %' },
  { what: 'percent', value: 0.9999, en: '99%', de: '99 %' },
  { what: 'percent', value: 1, en: '100%', de: '100 %' },
  { what: 'duration', value: 0, en: '0 sec', de: '0 Sek.' },
  { what: 'duration', value: 240, en: '4 min', de: '4 Min.' },
  { what: 'duration', value: 3570, en: '1 hr', de: '1 Std.' },
  { what: 'duration', value: 7500, en: '2 hr 5 min', de: '2 Std. 5 Min.' },
  { what: 'duration', value: 61_500, en: '17 hr', de: '17 Std.' },
  { what: 'duration', value: 86_400, en: '1 day', de: '1 Tg.' },
  { what: 'duration', value: 93_600, en: '1 day 2 hr', de: '1 Tg. 2 Std.' },
  { what: 'ago', value: NOW - 39_000, en: '39s ago', de: 'vor 39 s' },
  { what: 'ago', value: NOW - 240_000, en: '4m ago', de: 'vor 4 Min.' },
  { what: 'ago', value: NOW + 5000, en: 'now', de: 'jetzt' },
  { what: 'ago', value: NOW - 7_200_000, en: '2h ago', de: 'vor 2 Std.' },
  { what: 'count', value: 99_999, en: '99,999', de: '99.999' },
] as const;

test.each(cases)('$what of $value', ({ what, value, en, de }) => {
  expect(plain(formats.en[what](value))).toBe(en);
  expect(plain(formats.de[what](value))).toBe(de);
});

test('dates and times are those of the language', () => {
  expect(formats.de.dateTime(NOW)).toMatch(/21\.11\.2026/);
  expect(formats.en.dateTime(NOW)).toMatch(/Nov 21, 2026/);
});

test.each([
  { language: 'en', wanted: ['en-GB', 'en-US', 'en'], locale: 'en-GB' },
  { language: 'en', wanted: ['de-DE', 'en-US'], locale: 'en-US' },
  { language: 'de', wanted: ['fr-CH', 'de-CH'], locale: 'de-CH' },
  { language: 'de', wanted: ['en-GB'], locale: 'de' },
  { language: 'en', wanted: [], locale: 'en' },
])('$language for someone who reads $wanted is written as $locale', ({ language, wanted, locale }) => {
  expect(localeOf(language, wanted)).toBe(locale);
});

test('times are those of the country, and units stay short', () => {
  const british = createFormat('en-GB', () => NOW);
  const noon = new Date(2026, 10, 21, 14, 5, 0).getTime();
  expect(british.time(noon)).toBe('14:05:00');
  expect(plain(formats.en.time(noon))).toBe('2:05:00 PM');
  expect(plain(british.duration(3420))).toBe('57 min');
  expect(british.ago(NOW - 39_000)).toBe('39s ago');
});
