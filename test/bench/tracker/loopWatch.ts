/** How long the event loop was kept from its next turn, at most. */
export interface LongestHold {
  readonly milliseconds: number;
  /** In processor time of the loop's own thread: what other programs took of the machine is not in it. */
  readonly processorMilliseconds: number;
}

export interface LoopWatch {
  /** The longest since it was taken last. */
  take(): LongestHold;
}

const TICK_MS = 1;

/** A timer that is due every millisecond, and looks how late it is. Runs as long as the process does. */
export function createLoopWatch(): LoopWatch {
  let lastMs = performance.now();
  let lastProcessorMs = processorMs();
  let milliseconds = 0;
  let processorMilliseconds = 0;

  setInterval(() => {
    const nowMs = performance.now();
    const nowProcessorMs = processorMs();
    milliseconds = Math.max(milliseconds, nowMs - lastMs - TICK_MS);
    processorMilliseconds = Math.max(processorMilliseconds, nowProcessorMs - lastProcessorMs);
    lastMs = nowMs;
    lastProcessorMs = nowProcessorMs;
  }, TICK_MS);

  return {
    take() {
      const longest = { milliseconds, processorMilliseconds };
      milliseconds = 0;
      processorMilliseconds = 0;
      return longest;
    },
  };
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
