import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { type Cleanup, createCleanup } from '../support/cleanup.ts';
import { type Figure, median, ratioOf, verdictOf } from './figures.ts';
import { describeMachine, type Machine, machineLine } from './machine.ts';
import type { BenchOptions, Part } from './options.ts';
import { findMissing } from './requirements.ts';
import { tableLines } from './table.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

/** What all benchmarks of the command line do around their measurements. */

/** One part, or several that are measured on the same running programs. */
export type Step = (bench: Workbench) => Promise<Figure[]>;

export interface Benchmark<Name extends Part> {
  readonly options: BenchOptions<Name>;
  /** In the order of the table. */
  readonly steps: readonly Step[];
}

const CANNOT_MEASURE = 2;

class Interruption extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`ended by ${signal}; everything is stopped and removed`);
    this.signal = signal;
  }
}

/**
 * Measures, prints a table of medians and ratios, and sets the exit status: 0 when every target is met, 1 when one is missed,
 * 2 when it could not measure.
 */
export async function runBenchmark<Name extends Part>(prepare: () => Benchmark<Name>): Promise<void> {
  try {
    process.exitCode = await main(prepare());
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    // What was interrupted may still be waiting for something.
    process.exit(error instanceof Interruption ? 128 + constants.signals[error.signal] : CANNOT_MEASURE);
  }
}

async function main<Name extends Part>({ options, steps }: Benchmark<Name>): Promise<number> {
  const missing = findMissing(options.parts);
  for (const line of missing) process.stderr.write(`${line}\n`);
  if (missing.length > 0) return CANNOT_MEASURE;

  const machine = describeMachine(options.parts);
  const figures = await measure(steps, options.runs);
  process.stdout.write(`${[...tableLines(figures), '', machineLine(machine)].join('\n')}\n`);
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, jsonOf(machine, figures));
  return figures.some((figure) => verdictOf(figure) === 'missed') ? 1 : 0;
}

/** Whatever happens, what was started is stopped and what was written is removed. */
async function measure(steps: readonly Step[], runs: number): Promise<Figure[]> {
  const cleanup = createCleanup();
  const interrupted = Promise.withResolvers<never>();
  const onSignal = (signal: 'SIGINT' | 'SIGTERM'): void => interrupted.reject(new Interruption(signal));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await Promise.race([runSteps(cleanup, steps, runs), interrupted.promise]);
  } finally {
    await cleanup.run();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function runSteps(cleanup: Cleanup, steps: readonly Step[], runs: number): Promise<Figure[]> {
  const bench = await createWorkbench(cleanup, runs);
  const figures: Figure[] = [];
  for (const run of steps) figures.push(...(await run(bench)));
  return figures;
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
