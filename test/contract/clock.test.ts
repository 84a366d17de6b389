import { describe, expect, it } from 'vitest';
import type { Clock } from '../../electron/engine/ports.ts';
import { createSystemClock } from '../../electron/engine/system/systemClock.ts';
import { realClock } from '../support/realClock.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

interface Subject {
  readonly clock: Clock;
  /** Lets time pass until `isReached`; the system's clock does so by itself. */
  passUntil(isReached: () => boolean): Promise<void>;
}

const subjects: readonly { readonly name: string; readonly create: () => Subject }[] = [
  { name: 'the system clock', create: () => ({ clock: createSystemClock(), passUntil: waitUntil }) },
  { name: 'the clock of tests with real sockets', create: () => ({ clock: realClock, passUntil: waitUntil }) },
  {
    name: 'the virtual clock',
    create: () => {
      const clock = createVirtualClock();
      return {
        clock,
        passUntil: async (isReached) => {
          while (!isReached()) clock.advance(1);
        },
      };
    },
  },
];

describe.each(subjects)('$name', ({ create }) => {
  it('runs a task once after its delay, never before the call returns', async () => {
    const { clock, passUntil } = create();
    const startMs = clock.monotonicMs();
    const ranAtMs: number[] = [];
    clock.after(10, () => ranAtMs.push(clock.monotonicMs()));
    expect(ranAtMs).toEqual([]);
    let isOver = false;
    clock.after(50, () => {
      isOver = true;
    });
    await passUntil(() => isOver);
    expect(ranAtMs).toHaveLength(1);
    // Node's timers count whole milliseconds and may be one early.
    expect(ranAtMs[0]).toBeGreaterThanOrEqual(startMs + 9);
  });

  it('runs a task again and again until it is cancelled, which it may do itself', async () => {
    const { clock, passUntil } = create();
    let runs = 0;
    const timer = clock.every(2, () => {
      if (++runs === 3) timer.cancel();
    });
    let isOver = false;
    await passUntil(() => runs === 3);
    clock.after(20, () => {
      isOver = true;
    });
    await passUntil(() => isOver);
    expect(runs).toBe(3);
  });

  it('runs no task that was cancelled in time, and takes a second cancel', async () => {
    const { clock, passUntil } = create();
    let hasRun = false;
    const timer = clock.after(5, () => {
      hasRun = true;
    });
    timer.cancel();
    timer.cancel();
    let isOver = false;
    clock.after(20, () => {
      isOver = true;
    });
    await passUntil(() => isOver);
    timer.cancel();
    expect(hasRun).toBe(false);
  });

  it('runs tasks in the order in which they fall due', async () => {
    const { clock, passUntil } = create();
    const ran: string[] = [];
    clock.after(30, () => ran.push('late'));
    clock.after(1, () => ran.push('early'));
    await passUntil(() => ran.length === 2);
    expect(ran).toEqual(['early', 'late']);
  });

  it('has a time that only grows, and a wall time in milliseconds since 1970', async () => {
    const { clock, passUntil } = create();
    const before = { monotonicMs: clock.monotonicMs(), now: clock.now() };
    let isOver = false;
    clock.after(5, () => {
      isOver = true;
    });
    await passUntil(() => isOver);
    expect(clock.monotonicMs()).toBeGreaterThan(before.monotonicMs);
    expect(before.now).toBeGreaterThan(Date.UTC(2020));
    expect(clock.now()).toBeGreaterThanOrEqual(before.now);
  });
});

describe('the system clock alone', () => {
  it('keeps no process alive', async () => {
    const clock = createSystemClock();
    const before = activeTimeouts();
    const timers = [clock.every(60_000, () => undefined), clock.after(60_000, () => undefined)];
    // Node lists only timers that hold the process.
    expect(activeTimeouts()).toBe(before);
    for (const timer of timers) timer.cancel();
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31])('refuses to wait %s ms', (timeMs) => {
    const clock = createSystemClock();
    expect(() => clock.after(timeMs, () => undefined)).toThrow(RangeError);
    expect(() => clock.every(timeMs, () => undefined)).toThrow(RangeError);
  });
});

async function waitUntil(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
}

function activeTimeouts(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}
