import type { History } from '../../shared/history.ts';
import { HISTORY_SPAN_SECONDS, type HistorySpan } from '../../shared/historySpans.ts';
import { type ChartSeries, SERIES } from './series.ts';
import type { TimeRange } from './chartScale.ts';

/** A history made ready to be drawn, read out and listed. Pure. */

export type Point = number | null;

export interface ChartData {
  /** Seconds since the epoch, growing. */
  readonly at: readonly number[];
  /** One column for each series wanted, in that order. */
  readonly columns: readonly (readonly Point[])[];
  readonly stepSeconds: number;
}

const NO_DATA: ChartData = { at: [], columns: [], stepSeconds: 1 };

/** Steps that are missing altogether become a gap as well: a line across them would tell what nobody knows. */
export function chartData(history: History | undefined, series: readonly ChartSeries[]): ChartData {
  if (history === undefined) return { ...NO_DATA, columns: series.map(() => []) };
  const { stepSeconds } = history;
  const fields = series.map((id) => history[SERIES[id].field]);
  const at: number[] = [];
  const columns: Point[][] = series.map(() => []);
  history.at.forEach((second, i) => {
    const before = at.at(-1);
    if (before !== undefined && second - before > stepSeconds * 1.5) {
      at.push(before + stepSeconds);
      for (const column of columns) column.push(null);
    }
    at.push(second);
    columns.forEach((column, which) => column.push(fields[which]?.[i] ?? null));
  });
  return { at, columns, stepSeconds };
}

/** What the time axis shows: the whole span, up to the last step. Without one, up to now. */
export function rangeOf({ at }: ChartData, span: HistorySpan, nowMs: number): TimeRange {
  const to = at.at(-1) ?? Math.floor(nowMs / 1000);
  return { from: to - HISTORY_SPAN_SECONDS[span], to };
}

export function hasPoints({ columns }: ChartData): boolean {
  return columns.some((column) => column.some((point) => point !== null));
}

export interface ColumnSummary {
  readonly last: number;
  readonly highest: number;
  /** Seconds since the epoch. */
  readonly highestAt: number;
}

/** Undefined for a column without a single figure. */
export function summaryOf({ at, columns }: ChartData, index: number): ColumnSummary | undefined {
  let summary: ColumnSummary | undefined;
  columns[index]?.forEach((point, i) => {
    if (point === null) return;
    const isHigher = summary === undefined || point > summary.highest;
    const highest = isHigher ? point : (summary?.highest ?? point);
    summary = { last: point, highest, highestAt: isHigher ? (at[i] ?? 0) : (summary?.highestAt ?? 0) };
  });
  return summary;
}

/** Index of the step at or before a time; the first for a time before all. Undefined when there are none. */
export function indexAt(at: readonly number[], second: number): number | undefined {
  if (at.length === 0) return undefined;
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((at[middle] ?? 0) <= second) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Seconds that a row of the table stands for. */
export const BIN_SECONDS: Readonly<Record<HistorySpan, number>> = { '10min': 10, day: 1800, '90days': 86_400 };

export interface Bin {
  /** Seconds since the epoch. */
  readonly from: number;
  /** Mean of the steps there are; null without any. */
  readonly means: readonly Point[];
}

/** Rows for the table, newest first. Bins begin at round times of this computer's clock. */
export function binsOf(data: ChartData, span: HistorySpan): readonly Bin[] {
  const size = BIN_SECONDS[span];
  const rows = new Map<number, number[]>();
  data.at.forEach((second, i) => {
    const offset = new Date(second * 1000).getTimezoneOffset() * 60;
    const from = Math.floor((second - offset) / size) * size + offset;
    const row = rows.get(from);
    if (row === undefined) rows.set(from, [i]);
    else row.push(i);
  });
  return [...rows]
    .map(([from, indexes]) => ({ from, means: data.columns.map((column) => meanOf(column, indexes)) }))
    .toSorted((a, b) => b.from - a.from);
}

function meanOf(column: readonly Point[], indexes: readonly number[]): Point {
  const points = indexes.map((i) => column[i] ?? null).filter((point) => point !== null);
  return points.length === 0 ? null : points.reduce((sum, point) => sum + point, 0) / points.length;
}
