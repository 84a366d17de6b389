import type { JobProgress } from '../../../shared/contract.ts';

/** Progress of long work, before it is known under the id of a job. */
export type MetainfoProgress = Omit<JobProgress, 'jobId'>;
export type OnProgress = (progress: MetainfoProgress) => void;

export interface ProgressMeter {
  /** Passes on what happened, at most five times a second. */
  report(state: { readonly bytesDone: number; readonly bytesTotal: number; readonly file?: string }): void;
}

const MIN_INTERVAL_MS = 200;

/** `now` gives milliseconds that only grow. The rate is the average since the meter was made. */
export function createProgressMeter(
  phase: MetainfoProgress['phase'],
  now: () => number,
  onProgress: OnProgress | undefined,
): ProgressMeter {
  const startedAt = now();
  let reportedAt = Number.NEGATIVE_INFINITY;

  return {
    report({ bytesDone, bytesTotal, file }) {
      const at = now();
      const isLast = phase === 'hashing' && bytesDone === bytesTotal;
      if (onProgress === undefined || (at - reportedAt < MIN_INTERVAL_MS && !isLast)) return;
      reportedAt = at;
      const rateBytesPerSecond = at > startedAt ? bytesDone / ((at - startedAt) / 1000) : 0;
      const isPredictable = phase === 'hashing' && rateBytesPerSecond > 0;
      onProgress({
        phase,
        bytesDone,
        bytesTotal,
        rateBytesPerSecond,
        ...(isPredictable && { secondsLeft: (bytesTotal - bytesDone) / rateBytesPerSecond }),
        ...(file !== undefined && { file }),
      });
    },
  };
}
