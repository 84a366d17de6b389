import { eventually } from '../../support/eventually.ts';
import { alternate, type Figure, median } from '../figures.ts';
import { processorSeconds } from '../processTree.ts';
import type { Workbench } from '../workbench.ts';
import { buildLoadGenerators, type LoadResult } from './trackerLoad.ts';
import { startGranaryTracker, writeInfoHashes } from './trackerTargets.ts';

const TORRENTS = 1000;
const SWARMS = { peersPerTorrent: 200, numWant: 30 };
const GOOD_A_SECOND = 1000;
const FLOOD_SECONDS = 4;
/** Within the flood, which begins before and ends behind. */
const GOOD_SECONDS = 2;
/** Of the tracker: more than it takes without anyone who asks. */
const ARRIVED_PROCESSOR_SECONDS = 0.2;
const MIN_ANSWERED_PERCENT = 95;

/**
 * UDP packets with a connection id that nobody gave out: what one costs beside a good announce, and what a flood of as many
 * of them as the tracker could answer good announces leaves to others.
 */
export async function benchAbuse(bench: Workbench): Promise<Figure[]> {
  bench.say('measuring forged packets');
  const swarms = { ...SWARMS, hashFile: await writeInfoHashes(bench, TORRENTS) };
  const generators = await buildLoadGenerators(bench);
  const target = await startGranaryTracker(bench, { hashFile: swarms.hashFile });
  await generators.announceAll(target, swarms);
  const once = {
    forged: () => generators.load(target, swarms, { kind: 'udp-forged' }),
    good: () => generators.load(target, swarms, { kind: 'udp' }),
  };
  await alternate(1, once);
  const { forged, good } = await alternate(bench.runs, once);

  const perSecond = median(good.map(({ answersPerSecond }) => answersPerSecond));
  const answered: number[] = [];
  for (let run = 0; run < bench.runs; run++) {
    const before = processorSeconds(target.processId);
    const flood = generators.pace(target, swarms, { kind: 'forged', perSecond, seconds: FLOOD_SECONDS });
    const hasArrived = (): true | undefined =>
      processorSeconds(target.processId) - before >= ARRIVED_PROCESSOR_SECONDS ? true : undefined;
    await eventually(hasArrived, { what: 'the flood to arrive' });
    const { sent, answers } = await generators.pace(target, swarms, {
      kind: 'good',
      perSecond: GOOD_A_SECOND,
      seconds: GOOD_SECONDS,
    });
    answered.push((answers / sent) * 100);
    await flood;
  }
  await target.stop();
  return [costFigure(forged, good), floodFigure(answered, perSecond)];
}

function costFigure(forged: readonly LoadResult[], good: readonly LoadResult[]): Figure {
  return {
    part: 'abuse',
    what: 'processor time for a forged packet',
    unit: 'µs',
    moreIsBetter: false,
    granary: forged.map(({ trackerProcessorSecondsPerMillion }) => trackerProcessorSecondsPerMillion),
    peer: {
      name: 'a good announce',
      values: good.map(({ trackerProcessorSecondsPerMillion }) => trackerProcessorSecondsPerMillion),
    },
    target: { kind: 'ratio', atLeast: 1 },
  };
}

function floodFigure(answered: readonly number[], forgedPerSecond: number): Figure {
  return {
    part: 'abuse',
    what: `good announces answered in a flood of ${Math.round(forgedPerSecond / 1000)},000 forged a second`,
    unit: '%',
    moreIsBetter: true,
    granary: answered,
    target: { kind: 'floor', atLeast: MIN_ANSWERED_PERCENT },
    details: { forgedPerSecond },
  };
}
