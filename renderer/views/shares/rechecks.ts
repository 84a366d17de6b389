import { create } from 'zustand';
import type { JobProgress } from '../../../shared/contract.ts';

/** A share whose files are being hashed again because this window asked for it. */
export interface Recheck {
  readonly jobId: string;
  /** 0 to 1; absent until it is this one's turn. */
  readonly part?: number;
  readonly secondsLeft?: number;
}

interface Rechecks {
  /** By info-hash. They outlive the view that began them. */
  readonly running: Readonly<Record<string, Recheck>>;
  begin(infoHash: string, jobId: string): void;
  progress(progress: JobProgress): void;
  end(infoHash: string): void;
}

export const useRechecks = create<Rechecks>((set) => ({
  running: {},
  begin(infoHash, jobId) {
    set(({ running }) => ({ running: { ...running, [infoHash]: { jobId } } }));
  },
  progress(progress) {
    set(({ running }) => ({ running: afterProgress(running, progress) }));
  },
  end(infoHash) {
    set(({ running }) => {
      const { [infoHash]: _, ...others } = running;
      return { running: others };
    });
  },
}));

/** The same object when the progress is of another job. */
export function afterProgress(
  running: Readonly<Record<string, Recheck>>,
  { jobId, bytesDone, bytesTotal, secondsLeft }: JobProgress,
): Readonly<Record<string, Recheck>> {
  const infoHash = Object.keys(running).find((key) => running[key]?.jobId === jobId);
  if (infoHash === undefined) return running;
  const part = bytesTotal === 0 ? 1 : bytesDone / bytesTotal;
  return { ...running, [infoHash]: { jobId, part, ...(secondsLeft === undefined ? {} : { secondsLeft }) } };
}
