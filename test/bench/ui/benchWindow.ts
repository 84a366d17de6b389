import type { Page } from 'playwright-core';

/** The window that is measured, wherever it runs. */
export interface BenchWindow {
  readonly page: Page;
  /** Ends the engine's process the hard way. */
  killEngine(): void;
  close(): Promise<void>;
}

/** Goes to a view by its address and waits for the first rows of its table. */
export async function goTo(page: Page, route: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#${route}`);
  await firstRows(page);
}

export async function firstRows(page: Page): Promise<void> {
  await page.locator('[role="grid"] [role="row"][aria-rowindex="3"]').first().waitFor();
}

/** Megabytes of JavaScript objects that are still needed. */
export async function heapMegabytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize / 1e6;
  } finally {
    await session.detach();
  }
}
