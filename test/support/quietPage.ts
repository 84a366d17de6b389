import type { Page } from 'playwright-core';

const QUIET_MS = 250;
const PATIENCE_MS = 10_000;

/** Resolves when nothing in the page has changed for a moment and its fonts are there; rejects when it never comes to rest. */
export async function quietPage(page: Page): Promise<void> {
  await page.evaluate(waitForQuiet, { quietMs: QUIET_MS, patienceMs: PATIENCE_MS });
}

/** Runs in the page. */
function waitForQuiet({ quietMs, patienceMs }: { quietMs: number; patienceMs: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    let quiet: number | undefined;
    const observer = new MutationObserver(() => restart());
    const tooLong = window.setTimeout(() => end(() => reject(new Error('the page keeps changing'))), patienceMs);
    function end(done: () => void): void {
      observer.disconnect();
      window.clearTimeout(quiet);
      window.clearTimeout(tooLong);
      done();
    }
    function restart(): void {
      window.clearTimeout(quiet);
      quiet = window.setTimeout(() => end(resolve), quietMs);
    }
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    restart();
  });
}
