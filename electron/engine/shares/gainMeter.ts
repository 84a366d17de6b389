/** How fast a peer's progress grows, whoever it has it from, seen from looks at it. Times are milliseconds of one clock. */
export interface GainMeter {
  /** Parts of the whole (0 to 1) a second; 0 while it cannot be told. */
  look(now: ProgressLook): number;
}

export interface ProgressLook {
  readonly progress: number;
  readonly atMs: number;
  /** When the peer itself said so, for one that is known from its announces alone. */
  readonly saidAtMs: number | undefined;
}

interface Point {
  readonly atMs: number;
  readonly progress: number;
}

/** What a connected peer gains comes in pieces: a rate is taken over one to two of these. */
const SPAN_MS = 5000;
/** A peer that has announced nothing new for so long, and for so many of its own intervals, has stopped as far as can be told. */
const SILENCE_MS = 150_000;
const SILENT_INTERVALS = 1.5;

export function createGainMeter(): GainMeter {
  let older: Point | undefined;
  let newer: Point | undefined;
  let said: Point | undefined;
  let saidRate = 0;
  let intervalMs = 0;

  /** From look to look. */
  function seen(now: Point): number {
    older ??= now;
    newer ??= now;
    if (now.atMs - newer.atMs >= SPAN_MS) [older, newer] = [newer, now];
    return rateBetween(older, now);
  }

  /** From one announce to the next: in between there is no news, which does not mean that nothing moves. */
  function told(now: Point, nowMs: number): number {
    if (said === undefined) said = now;
    else if (now.atMs > said.atMs) {
      saidRate = rateBetween(said, now);
      intervalMs = now.atMs - said.atMs;
      said = now;
    }
    return nowMs - said.atMs > Math.max(SILENCE_MS, intervalMs * SILENT_INTERVALS) ? 0 : saidRate;
  }

  return {
    look({ progress, atMs, saidAtMs }) {
      if (saidAtMs === undefined) return seen({ atMs, progress });
      [older, newer] = [undefined, undefined];
      return told({ atMs: saidAtMs, progress }, atMs);
    },
  };
}

function rateBetween(from: Point, until: Point): number {
  const seconds = (until.atMs - from.atMs) / 1000;
  return seconds <= 0 ? 0 : Math.max(0, (until.progress - from.progress) / seconds);
}
