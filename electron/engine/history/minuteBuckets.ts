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
  /** Begins to write the part of what waits whose turn it is, the engine's own first. False when there is more of that part. */
  flush(): boolean;
  /** Goes on with the part that `flush` has begun; false when there is more of it. */
  flushMore(): boolean;
  /** Writes what waits of a scope, and of the engine as a whole. */
  flushOf(scope: HistoryScope): void;
  /** Writes all of it. */
  flushAll(): void;
}

export interface MinuteBucketsDeps {
  readonly repository: Pick<HistoryRepository, 'add'>;
  /** Called when writing begins to fail, and not again before it works. */
  readonly onFailure: (error: GranaryError) => void;
}

/** On a disk that stays full, the oldest of what waits is given up: some ten megabytes of memory at most. */
const MAX_WAITING = 50_000;
/** A few milliseconds' work, after which others have their turn. */
const WRITTEN_AT_ONCE = 300;
/**
 * Each row of a share lies in pages of its own, and writing it costs 8 KB of the disk's life however small it is. So shares
 * take turns, and where many move each is written once in so many flushes: a minute of them, with a flush every three seconds.
 */
const FLUSHES_PER_TURN = 20;
/** With so few, each is written every time. */
const SHARES_PER_FLUSH = 8;

export function createMinuteBuckets({ repository, onFailure }: MinuteBucketsDeps): MinuteBuckets {
  const waiting = new Map<string, HistoryAddition>();
  let isFailing = false;
  /** Rows that are still to be written of the part that was begun. */
  let left = 0;

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
    flush() {
      left = Math.max(SHARES_PER_FLUSH, Math.ceil(waiting.size / FLUSHES_PER_TURN));
      // It must not cost the engine's figures more than a few seconds when the process is killed.
      return !write(keysOf('engine')) || flushMore();
    },
    flushMore,
    flushOf: (scope) => void write([...keysOf('engine'), ...(scope === 'engine' ? [] : keysOf(scope))]),
    flushAll: () => void write([...waiting.keys()]),
  };

  function keysOf(wanted: HistoryScope): string[] {
    return [...waiting].filter(([, { scope }]) => scope === wanted).map(([key]) => key);
  }

  /** What waits the longest is first: a row that was written and moves again stands last. */
  function flushMore(): boolean {
    const keys = [...waiting.keys()].slice(0, Math.min(left, WRITTEN_AT_ONCE));
    left -= keys.length;
    return !write(keys) || keys.length === 0 || left <= 0;
  }

  /** Whether it worked. What cannot be written is kept for the next time. */
  function write(keys: readonly string[]): boolean {
    if (keys.length === 0) return true;
    const chosen = keys.flatMap((key) => waiting.get(key) ?? []);
    try {
      repository.add(chosen);
    } catch (error) {
      if (!isFailing) onFailure(asGranaryError(error));
      isFailing = true;
      return false;
    }
    for (const key of keys) waiting.delete(key);
    isFailing = false;
    return true;
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
