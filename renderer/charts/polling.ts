/** Runs something again and again, one at a time, and not while nobody looks. */
export interface PollingDeps {
  /** Runs something later; returns a function that cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly isVisible: () => boolean;
  readonly onVisibility: (listener: () => void) => () => void;
}

/** `run` handles its own errors. Returns a function that ends it; a run on its way then still comes to its end. */
export function startPolling(
  run: () => Promise<void>,
  everyMs: number,
  { after, isVisible, onVisibility }: PollingDeps = pageDeps,
): () => void {
  let cancel: (() => void) | undefined;
  let isRunning = false;
  let isOver = false;

  async function turn(): Promise<void> {
    cancel?.();
    cancel = undefined;
    if (isOver || isRunning || !isVisible()) return;
    isRunning = true;
    await run();
    isRunning = false;
    if (!isOver) cancel = after(everyMs, () => void turn());
  }

  const ignore = onVisibility(() => void turn());
  void turn();
  return () => {
    isOver = true;
    cancel?.();
    ignore();
  };
}

const pageDeps: PollingDeps = {
  after(delayMs, run) {
    const timer = window.setTimeout(run, delayMs);
    return () => window.clearTimeout(timer);
  },
  isVisible: () => !document.hidden,
  onVisibility(listener) {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};
