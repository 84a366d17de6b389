import { describe, expect, test } from 'vitest';
import { failureText, preferencesProblemText, systemFailureText } from '../../../electron/desktop/failureText.ts';
import { createStrings } from '../../../electron/desktop/strings.ts';

const strings = createStrings();
strings.use('de', []);
const failureOf = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });

describe('failures in German', () => {
  test.each([
    { code: 'EACCES', words: 'Granary darf es nicht' },
    { code: 'ENOSPC', words: 'auf der Platte ist kein Platz mehr' },
    { code: 'EWHATEVER', words: 'EWHATEVER: it failed' },
  ])('of the system: $code', ({ code, words }) => {
    expect(systemFailureText(failureOf(code), strings)).toBe(words);
  });

  test.each([
    { code: 'engine-unreachable', words: 'Der Dienst von Granary läuft nicht.' },
    { code: 'share-unknown', words: 'Eine der Freigaben gibt es nicht mehr.' },
    { code: 'internal', words: 'Der Dienst von Granary konnte es nicht tun (internal: it failed).' },
  ])('of the engine: $code', ({ code, words }) => {
    expect(failureText(failureOf(code), strings)).toBe(words);
  });

  test.each([
    { problem: 'damaged', words: 'Die Datei ist beschädigt' },
    { problem: 'odd-values', words: 'Die Datei enthält Werte, die keine sind' },
    { problem: 'EACCES', words: 'Granary darf es nicht' },
  ])('of the preferences: $problem', ({ problem, words }) => {
    expect(preferencesProblemText(problem, strings)).toBe(words);
  });
});
