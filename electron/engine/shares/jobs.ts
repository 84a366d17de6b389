import type { JobProgress } from '../../../shared/contract.ts';
import { GranaryError } from '../errors.ts';
import type { Clock } from '../ports.ts';

export interface JobContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Omit<JobProgress, 'jobId'>) => void;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

/** Long work that a person can watch and cancel by the id its caller chose. */
export interface Jobs {
  /** Rejects with `bad-input` while another job has the same id, otherwise as `work` does. */
  run<Outcome>(jobId: string, work: (context: JobContext) => Promise<Outcome>): Promise<Outcome>;
  /** Unknown ids are no error: the job may just have ended. */
  cancel(jobId: string): void;
  /** Cancels all and waits until each has ended. */
  stop(): Promise<void>;
}

export function createJobs(clock: Clock, report: (progress: JobProgress) => void): Jobs {
  const running = new Map<string, { readonly controller: AbortController; readonly ended: Promise<void> }>();

  return {
    async run(jobId, work) {
      if (running.has(jobId)) throw new GranaryError('bad-input', `a job named ${jobId} is running already`);
      const controller = new AbortController();
      const ended = Promise.withResolvers<void>();
      running.set(jobId, { controller, ended: ended.promise });
      try {
        return await work({
          signal: controller.signal,
          onProgress: (progress) => report({ jobId, ...progress }),
          now: () => clock.monotonicMs(),
        });
      } finally {
        running.delete(jobId);
        ended.resolve();
      }
    },
    cancel(jobId) {
      running.get(jobId)?.controller.abort();
    },
    async stop() {
      const all = [...running.values()];
      for (const job of all) job.controller.abort();
      await Promise.all(all.map((job) => job.ended));
    },
  };
}
