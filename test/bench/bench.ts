import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { createCleanup } from '../support/cleanup.ts';
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
 * `npm run bench`: measures Granary against its peers on this machine and prints a table of medians and ratios. Exit
 * status 0 when every target is met, 1 when one is missed, 2 when something is missing. The machine should be idle.
 */

const MISSING = 2;

try {
  process.exitCode = await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = MISSING;
}

async function main(options: BenchOptions): Promise<number> {
  const missing = findMissing(options.parts);
  for (const line of missing) process.stderr.write(`${line}\n`);
  if (missing.length > 0) return MISSING;

  const machine = describeMachine(options.parts);
  const figures = await measure(options);
  process.stdout.write(`${[...tableLines(figures), '', machineLine(machine)].join('\n')}\n`);
  if (options.jsonFile !== undefined) await writeFile(options.jsonFile, jsonOf(machine, figures));
  return figures.some((figure) => verdictOf(figure) === 'missed') ? 1 : 0;
}

async function measure({ parts, runs }: BenchOptions): Promise<Figure[]> {
  const cleanup = createCleanup();
  const endOn = (signal: 'SIGINT' | 'SIGTERM'): void => {
    // Programs end with this process; the folder of the benchmark has to be removed before.
    void cleanup.run().finally(() => process.exit(128 + constants.signals[signal]));
  };
  process.on('SIGINT', endOn).on('SIGTERM', endOn);
  try {
    const bench = await createWorkbench(cleanup, runs);
    const figures: Figure[] = [];
    for (const run of stepsFor(parts)) figures.push(...(await run(bench)));
    return figures;
  } finally {
    await cleanup.run();
    process.off('SIGINT', endOn).off('SIGTERM', endOn);
  }
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
