import type { HistoryAmounts } from '../storage/historyRepository.ts';

/**
 * The last ten minutes by seconds of the monotonic clock, so that changes of the wall clock do not touch them. A sample is
 * spread over the seconds that it spans: a timer that comes a little early or late leaves neither holes nor peaks.
 */
export interface SecondsRing {
  add(span: TimeSpan, amounts: HistoryAmounts): void;
  /** The sums of a second; nothing is covered in one that is too old, too new, or was slept through. */
  at(second: number): HistoryAmounts;
  /** The newest second with anything in it. */
  readonly newest: number;
}

/** Milliseconds of the monotonic clock. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const RING_SECONDS = 600;

const SECOND_MS = 1000;
const COLUMNS = [
  'coveredMs',
  'uploadBytes',
  'downloadBytes',
  'peerMs',
  'swarmPeerMs',
  'announces',
  'scrapes',
] as const satisfies readonly (keyof HistoryAmounts)[];

export const NO_AMOUNTS: HistoryAmounts = {
  coveredMs: 0,
  uploadBytes: 0,
  downloadBytes: 0,
  peerMs: 0,
  swarmPeerMs: 0,
  announces: 0,
  scrapes: 0,
};

/** Takes some 34 KB. */
export function createSecondsRing(): SecondsRing {
  const figures = new Float64Array(RING_SECONDS * COLUMNS.length);
  let newest = Number.NEGATIVE_INFINITY;

  function advanceTo(second: number): void {
    const passed = Math.min(second - newest, RING_SECONDS);
    for (let i = 0; i < passed; i++) figures.fill(0, offsetOf(second - i), offsetOf(second - i) + COLUMNS.length);
    newest = Math.max(newest, second);
  }

  return {
    get newest() {
      return newest;
    },
    add({ fromMs, untilMs }, amounts) {
      const first = Math.floor(fromMs / SECOND_MS);
      const last = Math.max(first, Math.ceil(untilMs / SECOND_MS) - 1);
      for (let second = first; second <= last; second++) {
        advanceTo(second);
        if (second <= newest - RING_SECONDS) continue;
        const overlapMs = Math.min(untilMs, (second + 1) * SECOND_MS) - Math.max(fromMs, second * SECOND_MS);
        const part = untilMs === fromMs ? 1 : overlapMs / (untilMs - fromMs);
        const offset = offsetOf(second);
        COLUMNS.forEach((column, i) => {
          figures[offset + i] = (figures[offset + i] ?? 0) + amounts[column] * part;
        });
      }
    },
    at(second) {
      if (second > newest || second <= newest - RING_SECONDS) return NO_AMOUNTS;
      const offset = offsetOf(second);
      const entries = COLUMNS.map((column, i) => [column, figures[offset + i] ?? 0] as const);
      return Object.fromEntries(entries) as unknown as HistoryAmounts;
    },
  };
}

function offsetOf(second: number): number {
  return (((second % RING_SECONDS) + RING_SECONDS) % RING_SECONDS) * COLUMNS.length;
}
