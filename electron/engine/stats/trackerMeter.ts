import type { Clock } from '../ports.ts';
import { type AnswerTimer, createAnswerTimer } from './answerTimer.ts';

export interface TrackerFigures {
  readonly announcesPerSecond: number;
  readonly scrapesPerSecond: number;
  readonly answerMs: { readonly median: number; readonly p99: number } | undefined;
  /** Since the meter was made, the most frequent first. */
  readonly refusals: readonly { readonly reason: string; readonly count: number }[];
}

/** What a tracker does at present, from what it has counted: nobody counts anything twice for it. */
export interface TrackerMeter {
  readonly answers: AnswerTimer;
  refused(reason: string): void;
  figures(): TrackerFigures;
  stop(): void;
}

/** Both only grow. */
export type TrackerCounts = () => { readonly announces: number; readonly scrapes: number };

const STEP_MS = 1000;
const WINDOW_STEPS = 10;
/** Reasons are our own words today; a bound keeps words that quote a stranger from filling the memory. */
const MAX_REASONS = 32;
const OTHER_REASONS = 'other reasons';

interface Look {
  readonly atMs: number;
  readonly announces: number;
  readonly scrapes: number;
}

export function createTrackerMeter(clock: Clock, counts: TrackerCounts): TrackerMeter {
  const answers = createAnswerTimer(clock);
  const refusals = new Map<string, number>();
  let looks: readonly Look[] = [look()];
  const timer = clock.every(STEP_MS, () => {
    looks = [...looks, look()].slice(-WINDOW_STEPS - 1);
  });

  function look(): Look {
    const { announces, scrapes } = counts();
    return { atMs: clock.monotonicMs(), announces, scrapes };
  }

  return {
    answers,
    refused(reason) {
      const name = refusals.has(reason) || refusals.size < MAX_REASONS ? reason : OTHER_REASONS;
      refusals.set(name, (refusals.get(name) ?? 0) + 1);
    },
    figures() {
      const [first, last] = [looks[0], looks.at(-1)];
      const seconds = first === undefined || last === undefined ? 0 : (last.atMs - first.atMs) / 1000;
      const rate = (name: 'announces' | 'scrapes'): number =>
        seconds === 0 ? 0 : ((last?.[name] ?? 0) - (first?.[name] ?? 0)) / seconds;
      return {
        announcesPerSecond: rate('announces'),
        scrapesPerSecond: rate('scrapes'),
        answerMs: answers.figures(),
        refusals: [...refusals].map(([reason, count]) => ({ reason, count })).toSorted((a, b) => b.count - a.count),
      };
    },
    stop: () => timer.cancel(),
  };
}
