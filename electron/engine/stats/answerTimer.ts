import type { Clock } from '../ports.ts';

/**
 * How long answers take, from a sample, so that measuring costs next to nothing where a hundred thousand are given a second.
 * Nothing is allocated between looks.
 */
export interface AnswerTimer {
  /** Call it when a request arrives, and give what it returns to `end` if the request was one of those to be timed. */
  begin(): number;
  end(begun: number): void;
  /** Milliseconds, over the samples of the last minute; undefined when there are none. */
  figures(): { readonly median: number; readonly p99: number } | undefined;
}

/** One in so many is timed. */
const SAMPLED = 32;
const MAX_SAMPLES = 1024;
const LATELY_MS = 60_000;
const NOT_TIMED = -1;

export function createAnswerTimer(clock: Pick<Clock, 'monotonicMs'>): AnswerTimer {
  const durations = new Float64Array(MAX_SAMPLES);
  const endedAt = new Float64Array(MAX_SAMPLES).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  // The first is timed, so that a quiet tracker has figures too.
  let untilSample = 1;

  return {
    // Answers of other kinds come in between, so a turn that is due waits for the next that ends.
    begin: () => (untilSample <= 1 ? clock.monotonicMs() : NOT_TIMED),
    end(begun) {
      untilSample--;
      if (begun === NOT_TIMED) return;
      untilSample = SAMPLED;
      const nowMs = clock.monotonicMs();
      durations[next] = nowMs - begun;
      endedAt[next] = nowMs;
      next = (next + 1) % MAX_SAMPLES;
    },
    figures() {
      const sinceMs = clock.monotonicMs() - LATELY_MS;
      const lately = durations.filter((_, i) => (endedAt[i] ?? 0) >= sinceMs).sort();
      if (lately.length === 0) return undefined;
      const at = (part: number): number => lately[Math.ceil(part * lately.length) - 1] ?? 0;
      return { median: at(0.5), p99: at(0.99) };
    },
  };
}
