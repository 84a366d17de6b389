import { setTimeout as pause } from 'node:timers/promises';
import { createCleanup } from '../../support/cleanup.ts';
import type { Figure } from '../figures.ts';
import { processorSecondsOf, processTree } from '../processTree.ts';
import { firstRowsPaintedAt } from './firstRows.ts';
import { type PlainApp, startPlainApp } from './plainApp.ts';

const TARGET_PERCENT = 3;
/** What starting, showing and hiding cost is over by then. */
const CALM_MS = 5000;
const WATCHED_SECONDS = 20;

interface Cost {
  /** Of all the app's processes but the engine's. */
  readonly app: number;
  readonly engine: number;
}

/** What the app costs while somebody sees its list of shares, and while nobody does. */
export async function benchHidden(mock: string, say: (line: string) => void): Promise<Figure[]> {
  const cleanup = createCleanup();
  try {
    const app = await startPlainApp(cleanup, { mock });
    await firstRowsPaintedAt(await app.devTools);
    say(`watching the window for ${WATCHED_SECONDS} s, shown and then hidden`);
    const shown = await costOf(app);
    await app.inMain('electron.BrowserWindow.getAllWindows()[0].hide()');
    const hidden = await costOf(app);
    return [
      {
        ...COMMON,
        what: 'main, renderer and graphics processes, window hidden',
        granary: [hidden.app],
        target: { kind: 'value', atMost: TARGET_PERCENT },
      },
      { ...COMMON, what: 'the same, window shown, everything moving', granary: [shown.app] },
      { ...COMMON, what: 'engine (mock), window hidden', granary: [hidden.engine] },
    ];
  } finally {
    await cleanup.run();
  }
}

const COMMON = { part: 'hidden', unit: '% of a core', moreIsBetter: false } as const;

async function costOf({ processId }: PlainApp): Promise<Cost> {
  await pause(CALM_MS);
  const before = usedBy(processId);
  const startedAt = performance.now();
  await pause(WATCHED_SECONDS * 1000);
  const after = usedBy(processId);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    app: (100 * (after.app - before.app)) / seconds,
    engine: (100 * (after.engine - before.engine)) / seconds,
  };
}

/** Seconds of processor time so far. */
function usedBy(processId: number): Cost {
  const processes = processTree(processId);
  const engines = processes.filter(({ commandLine }) => commandLine.includes('mockEngine'));
  const others = processes.filter((each) => !engines.includes(each));
  const seconds = (some: typeof processes): number => processorSecondsOf(some.map(({ id }) => id));
  return { app: seconds(others), engine: seconds(engines) };
}
