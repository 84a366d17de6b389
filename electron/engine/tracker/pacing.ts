import type { Refusal } from './announce.ts';

/** How often clients are told to announce, by how many of them there are. */
export interface PaceConfig {
  /** Between regular announces of one peer, as long as there are few. */
  readonly intervalSeconds: number;
  readonly maxIntervalSeconds: number;
  /** Announces a second that leave the machine to other work. Above it, the interval grows. */
  readonly easyAnnouncesPerSecond: number;
}

/**
 * The interval after one in which so many announces came. Since each peer announces about once an interval, that is how many
 * peers there are; so the next is long enough for them to come at an easy rate, whatever the last one was.
 */
export function pacedInterval(announces: number, pace: PaceConfig): number {
  const wanted = Math.ceil(announces / pace.easyAnnouncesPerSecond);
  return Math.min(pace.maxIntervalSeconds, Math.max(pace.intervalSeconds, wanted));
}

export interface Pacing {
  /** What clients are told now. */
  intervalSeconds(): number;
  /** How long a peer may keep silent without being gone. */
  patienceSeconds(): number;
  /** Counts an announce, and says whether there is time for it in this second. */
  admits(): boolean;
  /** Call it every second. */
  turn(): void;
}

/** Two missed announces and a bit. */
const PATIENCE_INTERVALS = 2.5;
/** The same for libtorrent, which makes five minutes of every shorter interval (its `min_announce_interval`). */
const LEAST_PATIENCE_SECONDS = 660;

/** How long whoever was told this interval may keep silent without being gone. */
export function patienceSecondsOf(intervalSeconds: number): number {
  return Math.max(LEAST_PATIENCE_SECONDS, intervalSeconds * PATIENCE_INTERVALS);
}

/** In `retry in` (BEP 31). Those that come back by then find another second. */
export const BUSY: Refusal = {
  code: 'busy',
  message: 'this tracker is asked more than it can answer: try again in a few minutes',
  retryInMinutes: 2,
};

/** `maxPerSecond` is asked every second. */
export function createPacing(pace: PaceConfig, maxPerSecond: () => number): Pacing {
  let intervalSeconds = pace.intervalSeconds;
  /** The longest interval that some client may still keep to, and for how long. */
  let longestSeconds = intervalSeconds;
  let longestFor = 0;
  let secondsLeft = intervalSeconds;
  let announces = 0;
  let room = maxPerSecond();

  function remember(): void {
    if (intervalSeconds >= longestSeconds || longestFor <= 0) longestSeconds = intervalSeconds;
    if (intervalSeconds >= longestSeconds) longestFor = patienceSecondsOf(intervalSeconds);
  }

  return {
    intervalSeconds: () => intervalSeconds,
    patienceSeconds: () => patienceSecondsOf(longestSeconds),
    admits() {
      announces++;
      return room-- > 0;
    },
    turn() {
      room = maxPerSecond();
      longestFor--;
      remember();
      if (--secondsLeft > 0) return;
      intervalSeconds = pacedInterval(announces, pace);
      secondsLeft = intervalSeconds;
      announces = 0;
      remember();
    },
  };
}
