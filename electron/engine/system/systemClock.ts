import { epochMs } from '../../../shared/units.ts';
import type { Clock, Timer } from '../ports.ts';

/** The longest that Node's timers can wait, some 24 days; it takes anything longer for one millisecond. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The clock of the machine. Timers throw RangeError for a time that is negative, no number, or above 24 days. */
export function createSystemClock(): Clock {
  return {
    now: () => epochMs(Date.now()),
    monotonicMs: () => performance.now(),
    every: (intervalMs, task) => timerOf(setInterval(task, checked(intervalMs))),
    after: (delayMs, task) => timerOf(setTimeout(task, checked(delayMs))),
  };
}

function timerOf(timeout: NodeJS.Timeout): Timer {
  timeout.unref();
  return { cancel: () => clearTimeout(timeout) };
}

function checked(timeMs: number): number {
  if (timeMs >= 0 && timeMs <= MAX_TIMER_MS) return timeMs;
  throw new RangeError(`a timer waits from 0 to ${MAX_TIMER_MS} ms; ${timeMs} asked`);
}
