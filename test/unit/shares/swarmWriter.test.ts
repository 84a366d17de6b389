import { expect, it } from 'vitest';
import { createSwarmWriter } from '../../../electron/engine/shares/swarmWriter.ts';
import { createWriteBehind } from '../../../electron/engine/storage/writeBehind.ts';
import type { SwarmCounters, SwarmPart } from '../../../electron/engine/tracker/swarmSnapshot.ts';
import { infoHashOf } from '../../support/dhtFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const SWARMS = 60;
const SLICES = 32;
/** Peers enough for a slice of their own. */
const PEERS = new Uint8Array(1 + 5000 * 81);

/** A writer whose tracker has changed all over: what was written, in order. */
function setUp() {
  const clock = createVirtualClock();
  const written: string[] = [];
  const transactions: number[] = [];
  const state = { isBroken: false };
  const counters = Array.from({ length: SWARMS }, (_, i): SwarmCounters => {
    return { infoHash: infoHashOf(i + 1), completed: 0, announces: 1, scrapes: 0 };
  });
  const parts = counters.map((one): SwarmPart => ({ ...one, part: 0, parts: 1, peers: PEERS }));
  const writes = createWriteBehind({
    clock,
    transaction(work) {
      if (state.isBroken) throw new Error('no disk');
      transactions.push(clock.monotonicMs());
      work();
    },
    onFailure: () => undefined,
    onRecovery: () => undefined,
  });
  const writer = createSwarmWriter({
    clock,
    writes,
    tracker: {
      changes: { nextPart: () => parts.shift(), nextCounters: () => counters.shift(), waiting: () => [].values() },
    },
    swarms: {
      after: () => undefined,
      find: () => undefined,
      partAfter: () => undefined,
      saveCounters: () => void written.push('counters'),
      savePart: () => void written.push('part'),
      remove: (infoHash) => void written.push(`removed ${infoHash}`),
    },
    isFilled: () => true,
  });
  return { clock, written, transactions, state, writer, writes };
}

it('peers are written in slices, 32 a second, and counters do not wait for them', () => {
  const { clock, written, transactions } = setUp();
  clock.advance(1000);
  expect(written.filter((what) => what === 'counters')).toHaveLength(SWARMS);
  expect(written.filter((what) => what === 'part')).toHaveLength(1);
  clock.advance(990);
  expect(written.filter((what) => what === 'part')).toHaveLength(SLICES);
  expect(transactions).toEqual(Array.from({ length: SLICES }, (_, slice) => 1000 + slice * 30));
  clock.advance(2000);
  expect(written.filter((what) => what === 'part')).toHaveLength(SWARMS);
});

it('nothing more is taken while the disk does not take it, and nothing is lost', () => {
  const { clock, written, state } = setUp();
  state.isBroken = true;
  clock.advance(10_000);
  expect(written).toEqual([]);
  state.isBroken = false;
  clock.advance(3000);
  expect(written.filter((what) => what === 'counters')).toHaveLength(SWARMS);
  clock.advance(4000);
  expect(written.filter((what) => what === 'part')).toHaveLength(SWARMS);
});

it('the last of it is written at the end, all at once', async () => {
  const { written, writer, writes, clock } = setUp();
  writer.stop();
  await writes.stop();
  expect(written.filter((what) => what === 'part')).toHaveLength(SWARMS);
  expect(clock.pendingTasks).toBe(0);
});

it('what waits of a swarm that is gone is not written', () => {
  const { clock, written, state, writer } = setUp();
  state.isBroken = true;
  clock.advance(1000);
  writer.forget(infoHashOf(1));
  state.isBroken = false;
  clock.advance(3000);
  expect(written[0]).toBe(`removed ${infoHashOf(1)}`);
  expect(written.filter((what) => what === 'counters')).toHaveLength(SWARMS - 1);
});
