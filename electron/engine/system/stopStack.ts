/** What was started, to be stopped in the reverse order. */
export interface StopStack {
  add(stop: () => Promise<void> | void): void;
  /** Stops everything even if a part of it fails; then rejects with the first failure. Idempotent. */
  stop(): Promise<void>;
}

export function createStopStack(): StopStack {
  const stops: (() => Promise<void> | void)[] = [];
  return {
    add(stop) {
      stops.push(stop);
    },
    async stop() {
      const failures: unknown[] = [];
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
        try {
          await stop();
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
