import { create } from 'zustand';
import type { CommandParams, JobProgress } from '../../../shared/contract.ts';

/** A share in the making. */
export interface HashingJob {
  readonly jobId: string;
  readonly name: string;
  /** What the engine was asked, so that it can be asked again. */
  readonly request: Omit<CommandParams<'shares.create'>, 'jobId'>;
  readonly progress?: JobProgress;
  /** Why it ended without a share. */
  readonly error?: unknown;
}

export type Jobs = Readonly<Record<string, HashingJob>>;

interface HashingJobs {
  /** By job id. They go on when the dialog is closed. */
  readonly jobs: Jobs;
  /** The one that the dialog shows, or is to show when it opens next. */
  readonly shown: string | undefined;
}

export const useHashingJobs = create<HashingJobs>()(() => ({ jobs: {}, shown: undefined }));

export const hashingJobs = {
  add(job: HashingJob): void {
    useHashingJobs.setState(({ jobs }) => ({ jobs: { ...jobs, [job.jobId]: job }, shown: job.jobId }));
  },
  progress(progress: JobProgress): void {
    useHashingJobs.setState(({ jobs }) => ({ jobs: afterProgress(jobs, progress) }));
  },
  fail(jobId: string, error: unknown): void {
    useHashingJobs.setState(({ jobs }) => ({ jobs: afterFailure(jobs, jobId, error) }));
  },
  remove(jobId: string): void {
    useHashingJobs.setState(({ jobs, shown }) => ({
      jobs: without(jobs, jobId),
      shown: shown === jobId ? undefined : shown,
    }));
  },
  show(jobId: string | undefined): void {
    useHashingJobs.setState({ shown: jobId });
  },
  isShown: (jobId: string): boolean => useHashingJobs.getState().shown === jobId,
  has: (jobId: string): boolean => useHashingJobs.getState().jobs[jobId] !== undefined,
};

/** The same object when the progress is of another job: one of another window, or a recheck. */
export function afterProgress(jobs: Jobs, progress: JobProgress): Jobs {
  const job = jobs[progress.jobId];
  return job === undefined ? jobs : { ...jobs, [job.jobId]: { ...job, progress } };
}

export function afterFailure(jobs: Jobs, jobId: string, error: unknown): Jobs {
  const job = jobs[jobId];
  return job === undefined ? jobs : { ...jobs, [jobId]: { ...job, error } };
}

function without(jobs: Jobs, jobId: string): Jobs {
  const { [jobId]: _, ...others } = jobs;
  return others;
}
