import type { GranaryError } from '../errors.ts';
import { asGranaryError } from '../errors.ts';
import type { Clock } from '../ports.ts';

/** A write that was asked for and waits to be done. Called inside the transaction; it may run again if that fails. */
export type PendingWrite = () => void;

/** Gathers writes of things that change all the time, and does them together every few seconds and at the end. */
export interface WriteBehind {
  /** Asks for a write. A later one under the same key takes the place of one that still waits. */
  put(key: string, write: PendingWrite): void;
  /** Withdraws what waits under keys that begin so: the thing is gone. */
  forget(keyStart: string): void;
  /** Whether what was to be written could not be. It is tried again every few seconds: better put nothing more meanwhile. */
  isFailing(): boolean;
  /** Writes all that waits, now; false if it failed and still waits. */
  flush(): boolean;
  /** A last flush; nothing is written after it. Idempotent. Never rejects: a failure goes where all failures go. */
  stop(): Promise<void>;
}

export interface WriteBehindDeps {
  readonly clock: Clock;
  /** `Storage.transaction`. */
  readonly transaction: (work: () => void) => void;
  /** Called when writing begins to fail, and when it fails in another way; the writes are kept and tried again. */
  readonly onFailure: (error: GranaryError, waiting: number) => void;
  /** Called when the writes that had failed are done. */
  readonly onRecovery: () => void;
}

export const WRITE_INTERVAL_MS = 3000;

/** `intervalMs` is the most that a crash can cost of what was put here. */
export function createWriteBehind(deps: WriteBehindDeps, { intervalMs = WRITE_INTERVAL_MS } = {}): WriteBehind {
  const waiting = new Map<string, PendingWrite>();
  let failing: GranaryError | undefined;
  let isStopped = false;
  const timer = deps.clock.every(intervalMs, flush);

  function flush(): boolean {
    if (waiting.size === 0) return true;
    try {
      deps.transaction(() => {
        for (const write of waiting.values()) write();
      });
    } catch (error) {
      reportFailure(asGranaryError(error));
      return false;
    }
    waiting.clear();
    if (failing !== undefined) {
      failing = undefined;
      deps.onRecovery();
    }
    return true;
  }

  function reportFailure(error: GranaryError): void {
    const isNews = error.code !== failing?.code || isStopped;
    failing = error;
    if (isNews) deps.onFailure(error, waiting.size);
  }

  return {
    put(key, write) {
      if (isStopped) throw new Error(`a write was put after the last one: ${key}`);
      waiting.set(key, write);
    },
    forget(keyStart) {
      for (const key of waiting.keys()) if (key.startsWith(keyStart)) waiting.delete(key);
    },
    isFailing: () => failing !== undefined,
    flush,
    stop() {
      if (!isStopped) {
        isStopped = true;
        timer.cancel();
        flush();
      }
      return Promise.resolve();
    },
  };
}
