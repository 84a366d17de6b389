import { describe, expect, it } from 'vitest';
import { safeJson, safeText } from '../../../electron/cli/text/safeText.ts';

const cases = [
  { name: 'plain text', text: 'holiday photos', safe: 'holiday photos' },
  { name: 'other scripts and emoji', text: 'Fotos für Zoë 漢字 👩‍🌾', safe: 'Fotos für Zoë 漢字 👩‍🌾' },
  { name: 'an escape sequence', text: 'a\u001b[2Jb', safe: 'a␛[2Jb' },
  { name: 'line breaks and tabs', text: 'a\r\n\tb', safe: 'a␍␊␉b' },
  { name: 'a null and a delete character', text: '\u0000\u007f', safe: '␀␡' },
  { name: 'an eight-bit control sequence introducer', text: '\u009b31m', safe: '<U+009B>31m' },
  { name: 'a reversed extension', text: 'photo\u202egpj.exe', safe: 'photo<U+202E>gpj.exe' },
  { name: 'isolates and marks', text: '\u2066a\u2069\u200f', safe: '<U+2066>a<U+2069><U+200F>' },
  { name: 'a zero-width space', text: 'a\u200bb', safe: 'a<U+200B>b' },
  { name: 'tag characters', text: 'a\u{e0041}', safe: 'a<U+E0041>' },
  { name: 'half of a surrogate pair', text: 'a\ud800b', safe: 'a<U+D800>b' },
];

describe('safe text', () => {
  it.each(cases)('shows $name', ({ text, safe }) => {
    expect(safeText(text)).toBe(safe);
  });

  it.each(cases)('writes $name as JSON that reads back the same', ({ text }) => {
    const json = safeJson({ [text]: [text] });
    expect(JSON.parse(json)).toEqual({ [text]: [text] });
    expect(safeText(json)).toBe(json);
  });
});
