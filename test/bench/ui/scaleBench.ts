import { mockInfoHash } from '../../support/mockEngine/mockShares.ts';
import type { Figure } from '../figures.ts';
import { type BenchWindow, goTo, heapMegabytes } from './benchWindow.ts';
import { type FrameTimes, percentile, recordFrames } from './frames.ts';
import { filterBy, scrollFast, scrollSteadily, sortByEach, turnWheel } from './tableMoves.ts';

/** No frame takes longer, of a hundred, than the ninety-fifth. */
const TARGET_FRAME_MS = 50;
const TARGET_HEAP_MB = 250;

/** The fourth of the mock's shares has the big swarm. */
const BIG_SWARM = mockInfoHash(1, 3);

const TABLES = [
  { name: 'shares', route: '/shares' },
  { name: 'peers', route: `/shares/${BIG_SWARM}/peers` },
  { name: 'tracker', route: '/tracker' },
  { name: 'swarm peers', route: `/tracker/${BIG_SWARM}` },
] as const;

const MOVES = [
  { name: 'scrolled from end to end', run: scrollFast },
  { name: 'scrolled steadily', run: scrollSteadily },
  { name: 'wheel', run: turnWheel },
  { name: 'sorted by each column', run: sortByEach },
  { name: 'filtered', run: filterBy },
] as const;

/** Every move in every long table, and then what the page has come to hold. */
export async function benchScale({ page }: BenchWindow, say: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  let heapMost = 0;
  for (const table of TABLES) {
    for (const move of MOVES) {
      await goTo(page, table.route);
      const times = await recordFrames(page, () => move.run(page));
      say(`${table.name}, ${move.name}: ${wordsOf(times)}`);
      figures.push(frameFigure(`${table.name}, ${move.name}: 95th of 100 frames`, times));
    }
    heapMost = Math.max(heapMost, await heapMegabytes(page));
  }
  return [...figures, heapFigure(heapMost)];
}

function wordsOf({ frames, longTasks }: FrameTimes): string {
  const [p50, p95, max] = [percentile(frames, 0.5), percentile(frames, 0.95), Math.max(...frames)].map(Math.round);
  return `${frames.length} frames, ${p50} ms (50 of 100), ${p95} ms (95 of 100), ${max} ms (most), ${longTasks.length} long tasks`;
}

function frameFigure(what: string, { frames, longTasks }: FrameTimes): Figure {
  const max = Math.max(...frames);
  return {
    part: 'scale',
    what,
    unit: 'ms',
    moreIsBetter: false,
    granary: [percentile(frames, 0.95)],
    target: { kind: 'value', atMost: TARGET_FRAME_MS },
    details: {
      frames: frames.length,
      median: percentile(frames, 0.5),
      max,
      longTasks: longTasks.length,
      longestTask: Math.max(0, ...longTasks),
    },
  };
}

function heapFigure(megabytes: number): Figure {
  return {
    part: 'scale',
    what: 'JavaScript heap of the window, most after any table',
    unit: 'MB',
    moreIsBetter: false,
    granary: [megabytes],
    target: { kind: 'value', atMost: TARGET_HEAP_MB },
  };
}
