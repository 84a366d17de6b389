import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../figures.ts';
import type { Workbench } from '../workbench.ts';
import type { LongestHold } from './loopWatch.ts';
import type { ControlAnswers } from './trackerControl.ts';
import { buildLoadGenerators } from './trackerLoad.ts';
import { askControl, startGranaryTracker, type TrackerTarget, writeInfoHashes } from './trackerTargets.ts';

const TORRENTS = 10_000;
const SWARMS = { peersPerTorrent: 100, numWant: 30 };
const MAX_HOLD_MS = 20;
const LOOK_MS = 200;
const PATIENCE_MS = 300_000;

/**
 * How long the event loop is held at most while a million peers come, are all written down, and are all forgotten. As often as
 * there are runs, on a new tracker each.
 */
export async function benchLoop(bench: Workbench): Promise<Figure[]> {
  const hashFile = await writeInfoHashes(bench, TORRENTS);
  const generators = await buildLoadGenerators(bench);
  const holds: Record<'come' | 'are written down' | 'are forgotten', LongestHold[]> = {
    come: [],
    'are written down': [],
    'are forgotten': [],
  };
  for (let run = 1; run <= bench.runs; run++) {
    bench.say(`watching the event loop with a million peers, ${run} of ${bench.runs}`);
    const target = await startGranaryTracker(bench, { hashFile, dataDir: await bench.newFolder('tracker') });
    await askControl(target, 'hold');
    await generators.announceAll(target, { ...SWARMS, hashFile });
    holds.come.push(await askControl(target, 'hold'));
    await until(target, ({ isWritten }) => isWritten);
    holds['are written down'].push(await askControl(target, 'hold'));
    await askControl(target, 'age');
    await until(target, ({ peers }) => peers === 0);
    holds['are forgotten'].push(await askControl(target, 'hold'));
    await target.stop();
  }
  return Object.entries(holds).map(([phase, longest]) => figureOf(phase, longest));
}

async function until(target: TrackerTarget, isReached: (state: ControlAnswers['state']) => boolean): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!isReached(await askControl(target, 'state'))) {
    if (performance.now() > giveUpAt) throw new Error(`the tracker did not get there in ${PATIENCE_MS / 1000} s`);
    await pause(LOOK_MS);
  }
}

function figureOf(phase: string, longest: readonly LongestHold[]): Figure {
  return {
    part: 'loop',
    what: `event loop held at most while 1,000,000 peers ${phase}`,
    unit: 'ms',
    moreIsBetter: false,
    granary: longest.map(({ milliseconds }) => milliseconds),
    target: { kind: 'value', atMost: MAX_HOLD_MS },
    details: { processorMilliseconds: longest.map(({ processorMilliseconds }) => processorMilliseconds) },
  };
}
