import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { type Cleanup, createCleanup } from '../support/cleanup.ts';
import { benchCreate } from './createBench.ts';
import { type Figure, median, ratioOf, verdictOf } from './figures.ts';
import { describeMachine, type Machine, machineLine } from './machine.ts';
import { benchMemory } from './memoryBench.ts';
import { type BenchOptions, type Part, parseOptions } from './options.ts';
import { findMissing } from './requirements.ts';
import { benchSeeding } from './seedBench.ts';
import { benchStart } from './startBench.ts';
import { tableLines } from './table.ts';
import { benchTracker } from './trackerBench.ts';
import type { Protocol } from './trackerLoad.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

/**
 * `npm run bench`: measures Granary against its peers on this machine, which should be idle, and prints a table of medians
 * and ratios. Exit status 0 when every target is met, 1 when one is missed, 2 when it could not measure.
 */

const CANNOT_MEASURE = 2;

class Interruption extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`ended by ${signal}; everything is stopped and removed`);
    this.signal = signal;
  }
}

try {
  process.exitCode = await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  // What was interrupted may still be waiting for something.
  process.exit(error instanceof Interruption ? 128 + constants.signals[error.signal] : CANNOT_MEASURE);
}

async function main(options: BenchOptions): Promise<number> {
  const missing = findMissing(options.parts);
  for (const line of missing) process.stderr.write(`${line}\n`);
  if (missing.length > 0) return CANNOT_MEASURE;

  const machine = describeMachine(options.parts);
  const figures = await measure(options);
  process.stdout.write(`${[...tableLines(figures), '', machineLine(machine)].join('\n')}\n`);
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, jsonOf(machine, figures));
  return figures.some((figure) => verdictOf(figure) === 'missed') ? 1 : 0;
}

/** Whatever happens, what was started is stopped and what was written is removed. */
async function measure(options: BenchOptions): Promise<Figure[]> {
  const cleanup = createCleanup();
  const interrupted = Promise.withResolvers<never>();
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => interrupted.reject(new Interruption(signal));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await Promise.race([runSteps(cleanup, options), interrupted.promise]);
  } finally {
    await cleanup.run();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function runSteps(cleanup: Cleanup, { parts, runs }: BenchOptions): Promise<Figure[]> {
  const bench = await createWorkbench(cleanup, runs);
  const figures: Figure[] = [];
  for (const run of stepsFor(parts)) figures.push(...(await run(bench)));
  return figures;
}

type Step = (bench: Workbench) => Promise<Figure[]>;

/** In the order of the table. Both protocols of the tracker are measured on the same running trackers. */
function stepsFor(parts: readonly Part[]): Step[] {
  const has = (part: Part): boolean => parts.includes(part);
  const protocols = (['udp', 'http'] as const satisfies readonly Protocol[]).filter(has);
  return [
    ...(has('seed') ? [benchSeeding] : []),
    ...(has('create') ? [benchCreate] : []),
    ...(protocols.length > 0 ? [(bench: Workbench) => benchTracker(bench, protocols)] : []),
    ...(has('memory') ? [benchMemory] : []),
    ...(has('start') ? [benchStart] : []),
  ];
}

function jsonOf(machine: Machine, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => ({
    ...figure,
    granaryMedian: median(figure.granary),
    peerMedian: figure.peer === undefined ? undefined : median(figure.peer.values),
    ratio: ratioOf(figure),
    verdict: verdictOf(figure),
  }));
  return `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, figures: rows }, undefined, 2)}\n`;
}
