import { randomUUID } from 'node:crypto';
import type { CommandParams, CommandResult, EngineApi, JobProgress } from '../../shared/contract.ts';
import type { Screen } from './terminal.ts';
import { createLiveRegion } from './view/liveRegion.ts';
import { progressLines } from './view/progressView.ts';

export interface JobView {
  /** Progress is drawn here if it is a terminal, and taken away at the end. */
  readonly screen: Screen;
  readonly stopSignal: AbortSignal;
}

/** Asks the engine for a share and shows how the hashing goes. A stop cancels the job, which then rejects with `cancelled`. */
export function createShare(
  api: EngineApi,
  params: Omit<CommandParams<'shares.create'>, 'jobId'>,
  view: JobView,
): Promise<CommandResult<'shares.create'>> {
  return withProgress(api, (jobId) => api.call('shares.create', { jobId, ...params }), view);
}

/** Runs a job of the engine under an id of its own, with its progress on the screen. */
export async function withProgress<Outcome>(
  api: EngineApi,
  run: (jobId: string) => Promise<Outcome>,
  { screen, stopSignal }: JobView,
): Promise<Outcome> {
  const jobId = randomUUID();
  const progress = createProgressBar(screen);
  const endEvents = api.onEvent(({ event, data }) => {
    if (event === 'job.progress' && data.jobId === jobId) progress.show(data);
  });
  const cancel = (): void => {
    // A connection that is gone ends the job's own promise as well, which says so.
    api.call('jobs.cancel', { jobId }).catch(() => undefined);
  };
  stopSignal.addEventListener('abort', cancel, { once: true });
  try {
    return await run(jobId);
  } finally {
    stopSignal.removeEventListener('abort', cancel);
    endEvents();
    progress.clear();
  }
}

export interface ProgressBar {
  show(progress: JobProgress): void;
  clear(): void;
}

/** Draws only on a terminal: in a log file a bar is noise. */
export function createProgressBar(screen: Screen): ProgressBar {
  if (!screen.isTerminal) return { show: () => undefined, clear: () => undefined };
  const region = createLiveRegion(screen);
  return {
    show: (progress) => region.draw(progressLines(progress, screen.size().columns)),
    clear: () => region.clear(),
  };
}
