import { describe, expect, it } from 'vitest';
import { GranaryError } from '../../../electron/engine/errors.ts';
import { createWriteBehind, WRITE_INTERVAL_MS } from '../../../electron/engine/storage/writeBehind.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const diskFull = new GranaryError('disk-full', 'no space left');

describe('writing behind', () => {
  it('writes what waits in one transaction after the interval, the last of each key', () => {
    const { writeBehind, clock, write, transactions } = setUp();
    writeBehind.put('a', write('a1'));
    writeBehind.put('b', write('b1'));
    writeBehind.put('a', write('a2'));
    clock.advance(WRITE_INTERVAL_MS - 1);
    expect(transactions).toEqual([]);
    clock.advance(1);
    expect(transactions).toEqual([['a2', 'b1']]);
    clock.advance(WRITE_INTERVAL_MS);
    expect(transactions).toHaveLength(1);
  });

  it('does not write what was forgotten', () => {
    const { writeBehind, write, transactions } = setUp();
    writeBehind.put('a', write('a'));
    writeBehind.put('b', write('b'));
    writeBehind.forget('a');
    expect(writeBehind.flush()).toBe(true);
    expect(transactions).toEqual([['b']]);
  });

  it('keeps everything when a transaction fails, says so once, and says when it is over', () => {
    const { writeBehind, clock, write, transactions, state, said } = setUp();
    state.failure = diskFull;
    writeBehind.put('a', write('a'));
    writeBehind.put('b', write('b'));
    clock.advance(WRITE_INTERVAL_MS * 5);
    expect(transactions).toEqual([]);
    expect(said).toEqual(['disk-full with 2 waiting']);
    writeBehind.put('c', write('c'));
    state.failure = undefined;
    clock.advance(WRITE_INTERVAL_MS);
    expect(transactions).toEqual([['a', 'b', 'c']]);
    expect(said).toEqual(['disk-full with 2 waiting', 'recovered']);
  });

  it('says it again when it fails in another way', () => {
    const { writeBehind, clock, write, state, said } = setUp();
    writeBehind.put('a', write('a'));
    state.failure = diskFull;
    clock.advance(WRITE_INTERVAL_MS);
    state.failure = new TypeError('a bug');
    clock.advance(WRITE_INTERVAL_MS);
    expect(said).toEqual(['disk-full with 1 waiting', 'internal with 1 waiting']);
  });

  it('writes the rest when it stops, and nothing after that', async () => {
    const { writeBehind, clock, write, transactions } = setUp();
    writeBehind.put('a', write('a'));
    await writeBehind.stop();
    await writeBehind.stop();
    expect(transactions).toEqual([['a']]);
    expect(clock.pendingTasks).toBe(0);
    expect(() => writeBehind.put('b', write('b'))).toThrow('after the last one');
  });

  it('tells of a failure at the very end even if it was told of before', async () => {
    const { writeBehind, clock, write, state, said } = setUp();
    state.failure = diskFull;
    writeBehind.put('a', write('a'));
    clock.advance(WRITE_INTERVAL_MS);
    await writeBehind.stop();
    expect(said).toEqual(['disk-full with 1 waiting', 'disk-full with 1 waiting']);
  });
});

function setUp() {
  const clock = createVirtualClock();
  const transactions: string[][] = [];
  const said: string[] = [];
  const state: { failure: Error | undefined } = { failure: undefined };
  let current: string[] = [];
  const writeBehind = createWriteBehind({
    clock,
    transaction(work) {
      current = [];
      work();
      if (state.failure !== undefined) throw state.failure;
      transactions.push(current);
    },
    onFailure: (error, waiting) => said.push(`${error.code} with ${waiting} waiting`),
    onRecovery: () => said.push('recovered'),
  });
  const write = (name: string) => () => void current.push(name);
  return { writeBehind, clock, write, transactions, said, state };
}
