import { GranaryError } from '../../../electron/engine/errors.ts';
import type { EventBus } from '../../../electron/engine/eventBus.ts';
import type { Clock, Timer } from '../../../electron/engine/ports.ts';

/** Work that takes a few seconds and tells how far it is: hashing, as far as a window can see. */
export interface MockJobs {
  /** Resolves when all bytes were "hashed"; rejects with `cancelled`. In a still world it stops on its way. */
  run(job: MockJob): Promise<void>;
  cancel(jobId: string): void;
  stop(): void;
}

interface MockJob {
  readonly jobId: string;
  readonly bytes: number;
  readonly file: string;
}

const STEP_MS = 200;
const STEPS = 25;
/** Where a still world's hashing stands. */
const STILL_STEP = 15;

export function createMockJobs(deps: {
  readonly clock: Clock;
  readonly bus: EventBus;
  readonly isStill: boolean;
}): MockJobs {
  const { clock, bus, isStill } = deps;
  const running = new Map<string, (error: GranaryError) => void>();

  function tell({ jobId, bytes, file }: MockJob, step: number): void {
    const bytesDone = Math.floor((bytes * step) / STEPS);
    const rateBytesPerSecond = (bytes / STEPS) * (1000 / STEP_MS);
    const secondsLeft = ((STEPS - step) * STEP_MS) / 1000;
    const figures = { bytesDone, bytesTotal: bytes, rateBytesPerSecond, secondsLeft };
    bus.emit({ event: 'job.progress', data: { jobId, phase: 'hashing', ...figures, file } });
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        let step = isStill ? STILL_STEP : 0;
        const timers: Timer[] = [];
        const end = (done: () => void): void => {
          for (const timer of timers) timer.cancel();
          running.delete(job.jobId);
          done();
        };
        running.set(job.jobId, (error) => end(() => reject(error)));
        tell(job, step);
        const next = (): void => {
          if (!isStill) step++;
          tell(job, step);
          if (step >= STEPS) end(resolve);
        };
        timers.push(clock.every(STEP_MS, next));
      }),
    cancel: (jobId) => running.get(jobId)?.(new GranaryError('cancelled', 'the work was cancelled')),
    stop: () => {
      for (const end of [...running.values()]) end(new GranaryError('engine-unreachable', 'the engine is stopping'));
    },
  };
}
