import type { Page } from 'playwright-core';

/** How smoothly a page drew while something was done in it. */
export interface FrameTimes {
  /** Milliseconds between one animation frame and the next. */
  readonly frames: readonly number[];
  /** Milliseconds of each task that kept the page from drawing for more than 50 ms. */
  readonly longTasks: readonly number[];
}

interface Recorder {
  readonly frames: number[];
  readonly longTasks: number[];
  stop(): void;
}

interface RecordingWindow {
  granaryBenchRecorder?: Recorder;
}

/** Records every frame while `work` runs. */
export async function recordFrames(page: Page, work: () => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(startRecording);
  await work();
  return page.evaluate(stopRecording);
}

/** Runs in the page. */
function startRecording(): void {
  const frames: number[] = [];
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  let last = performance.now();
  let next = requestAnimationFrame(tick);
  function tick(): void {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    next = requestAnimationFrame(tick);
  }
  const stop = (): void => {
    observer.disconnect();
    cancelAnimationFrame(next);
  };
  (window as RecordingWindow).granaryBenchRecorder = { frames, longTasks, stop };
}

/** Runs in the page. */
function stopRecording(): FrameTimes {
  const recorder = (window as RecordingWindow).granaryBenchRecorder;
  recorder?.stop();
  // The first one began before anything was done.
  return { frames: recorder?.frames.slice(1) ?? [], longTasks: recorder?.longTasks ?? [] };
}

/** The value that `part` of all values do not exceed. NaN for none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
