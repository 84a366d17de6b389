import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import english from '../../../renderer/locales/en/shares.json' with { type: 'json' };
import { createFormat } from '../../../renderer/text/format.ts';
import { inTurns } from '../../../renderer/views/shares/inTurns.ts';
import { pauseChoice } from '../../../renderer/views/shares/pausing.ts';
import { afterProgress } from '../../../renderer/views/shares/rechecks.ts';
import { fileName, stateKind, stateWords, type StateOf } from '../../../renderer/views/shares/shareState.ts';

const translations = createInstance();
await translations.init({ lng: 'en', resources: { en: { shares: english } }, interpolation: { escapeValue: false } });
const words = { t: translations.getFixedT('en', 'shares'), format: createFormat('en') };
const share = (state: StateOf['state'], counts: Partial<StateOf> = {}): StateOf => ({
  state,
  bytes: 1000,
  haveIt: 0,
  wantIt: 0,
  ...counts,
});

describe('the state of a share', () => {
  it('is done only when somebody has it and nobody waits', () => {
    expect(stateKind(share({ kind: 'seeding' }))).toBe('seeding');
    expect(stateKind(share({ kind: 'seeding' }, { haveIt: 2, wantIt: 1 }))).toBe('seeding');
    expect(stateKind(share({ kind: 'seeding' }, { haveIt: 2 }))).toBe('done');
    expect(stateKind(share({ kind: 'paused' }, { haveIt: 2 }))).toBe('paused');
  });

  it('is told in words', () => {
    expect(stateWords(share({ kind: 'seeding' }), words)).toBe('seeding');
    expect(stateWords(share({ kind: 'seeding' }, { haveIt: 1 }), words)).toBe('everyone has it');
    expect(stateWords(share({ kind: 'checking', bytesDone: 620 }), words)).toBe('checking 62%');
    expect(stateWords(share({ kind: 'checking', bytesDone: 0 }, { bytes: 0 }), words)).toBe('checking 100%');
  });

  it('names the file that is wrong, and falls back on the engine’s own words', () => {
    const changed = { kind: 'error', code: 'file-changed', message: 'it changed', file: 'a/b\\c\u202e.txt' } as const;
    expect(stateWords(share(changed), words)).toBe('changed on disk: c‹U+202E›.txt');
    const other = { kind: 'error', code: 'other', message: 'something \u001b else', file: 'x' } as const;
    expect(stateWords(share(other), words)).toBe('something ␛ else');
    const noFile = { kind: 'error', code: 'file-changed', message: 'it changed' } as const;
    expect(stateWords(share(noFile), words)).toBe('changed on disk');
  });

  it('takes the last part of a path of either kind', () => {
    expect(fileName('/a/b.txt')).toBe('b.txt');
    expect(fileName('C:\\a\\b.txt')).toBe('b.txt');
    expect(fileName('/a/b/')).toBe('b');
    expect(fileName('')).toBe('');
  });
});

describe('pausing and resuming', () => {
  const states = new Map([
    ['a', 'seeding'],
    ['b', 'checking'],
    ['c', 'paused'],
    ['d', 'error'],
  ] as const);

  it.each([
    ['what runs', ['a', 'b'], { toPause: ['a', 'b'], toResume: [] }],
    ['what is paused', ['c'], { toPause: [], toResume: ['c'] }],
    ['some of each, each for its own', ['a', 'c', 'd'], { toPause: ['a'], toResume: ['c'] }],
    ['what is broken', ['d'], { toPause: [], toResume: [] }],
    [
      'what is not known',
      ['beyond the rows', 'c'],
      { toPause: ['beyond the rows'], toResume: ['beyond the rows', 'c'] },
    ],
  ])('are offered for %s', (_, infoHashes, choice) => {
    expect(pauseChoice(infoHashes, states)).toEqual(choice);
  });
});

describe('rechecks', () => {
  it('take in the progress of their job', () => {
    const running = { hash: { jobId: 'a' } };
    const progress = { phase: 'hashing', bytesDone: 1, bytesTotal: 4, rateBytesPerSecond: 1 } as const;
    expect(afterProgress(running, { ...progress, jobId: 'b' })).toBe(running);
    expect(afterProgress(running, { ...progress, jobId: 'a', secondsLeft: 3 })).toEqual({
      hash: { jobId: 'a', part: 0.25, secondsLeft: 3 },
    });
  });
});

describe('many at once', () => {
  it('are never more at a time than asked for, and one that fails does not keep the others', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    const failures = await inTurns(
      Array.from({ length: 20 }, (_, i) => i),
      async (item) => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        if (item === 3) throw new Error('no');
        done.push(item);
      },
      4,
    );
    expect(most).toBe(4);
    expect(done).toHaveLength(19);
    expect(failures).toHaveLength(1);
  });
});
