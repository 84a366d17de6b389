import type { Clock, Timer } from '../../electron/engine/ports.ts';
import { epochMs } from '../../shared/units.ts';

/** A clock that stands still until a test moves it on. */
export interface VirtualClock extends Clock {
  /** Moves time on and runs what falls due on the way, in order, each task at its own time. */
  advance(ms: number): void;
  /** Tasks that are still waiting. */
  readonly pendingTasks: number;
}

interface Task {
  dueMs: number;
  readonly intervalMs: number | undefined;
  readonly run: () => void;
}

const START_OF_TIME = 1_700_000_000_000;

export function createVirtualClock(startMs = START_OF_TIME): VirtualClock {
  const tasks = new Set<Task>();
  let passedMs = 0;

  return {
    now: () => epochMs(startMs + passedMs),
    monotonicMs: () => passedMs,
    every: (intervalMs, run) => schedule({ dueMs: passedMs + intervalMs, intervalMs, run }),
    after: (delayMs, run) => schedule({ dueMs: passedMs + delayMs, intervalMs: undefined, run }),
    advance,
    get pendingTasks() {
      return tasks.size;
    },
  };

  function schedule(task: Task): Timer {
    tasks.add(task);
    return { cancel: () => void tasks.delete(task) };
  }

  function advance(ms: number): void {
    const untilMs = passedMs + ms;
    for (let task = nextDue(untilMs); task !== undefined; task = nextDue(untilMs)) {
      passedMs = Math.max(passedMs, task.dueMs);
      if (task.intervalMs === undefined) tasks.delete(task);
      else task.dueMs += task.intervalMs;
      task.run();
    }
    passedMs = untilMs;
  }

  function nextDue(untilMs: number): Task | undefined {
    return [...tasks].filter((task) => task.dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0];
  }
}
