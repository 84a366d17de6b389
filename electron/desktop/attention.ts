import type { ClientEvent } from '../../shared/contract.ts';
import type { Share } from '../../shared/model.ts';
import type { StatusRow } from '../../shared/rows.ts';
import type { Clock, Timer } from '../engine/ports.ts';

export interface AttentionDeps {
  readonly clock: Clock;
  /** Everyone who wanted it has it now; `others` counts them, without this computer. */
  readonly everyoneHas: (share: { readonly name: string; readonly others: number }) => void;
  /** Whether others are downloading from here, each time that changes. */
  readonly setBusy: (isBusy: boolean) => void;
  /** 0 to 1, or undefined when there is nothing to wait for. Hashing, which someone waits for here, comes before what others fetch. */
  readonly setProgress: (progress: number | undefined) => void;
  readonly status: (status: StatusRow) => void;
}

/** What a person should learn without looking at the window, made of what the engine tells. */
export interface Attention {
  event(event: ClientEvent): void;
  /** The engine is gone: nothing is known any more, and nothing is being fetched. */
  reset(): void;
}

/** The view that main has open on its connection. */
export const STATUS_VIEW = 'status';
export const FOLLOWED_EVENTS = ['share.changed', 'share.removed', 'job.progress'];

/** Someone who still misses something but took nothing for so long does not keep the computer awake. */
export const STALLED_AFTER_MS = 10 * 60_000;
/** A job that says nothing for so long is over: its end is told only to the one who asked for it. */
export const JOB_SILENT_MS = 3000;
/** Silence is no event, and an idle engine has nothing to tell: so what goes on is looked at as long as it does. */
const LOOK_MS = 1000;

interface Job {
  readonly done: number;
  readonly total: number;
  readonly at: number;
}

export function createAttention({ clock, everyoneHas, setBusy, setProgress, status }: AttentionDeps): Attention {
  /** Shares that somebody was seen to wait for, and how many of a swarm then waited or had it. */
  const wanted = new Set<string>();
  const jobs = new Map<string, Job>();
  let isBusy = false;
  let isWanted = false;
  let movedAt: number | undefined;
  let downloadsProgress: number | undefined;
  let looking: Timer | undefined;
  let shownProgress: number | undefined;

  function shareChanged({ infoHash, name, swarm, state }: Share): void {
    if (swarm.leechers > 0) wanted.add(infoHash);
    else if (wanted.delete(infoHash) && state.kind === 'seeding') {
      // The tracker counts this computer among the seeders.
      const others = swarm.seeders - 1;
      // Those who waited may as well have gone away.
      if (others > 0) everyoneHas({ name, others });
    }
  }

  function statusChanged(row: StatusRow): void {
    if (row.uploadRateBytesPerSecond > 0) movedAt = clock.monotonicMs();
    isWanted = row.peersDownloading > 0;
    downloadsProgress = row.downloadsProgress;
    status(row);
    look();
  }

  function look(): void {
    const now = clock.monotonicMs();
    for (const [id, job] of jobs) if (job.done >= job.total || now - job.at > JOB_SILENT_MS) jobs.delete(id);
    become(isWanted && movedAt !== undefined && now - movedAt < STALLED_AFTER_MS);
    showProgress();
    if (isBusy || jobs.size > 0) looking ??= clock.every(LOOK_MS, look);
    else {
      looking?.cancel();
      looking = undefined;
    }
  }

  function become(busy: boolean): void {
    if (busy === isBusy) return;
    isBusy = busy;
    setBusy(busy);
  }

  function showProgress(): void {
    const running = [...jobs.values()];
    const total = running.reduce((sum, job) => sum + job.total, 0);
    const progress = total > 0 ? running.reduce((sum, job) => sum + job.done, 0) / total : othersProgress();
    if (progress === shownProgress) return;
    shownProgress = progress;
    setProgress(progress);
  }

  function othersProgress(): number | undefined {
    return isBusy ? downloadsProgress : undefined;
  }

  return {
    event(event) {
      if (event.event === 'share.changed') shareChanged(event.data);
      else if (event.event === 'share.removed') wanted.delete(event.data.infoHash);
      else if (event.event === 'job.progress') {
        const { jobId, bytesDone, bytesTotal } = event.data;
        jobs.set(jobId, { done: bytesDone, total: bytesTotal, at: clock.monotonicMs() });
        look();
      } else if (event.event === 'view.changed' && event.data.view === STATUS_VIEW) {
        const [row] = event.data.rows;
        if (row !== undefined) statusChanged(row as unknown as StatusRow);
      }
    },
    reset() {
      wanted.clear();
      jobs.clear();
      isWanted = false;
      movedAt = undefined;
      look();
    },
  };
}
