import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Database } from 'better-sqlite3';

/**
 * Who brings what was written from SQLite's log into the database file. SQLite does it within the write that makes the log too
 * long, and waits for the disk: that may hold the event loop for as long as the disk is busy with others. While there is much
 * to write, a thread does it instead; otherwise none is there, and SQLite does as always.
 */
export interface Checkpoints {
  /** Call it after every transaction. */
  wrote(): void;
  /** Before the database is closed. Idempotent. */
  stop(): Promise<void>;
}

export interface CheckpointWorkerData {
  readonly file: string;
  /** Without a message for so long, the thread ends. */
  readonly idleMs: number;
}

export interface CheckpointOptions {
  /** As many transactions a second are much to write. */
  readonly busyPerSecond?: number;
  readonly idleMs?: number;
}

/** Beside this file, as source or as built. */
const WORKER = `./checkpointWorker${extname(import.meta.url)}`;
const SECOND_MS = 1000;
/** In pages of the log. What SQLite comes with, and what it does by itself if the thread does not keep up: 64 MiB. */
const USUAL_PAGES = 1000;
const MANY_PAGES = 16_384;

export function createCheckpoints(
  database: Database,
  file: string,
  { busyPerSecond = 8, idleMs = 10_000 }: CheckpointOptions = {},
): Checkpoints {
  let worker: Worker | undefined;
  let hasFailed = false;
  let secondFrom = performance.now();
  let transactions = 0;

  function start(): Worker {
    const workerData: CheckpointWorkerData = { file, idleMs };
    const started = new Worker(new URL(WORKER, import.meta.url), { workerData });
    started.unref();
    started.once('message', () => leaveTo(MANY_PAGES));
    started.once('error', () => {
      // Then SQLite does it as before: a loop that is held now and then is better than a log without end.
      hasFailed = true;
    });
    started.once('exit', () => {
      worker = undefined;
      leaveTo(USUAL_PAGES);
    });
    return started;
  }

  function leaveTo(pages: number): void {
    if (database.open) database.pragma(`wal_autocheckpoint = ${pages}`);
  }

  return {
    wrote() {
      transactions++;
      const now = performance.now();
      if (now - secondFrom < SECOND_MS) return;
      const isBusy = transactions >= busyPerSecond;
      secondFrom = now;
      transactions = 0;
      if (!isBusy || hasFailed) return;
      worker ??= start();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage('checkpoint');
    },
    async stop() {
      hasFailed = true;
      await worker?.terminate();
    },
  };
}
