import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeText } from '../../../renderer/text/safeText.ts';

const cases = [
  { name: 'plain text stays', text: 'Wedding film, all cameras', shown: 'Wedding film, all cameras' },
  { name: 'umlauts and other scripts stay', text: 'Größe 東京 Ωμέγα', shown: 'Größe 東京 Ωμέγα' },
  { name: 'emoji with joiners stay', text: '👩‍👩‍👧 family', shown: '👩‍👩‍👧 family' },
  { name: 'HTML is only text', text: '<img src=x onerror=alert(1)>', shown: '<img src=x onerror=alert(1)>' },
  { name: 'a bidi override is seen', text: 'gpj.\u202eexe', shown: 'gpj.‹U+202E›exe' },
  { name: 'an isolate is seen', text: 'a\u2066b\u2069', shown: 'a‹U+2066›b‹U+2069›' },
  { name: 'C0 controls are pictures', text: 'a\u0000b\nc\u001b[31m', shown: 'a␀b␊c␛[31m' },
  { name: 'delete is a picture', text: '\u007f', shown: '␡' },
  { name: 'C1 controls are numbers', text: '\u009b31m', shown: '‹U+009B›31m' },
  { name: 'invisible characters are seen', text: 'pay\u200bpal\ufeff', shown: 'pay‹U+200B›pal‹U+FEFF›' },
  { name: 'half a surrogate pair is seen', text: 'a\ud83d', shown: 'a‹U+D83D›' },
  { name: 'piled marks are thinned', text: `Z${'\u0301'.repeat(50)}!`, shown: `Z${'\u0301'.repeat(4)}!` },
] as const;

test.each(cases)('$name', ({ text, shown }) => {
  expect(safeText(text)).toBe(shown);
});

test('a long text ends in an ellipsis', () => {
  expect(safeText('x'.repeat(4000))).toBe(`${'x'.repeat(200)}…`);
  expect(safeText('abcdef', 3)).toBe('abc…');
  expect(safeText('abc', 3)).toBe('abc');
});

test('an emoji is not cut in half', () => {
  expect(safeText('ab😀', 3)).toBe('ab…');
});

test('whatever comes in, nothing that steers or hides comes out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
      const shown = safeText(text, 100);
      expect(shown).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/u,
      );
      expect(shown.length).toBeLessThanOrEqual(100 * '‹U+10FFFF›'.length + 1);
    }),
  );
});
