import type { HistorySpan } from '../../shared/historySpans.ts';

/** Where the axes of a chart have their ticks. Pure. */

const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/**
 * The round step such that `intervals` of them reach `max`. All scales of a chart have as many intervals, so that the lines
 * of the grid mean a round figure on either side. `isWhole` for what is only counted.
 */
export function axisStep(max: number, intervals: number, isWhole: boolean): number {
  const least = max > 0 ? max / intervals : 1;
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const fitting = STEPS.map((step) => step * magnitude).find(
    // A hair's breadth of tolerance: 0.3 / 0.1 is not 3.
    (step) => step * (1 + 1e-9) >= least && (!isWhole || Number.isInteger(step)),
  );
  return fitting ?? (isWhole ? 1 : 10 * magnitude);
}

/** From zero on: `intervals + 1` ticks. */
export function axisTicks(step: number, intervals: number): number[] {
  return Array.from({ length: intervals + 1 }, (_, i) => i * step);
}

type ClockUnit = 'minute' | 'hour' | 'day';

interface TimeStep {
  readonly unit: ClockUnit;
  readonly size: number;
}

const TIME_STEPS: Readonly<Record<HistorySpan, readonly TimeStep[]>> = {
  '10min': [
    { unit: 'minute', size: 1 },
    { unit: 'minute', size: 2 },
    { unit: 'minute', size: 5 },
  ],
  day: [
    { unit: 'hour', size: 2 },
    { unit: 'hour', size: 3 },
    { unit: 'hour', size: 4 },
    { unit: 'hour', size: 6 },
    { unit: 'hour', size: 12 },
  ],
  '90days': [
    { unit: 'day', size: 7 },
    { unit: 'day', size: 14 },
    { unit: 'day', size: 30 },
  ],
};
const UNIT_SECONDS: Readonly<Record<ClockUnit, number>> = { minute: 60, hour: 3600, day: 86_400 };

export interface TimeRange {
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** At most `most` ticks at round times of this computer's clock, in seconds since the epoch. */
export function timeTicks(span: HistorySpan, { from, to }: TimeRange, most: number): number[] {
  const steps = TIME_STEPS[span];
  const fits = ({ unit, size }: TimeStep): boolean => (to - from) / (UNIT_SECONDS[unit] * size) <= most;
  const step = steps.find(fits) ?? steps.at(-1);
  if (step === undefined) return [];
  const ticks: number[] = [];
  const date = roundDown(new Date(from * 1000), step);
  while (date.getTime() <= to * 1000) {
    if (date.getTime() >= from * 1000) ticks.push(date.getTime() / 1000);
    advance(date, step);
  }
  return ticks;
}

function roundDown(date: Date, { unit, size }: TimeStep): Date {
  if (unit === 'minute') date.setMinutes(Math.floor(date.getMinutes() / size) * size, 0, 0);
  else date.setHours(unit === 'hour' ? Math.floor(date.getHours() / size) * size : 0, 0, 0, 0);
  return date;
}

/** By the clock on the wall, so that ticks stay at round hours when it is put forward or back. */
function advance(date: Date, { unit, size }: TimeStep): void {
  if (unit === 'minute') date.setTime(date.getTime() + size * 60_000);
  else if (unit === 'hour') date.setHours(date.getHours() + size);
  else date.setDate(date.getDate() + size);
}
