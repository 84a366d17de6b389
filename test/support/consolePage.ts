import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import type { Cleanup } from './cleanup.ts';
import { type Granary, type ServeReady, startServe } from './granary.ts';

/** The console of this engine in Chromium, by its link that signs in, with a clipboard. */
export async function openConsolePage(cleanup: Cleanup, { ready }: Granary<ServeReady>): Promise<Page> {
  const browser = await launchChromium();
  cleanup.add(() => browser.close());
  const context = await browser.newContext({ locale: 'en-GB', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(ready.console ?? '');
  return page;
}

/** The engine dies, and the page says so; a new one at the same place is found again without being asked. */
export async function outliveEngine(cleanup: Cleanup, page: Page, { engine, address }: OutliveOptions): Promise<void> {
  await engine.program.stop('SIGKILL');
  const lost = page.getByText('No connection to Granary.');
  await lost.waitFor({ timeout: 30_000 });
  const { dataDir, ready: ports } = engine;
  await startServe(cleanup, { address, dataDir, ports });
  await lost.waitFor({ state: 'hidden', timeout: 60_000 });
}

interface OutliveOptions {
  readonly engine: Granary<ServeReady>;
  readonly address: string;
}
