import { createCleanup } from '../../support/cleanup.ts';
import { type Figure, repeat } from '../figures.ts';
import { firstRowsPaintedAt } from './firstRows.ts';
import { type BenchEngine, startPlainApp } from './plainApp.ts';

const TARGET_SECONDS = 1.5;

export interface StartOptions {
  readonly runs: number;
  say(line: string): void;
}

/** From the start of the app's process until its first list is painted. */
export async function benchStart(what: string, engine: BenchEngine, { runs, say }: StartOptions): Promise<Figure> {
  say(`${what}: starting the app once, so that what it reads is in memory`);
  await timeStart(engine);
  say(`${what}: starting the app ${runs} times`);
  return {
    part: 'start',
    what: `process start to first painted list, ${what}`,
    unit: 's',
    moreIsBetter: false,
    granary: await repeat(runs, () => timeStart(engine)),
    target: { kind: 'value', atMost: TARGET_SECONDS },
  };
}

async function timeStart(engine: BenchEngine): Promise<number> {
  const cleanup = createCleanup();
  try {
    const app = await startPlainApp(cleanup, engine);
    return ((await firstRowsPaintedAt(await app.devTools)) - app.startedAt) / 1000;
  } finally {
    await cleanup.run();
  }
}
