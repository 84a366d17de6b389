import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock } from '../ports.ts';
import type { NewListedRecord } from '../storage/listedRepository.ts';

/** With the .torrent file that was kept of it. */
export type RemovedEntry = Pick<NewListedRecord, 'infoHash' | 'name' | 'publishedBy' | 'file'>;

/**
 * What was taken off the list lately. Whoever puts a torrent on it again, to undo that or because they think better of it, names
 * the info-hash alone: its file and its publisher come from here.
 */
export interface RemovedEntries {
  add(entry: RemovedEntry): void;
  find(infoHash: InfoHash): RemovedEntry | undefined;
  /** It is on the list again. */
  forget(infoHash: InfoHash): void;
}

export interface RemovedEntriesLimits {
  readonly entries: number;
  /** Of .torrent files, together. */
  readonly bytes: number;
}

/** Long enough for a look at what one did. */
const KEPT_MS = 3_600_000;

/** Beyond its limits those that were removed first are forgotten. */
export function createRemovedEntries(clock: Pick<Clock, 'monotonicMs'>, limits: RemovedEntriesLimits): RemovedEntries {
  /** Those that were removed first stand first. */
  const removed = new Map<InfoHash, RemovedEntry & { readonly atMs: number }>();
  let bytes = 0;

  function forget(infoHash: InfoHash): void {
    bytes -= bytesOf(removed.get(infoHash));
    removed.delete(infoHash);
  }

  return {
    add(entry) {
      forget(entry.infoHash);
      removed.set(entry.infoHash, { ...entry, atMs: clock.monotonicMs() });
      bytes += bytesOf(entry);
      for (const [oldest, { atMs }] of removed) {
        const isOver = removed.size > limits.entries || bytes > limits.bytes;
        if (!isOver && clock.monotonicMs() - atMs < KEPT_MS) break;
        forget(oldest);
      }
    },
    find(infoHash) {
      const found = removed.get(infoHash);
      return found !== undefined && clock.monotonicMs() - found.atMs < KEPT_MS ? found : undefined;
    },
    forget,
  };
}

function bytesOf(removed: Pick<RemovedEntry, 'file'> | undefined): number {
  return removed?.file?.metainfo.length ?? 0;
}
