import { createCleanup } from '../../support/cleanup.ts';
import { type Figure, repeat } from '../figures.ts';
import { firstRowsPaintedAt } from './firstRows.ts';
import { startPlainApp } from './plainApp.ts';

const TARGET_SECONDS = 1.5;
const MOCK = '--shares 1000';

/** From the start of the app's process until its first list is painted, with a thousand shares. */
export async function benchWindowStart(runs: number, say: (line: string) => void): Promise<Figure[]> {
  say('starting the app once, so that what it reads is in memory');
  await timeStart();
  say(`starting the app ${runs} times`);
  return [
    {
      part: 'start',
      what: 'process start to first painted list, 1,000 shares',
      unit: 's',
      moreIsBetter: false,
      granary: await repeat(runs, timeStart),
      target: { kind: 'value', atMost: TARGET_SECONDS },
    },
  ];
}

async function timeStart(): Promise<number> {
  const cleanup = createCleanup();
  try {
    const app = await startPlainApp(cleanup, MOCK);
    return ((await firstRowsPaintedAt(await app.devTools)) - app.startedAt) / 1000;
  } finally {
    await cleanup.run();
  }
}
