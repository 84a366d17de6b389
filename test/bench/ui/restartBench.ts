import type { Page } from 'playwright-core';
import type { DesktopBridge } from '../../../shared/desktop.ts';
import type { Figure } from '../figures.ts';
import { type BenchWindow, goTo } from './benchWindow.ts';

const TARGET_SECONDS = 1;
const RUNS = 3;

type BridgedWindow = Window & { readonly granary: DesktopBridge; granaryBenchRows?: Promise<number> };

export interface RestartOptions {
  readonly engineName: string;
  say(line: string): void;
}

/** From the person's "start again", and from the engine's sudden end, until the window has rows of the new one. */
export async function benchRestart(window: BenchWindow, { engineName, say }: RestartOptions): Promise<Figure[]> {
  const { page } = window;
  await goTo(page, '/shares');
  const asked: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    say(`restarting the ${engineName}`);
    asked.push(await secondsToRows(page, () => page.evaluate(askForRestart)));
  }
  say(`killing the ${engineName}`);
  const killed = await secondsToRows(page, () => Promise.resolve(window.killEngine()));
  const common = { part: 'restart', unit: 's', moreIsBetter: false } as const;
  return [
    {
      ...common,
      what: `${engineName} restarted, rows in the window`,
      granary: asked,
      target: { kind: 'value', atMost: TARGET_SECONDS },
    },
    { ...common, what: `${engineName} killed, rows in the window`, granary: [killed] },
  ];
}

async function secondsToRows(page: Page, begin: () => Promise<void>): Promise<number> {
  await page.evaluate(watchForRows);
  await begin();
  return page.evaluate(rowsCame);
}

/** Runs in the page. */
function watchForRows(): void {
  const own = window as unknown as BridgedWindow;
  const startedAt = performance.now();
  own.granaryBenchRows = new Promise((resolve) => {
    let isNew = false;
    const end = own.granary.onFrame((frame) => {
      if ('hello' in frame) isNew = true;
      if (!isNew || !('event' in frame) || frame.event !== 'view.changed') return;
      end();
      resolve((performance.now() - startedAt) / 1000);
    });
  });
}

/** Runs in the page. */
function askForRestart(): void {
  void (window as unknown as BridgedWindow).granary.restartEngine();
}

/** Runs in the page. */
function rowsCame(): Promise<number> {
  return (window as unknown as BridgedWindow).granaryBenchRows ?? Promise.reject(new Error('nobody watched'));
}
