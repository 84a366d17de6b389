import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFailed } from 'vitest';

/** When the test that calls this fails, a picture of the page as it was then lies at `.cache/failures/<name>.png`. */
export function keepPictureOfFailure(page: Page, name: string): void {
  const path = resolve(import.meta.dirname, `../../.cache/failures/${name}.png`);
  onTestFailed(async () => {
    // A page that is gone leaves no picture, and the failure itself is what counts.
    await page.screenshot({ path, timeout: 5000 }).catch(() => undefined);
  });
}
