import { getCompileCacheDir } from 'node:module';
import { dirname, extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SharedBuffer } from './bufferPool.ts';
import { createPieceDigester } from './pieceDigester.ts';

/** Hashes pieces, here or in threads. */
export interface PieceHasher {
  /**
   * Resolves with the hashes of the pieces that end in the stretch. Stretches come in the order of the content; one that does not end a
   * piece is followed by the next part of that piece. `bytes` must stay as they are until then.
   */
  hash(stretch: HashRequest): Promise<Uint8Array>;
  /** Ends the threads; hashes still waited for reject. */
  stop(): Promise<void>;
}

export interface HashRequest {
  readonly bytes: SharedBuffer;
  readonly isPieceEnd: boolean;
}

export interface HashWorkerData {
  readonly pieceLength: number;
}

interface HashThread {
  readonly worker: Worker;
  /** Answers come in the order of the requests. */
  readonly waiting: PromiseWithResolvers<Uint8Array>[];
  /** Why it answers no more. */
  failure: Error | undefined;
}

/** Beside this file, as source or as built. */
const WORKER = `./hashWorker${extname(import.meta.url)}`;

/** Hashes in this thread: the quickest for little content, as threads take longer to start. */
export function createLocalHasher(pieceLength: number): PieceHasher {
  const digester = createPieceDigester(pieceLength);
  return {
    hash: ({ bytes, isPieceEnd }) => Promise.resolve(digester.add(bytes, isPieceEnd)),
    stop: () => Promise.resolve(),
  };
}

/** Hashes in `threadCount` worker threads, from 1. */
export function createHashPool(pieceLength: number, threadCount: number): PieceHasher {
  const threads = Array.from({ length: threadCount }, () => startThread(pieceLength));
  /** The thread that has the beginning of a piece must get the rest of it. */
  let midPiece: HashThread | undefined;

  return {
    hash(stretch) {
      const thread = midPiece ?? leastBusy(threads);
      midPiece = stretch.isPieceEnd ? undefined : thread;
      if (thread.failure !== undefined) return Promise.reject(thread.failure);
      const outcome = Promise.withResolvers<Uint8Array>();
      thread.waiting.push(outcome);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.worker.postMessage(stretch);
      return outcome.promise;
    },
    async stop() {
      await Promise.all(threads.map((thread) => thread.worker.terminate()));
    },
  };
}

function startThread(pieceLength: number): HashThread {
  const workerData: HashWorkerData = { pieceLength };
  const thread: HashThread = {
    worker: new Worker(new URL(WORKER, import.meta.url), { workerData, env: environment() }),
    waiting: [],
    failure: undefined,
  };
  const fail = (error: Error): void => {
    thread.failure ??= error;
    for (const outcome of thread.waiting.splice(0)) outcome.reject(thread.failure);
  };
  thread.worker.on('message', (digests: Uint8Array) => thread.waiting.shift()?.resolve(digests));
  thread.worker.on('error', fail);
  thread.worker.on('exit', () => fail(new Error('a hashing thread ended')));
  return thread;
}

/** A thread does not by itself use the cache of compiled code that its process uses, and without it takes twice as long to start. */
function environment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}

function leastBusy(threads: readonly HashThread[]): HashThread {
  return threads.reduce((best, thread) => (thread.waiting.length < best.waiting.length ? thread : best));
}
