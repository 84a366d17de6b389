import { asGranaryError, type GranaryError } from '../errors.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { HistoryAddition, HistoryAmounts, HistoryRepository, HistoryScope } from '../storage/historyRepository.ts';
import { NO_AMOUNTS } from './secondsRing.ts';

/**
 * What was counted and is not on disk yet, by minute of the wall clock. Only additions are kept and written, so it does not
 * matter whether a minute has a row already: from before a restart, or from before the clock was set back.
 */
export interface MinuteBuckets {
  add(bucket: { readonly scope: HistoryScope; readonly at: number }, amounts: HistoryAmounts): void;
  /** Withdraws what waits of a share. */
  forget(infoHash: InfoHash): void;
  /** Writes some of what waits; false when there is more of it. What cannot be written is kept for the next time. */
  flush(): boolean;
  /** Writes all of it. */
  flushAll(): void;
}

export interface MinuteBucketsDeps {
  readonly repository: Pick<HistoryRepository, 'add'>;
  /** Called when writing begins to fail, and not again before it works. */
  readonly onFailure: (error: GranaryError) => void;
}

/** On a disk that stays full, the oldest of what waits is given up: a few megabytes of memory at most. */
const MAX_WAITING = 20_000;
/** A few milliseconds' work, after which others have their turn. */
const WRITTEN_AT_ONCE = 300;

export function createMinuteBuckets({ repository, onFailure }: MinuteBucketsDeps): MinuteBuckets {
  const waiting = new Map<string, HistoryAddition>();
  let isFailing = false;

  return {
    add({ scope, at }, amounts) {
      const key = `${scope} ${at}`;
      waiting.set(key, { scope, at, ...sumOf(waiting.get(key) ?? NO_AMOUNTS, amounts) });
      const [oldest] = waiting.keys();
      if (waiting.size > MAX_WAITING && oldest !== undefined) waiting.delete(oldest);
    },
    forget(infoHash) {
      for (const [key, { scope }] of waiting) if (scope === infoHash) waiting.delete(key);
    },
    flush: () => write(WRITTEN_AT_ONCE),
    flushAll: () => void write(waiting.size),
  };

  function write(count: number): boolean {
    const chosen = [...waiting].slice(0, count);
    if (chosen.length === 0) return true;
    try {
      repository.add(chosen.map(([, addition]) => addition));
    } catch (error) {
      if (!isFailing) onFailure(asGranaryError(error));
      isFailing = true;
      return true;
    }
    for (const [key] of chosen) waiting.delete(key);
    isFailing = false;
    return waiting.size === 0;
  }
}

function sumOf(a: HistoryAmounts, b: HistoryAmounts): HistoryAmounts {
  return {
    coveredMs: a.coveredMs + b.coveredMs,
    uploadBytes: a.uploadBytes + b.uploadBytes,
    downloadBytes: a.downloadBytes + b.downloadBytes,
    peerMs: a.peerMs + b.peerMs,
    swarmPeerMs: a.swarmPeerMs + b.swarmPeerMs,
    announces: a.announces + b.announces,
    scrapes: a.scrapes + b.scrapes,
  };
}
