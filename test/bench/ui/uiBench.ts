import { writeFile } from 'node:fs/promises';
import { createCleanup } from '../../support/cleanup.ts';
import { type Figure, median, verdictOf } from '../figures.ts';
import { describeMachine, machineLine } from '../machine.ts';
import { tableLines } from '../table.ts';
import { openElectronWindow } from './electronWindow.ts';
import { benchHidden } from './hiddenBench.ts';
import { benchRestart } from './restartBench.ts';
import { benchScale } from './scaleBench.ts';
import { parseUiOptions, type UiBenchOptions } from './uiOptions.ts';
import { benchWindowStart } from './windowStartBench.ts';

/**
 * `npm run bench:ui`: the window in a real Electron with a mock engine of 10,000 shares and a swarm of 100,000 peers, on a
 * display without a graphics card. Build the app first (`npm run build`); the machine should be idle. Exit status 0 when
 * every target is met, 1 when one is missed, 2 when it could not measure.
 */

const CANNOT_MEASURE = 2;
const MANY = '--shares 10000 --peers 100000';

try {
  process.exitCode = await main(parseUiOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = CANNOT_MEASURE;
}

async function main(options: UiBenchOptions): Promise<number> {
  const figures = await measure(options);
  const machine = describeMachine([]);
  process.stdout.write(`${[...tableLines(figures), '', machineLine(machine)].join('\n')}\n`);
  if (options.jsonFile !== undefined) {
    const rows = figures.map((figure) => ({ ...figure, median: median(figure.granary), verdict: verdictOf(figure) }));
    const result = { measuredAt: new Date().toISOString(), machine, figures: rows };
    await writeFile(options.jsonFile, `${JSON.stringify(result, undefined, 2)}\n`);
  }
  return figures.some((figure) => verdictOf(figure) === 'missed') ? 1 : 0;
}

/** Whatever happens, what was started is stopped. */
async function measure({ parts, runs }: UiBenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  if (parts.includes('start')) figures.push(...(await benchWindowStart(runs, say)));
  if (parts.includes('hidden')) figures.push(...(await benchHidden(MANY, say)));
  const inBigWindow = (
    [
      ['scale', benchScale],
      ['restart', benchRestart],
    ] as const
  ).filter(([part]) => parts.includes(part));
  if (inBigWindow.length === 0) return figures;

  const cleanup = createCleanup();
  try {
    const window = await openElectronWindow(cleanup, MANY);
    for (const [, run] of inBigWindow) figures.push(...(await run(window, say)));
    return figures;
  } finally {
    await cleanup.run();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
