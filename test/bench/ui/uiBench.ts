import { writeFile } from 'node:fs/promises';
import { type Cleanup, createCleanup } from '../../support/cleanup.ts';
import type { DesktopFolders } from '../../support/desktopApp.ts';
import { type Figure, median, verdictOf } from '../figures.ts';
import { describeMachine, machineLine } from '../machine.ts';
import { tableLines } from '../table.ts';
import type { BenchWindow } from './benchWindow.ts';
import { openElectronWindow } from './electronWindow.ts';
import { benchHidden } from './hiddenBench.ts';
import type { BenchEngine } from './plainApp.ts';
import { makeRealLibrary } from './realLibrary.ts';
import { benchRestart } from './restartBench.ts';
import { benchScale } from './scaleBench.ts';
import { parseUiOptions, type UiBenchOptions } from './uiOptions.ts';
import { benchStart, type StartOptions } from './windowStartBench.ts';

/**
 * `npm run bench:ui`: the window in a real Electron with a mock engine of 10,000 shares and a swarm of 100,000 peers, on a
 * display without a graphics card; and how soon it is there, with the real engine and a thousand shares too. The machine should
 * be idle. Exit status 0 when every target is met, 1 when one is missed, 2 when it could not measure.
 */

const CANNOT_MEASURE = 2;
const MANY = '--shares 10000 --peers 100000';
/** As many as the target for the start speaks of. */
const LIBRARY_SHARES = 1000;

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
  const cleanup = createCleanup();
  const figures: Figure[] = [];
  try {
    const library = parts.some((part) => part === 'start' || part === 'restart')
      ? await makeLibrary(cleanup)
      : undefined;
    if (library !== undefined && parts.includes('start')) figures.push(...(await benchStarts(library, { runs, say })));
    if (parts.includes('hidden')) figures.push(...(await benchHidden(MANY, say)));
    if (parts.includes('scale')) figures.push(...(await inWindow({ mock: MANY }, (window) => benchScale(window, say))));
    if (library !== undefined && parts.includes('restart')) figures.push(...(await benchRestarts(library)));
    return figures;
  } finally {
    await cleanup.run();
  }
}

function makeLibrary(cleanup: Cleanup): Promise<DesktopFolders> {
  say(`sharing ${LIBRARY_SHARES} files`);
  return makeRealLibrary(cleanup, LIBRARY_SHARES);
}

/** With the real engine, and with the mock of the other figures. */
async function benchStarts(library: DesktopFolders, options: StartOptions): Promise<Figure[]> {
  const shares = LIBRARY_SHARES.toLocaleString('en');
  return [
    await benchStart(`${shares} shares, real engine`, { folders: library }, options),
    await benchStart(`${shares} shares, mock engine`, { mock: `--shares ${LIBRARY_SHARES}` }, options),
  ];
}

async function benchRestarts(library: DesktopFolders): Promise<Figure[]> {
  const restart = (engineName: string) => (window: BenchWindow) => benchRestart(window, { engineName, say });
  return [
    ...(await inWindow({ folders: library }, restart('real engine'))),
    ...(await inWindow({ mock: MANY }, restart('mock engine'))),
  ];
}

async function inWindow(engine: BenchEngine, run: (window: BenchWindow) => Promise<Figure[]>): Promise<Figure[]> {
  const cleanup = createCleanup();
  try {
    return await run(await openElectronWindow(cleanup, engine));
  } finally {
    await cleanup.run();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
