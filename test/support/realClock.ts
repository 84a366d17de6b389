import type { Clock, Timer } from '../../electron/engine/ports.ts';
import { epochMs } from '../../shared/units.ts';

/** The system's clock for tests that talk over real sockets. Its timers never keep the process alive. */
export const realClock: Clock = {
  now: () => epochMs(Date.now()),
  monotonicMs: () => performance.now(),
  every: (intervalMs, task) => timerOf(setInterval(task, intervalMs)),
  after: (delayMs, task) => timerOf(setTimeout(task, delayMs)),
};

function timerOf(timeout: NodeJS.Timeout): Timer {
  timeout.unref();
  return { cancel: () => clearTimeout(timeout) };
}
