/** A fixed number of buffers that go around between who fills and who uses them: the bound on memory. */
export interface BufferPool {
  /** Resolves with a buffer of unknown content as soon as one is free. Rejects once the pool has failed. */
  take(): Promise<SharedBuffer>;
  give(buffer: SharedBuffer): void;
  /** Resolves when all buffers have come back. Rejects once the pool has failed. */
  allBack(): Promise<void>;
  /** Rejects all that wait, now and later: no more buffers will come back. Only the first error counts. */
  fail(error: unknown): void;
}

/** Bytes that threads see without a copy. */
export type SharedBuffer = Uint8Array<SharedArrayBuffer>;

/** The buffers are made when they are first needed. */
export function createBufferPool(count: number, bytesEach: number): BufferPool {
  const free: SharedBuffer[] = [];
  const takers: PromiseWithResolvers<SharedBuffer>[] = [];
  const watchers: PromiseWithResolvers<void>[] = [];
  let madeCount = 0;
  let failed: { readonly error: unknown } | undefined;

  return {
    take() {
      const taker = Promise.withResolvers<SharedBuffer>();
      takers.push(taker);
      settle();
      return taker.promise;
    },
    give(buffer) {
      free.push(buffer);
      settle();
    },
    allBack() {
      const watcher = Promise.withResolvers<void>();
      watchers.push(watcher);
      settle();
      return watcher.promise;
    },
    fail(error) {
      failed ??= { error };
      settle();
    },
  };

  /** Ends every wait that can end now. */
  function settle(): void {
    if (failed !== undefined) {
      for (const waiting of [...takers.splice(0), ...watchers.splice(0)]) waiting.reject(failed.error);
      return;
    }
    while (takers.length > 0 && (free.length > 0 || madeCount < count)) takers.shift()?.resolve(free.pop() ?? make());
    if (free.length === madeCount) for (const watcher of watchers.splice(0)) watcher.resolve();
  }

  function make(): SharedBuffer {
    madeCount++;
    return new Uint8Array(new SharedArrayBuffer(bytesEach));
  }
}
