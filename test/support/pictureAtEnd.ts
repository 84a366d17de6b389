import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { Cleanup } from './cleanup.ts';

/** However the test ends, a picture of the page as it was then lies at `.cache/at-end/<name>.png`, for who asks why it failed. */
export function keepPictureAtEnd(cleanup: Cleanup, page: Page, name: string): void {
  const path = resolve(import.meta.dirname, `../../.cache/at-end/${name}.png`);
  cleanup.add(async () => {
    // A window that is gone leaves none.
    await page.screenshot({ path, timeout: 5000 }).catch(() => undefined);
  });
}
