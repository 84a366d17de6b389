import { expect, test } from 'vitest';
import { deathOf } from '../../../renderer/frame/deathWords.ts';
import { asSentence, capitalised } from '../../../renderer/text/sentence.ts';

test.each([
  { text: 'another program listens on port 6969', sentence: 'Another program listens on port 6969.' },
  { text: ' end that program ', sentence: 'End that program.' },
  { text: 'what now?', sentence: 'What now?' },
  { text: 'still going…', sentence: 'Still going…' },
  { text: 'one. two', sentence: 'One. two.' },
  { text: '', sentence: '' },
])('"$text" becomes a sentence', ({ text, sentence }) => {
  expect(asSentence(text)).toBe(sentence);
});

test('only the first letter is made large', () => {
  expect(capitalised('über /Home')).toBe('Über /Home');
  expect(capitalised('😀 a')).toBe('😀 a');
  expect(capitalised('')).toBe('');
});

test.each([
  { reason: 'it was ended by SIGKILL', death: { kind: 'signal', signal: 'SIGKILL' } },
  { reason: 'it was ended by SIGUSR1', death: { kind: 'signal', signal: 'SIGUSR1' } },
  { reason: 'it ended with status 12', death: { kind: 'status', status: '12' } },
  { reason: 'it ended with status -1073741819', death: { kind: 'status', status: '-1073741819' } },
  { reason: 'it ended with status unknown', death: { kind: 'other' } },
  { reason: 'spawn ENOENT', death: { kind: 'other' } },
])('$reason', ({ reason, death }) => {
  expect(deathOf(reason)).toEqual(death);
});
