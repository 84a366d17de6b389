import type uPlot from 'uplot';
import type { HistorySpan } from '../../shared/historySpans.ts';
import type { ChartColours } from './chartColours.ts';
import { axisStep, axisTicks, type TimeRange, timeTicks } from './chartScale.ts';
import { type ChartSeries, type ChartUnit, lineStyleOf, SERIES, unitsOf } from './series.ts';
import type { ChartText } from './useChartText.ts';

/** What a plot is made of. Functions are asked at every drawing, so that theme and time may change under it. */
export interface PlotSetup {
  readonly series: readonly ChartSeries[];
  readonly span: HistorySpan;
  readonly height: number;
  readonly text: ChartText;
  readonly font: ChartFont;
  readonly colours: () => ChartColours;
  readonly range: () => TimeRange;
  /** The step under the cursor, or none. */
  readonly onCursor: (index: number | undefined) => void;
}

export interface ChartFont {
  readonly pixels: number;
  readonly family: string;
}

/** Above this height there is room for four intervals. */
const FOUR_INTERVALS_FROM = 120;
const TICK_GAP = 8;
/** Of a digit's width to the height of the font. */
const DIGIT_WIDTH = 0.6;

export function plotOptions(setup: PlotSetup, width: number): uPlot.Options {
  const { series, font, height, onCursor } = setup;
  const units = unitsOf(series);
  return {
    width,
    height,
    // Room for the names of the units over the topmost figures, and for half of the last time.
    padding: [font.pixels * 2, units.length > 1 ? 0 : timeWidth(setup) / 2, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: 7, width: 2, fill: () => setup.colours().ground },
    },
    scales: {
      x: { time: true, range: () => [setup.range().from, setup.range().to] },
      ...Object.fromEntries(
        units.map((unit) => [unit, { range: (_plot, _min, max) => rangeOf(unit, max, height) } satisfies uPlot.Scale]),
      ),
    },
    axes: [timeAxis(setup), ...units.slice(0, 2).map((unit, index) => valueAxis(setup, unit, index))],
    series: [{}, ...series.map((id, index) => line(setup, id, index))],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? undefined)] },
  };
}

function intervalsOf(height: number): number {
  return height >= FOUR_INTERVALS_FROM ? 4 : 2;
}

/** uPlot passes null for a scale without a single point. */
function rangeOf(unit: ChartUnit, max: number | null, height: number): [number, number] {
  const intervals = intervalsOf(height);
  return [0, axisStep(max ?? 0, intervals, unit === 'peers') * intervals];
}

function line({ colours }: PlotSetup, id: ChartSeries, index: number): uPlot.Series {
  const style = lineStyleOf(index);
  return {
    scale: SERIES[id].unit,
    width: 1.5,
    stroke: () => colours().lines[index] ?? '',
    ...(style === 'area' ? { fill: () => colours().areas[index] ?? '' } : {}),
    ...(style === 'dashed' ? { dash: [5, 4] } : {}),
    points: { show: false, filter: lonePoints, size: 4 },
  };
}

/** A step between two gaps has no line to be seen by. */
function lonePoints(plot: uPlot, index: number): number[] {
  const column = plot.data[index] ?? [];
  const lone: number[] = [];
  for (let i = 0; i < column.length; i++) {
    const isAlone = (column[i - 1] ?? null) === null && (column[i + 1] ?? null) === null;
    if ((column[i] ?? null) !== null && isAlone) lone.push(i);
  }
  return lone;
}

/** Of the last time; `12:59 PM` is wider than `1:00 PM`, so a digit's width is to spare. Pixels. */
function timeWidth({ span, text, font, range }: PlotSetup): number {
  return (text.timeTick(span, range().to).length + 1) * font.pixels * DIGIT_WIDTH;
}

function timeAxis(setup: PlotSetup): uPlot.Axis {
  const { span, text, font, colours, range } = setup;
  const labelWidth = timeWidth(setup) + 2 * TICK_GAP;
  return {
    size: font.pixels + TICK_GAP + 4,
    gap: TICK_GAP,
    font: `${font.pixels}px ${font.family}`,
    stroke: () => colours().text,
    splits: (plot) =>
      timeTicks(
        span,
        range(),
        Math.max(2, Math.floor((plot.bbox.width / devicePixelRatio || plot.width) / labelWidth)),
      ),
    values: (_plot, splits) => splits.map((second) => text.timeTick(span, second)),
    grid: { show: false },
    ticks: { show: false },
  };
}

function valueAxis({ height, text, font, colours }: PlotSetup, unit: ChartUnit, index: number): uPlot.Axis {
  const intervals = intervalsOf(height);
  return {
    scale: unit,
    side: index === 0 ? 3 : 1,
    gap: TICK_GAP,
    size: (_plot, values) => widest(values) * font.pixels * DIGIT_WIDTH + TICK_GAP + 2,
    font: `${font.pixels}px ${font.family}`,
    stroke: () => colours().text,
    splits: (plot) => axisTicks((plot.scales[unit]?.max ?? intervals) / intervals, intervals),
    values: (_plot, splits) => splits.map((value) => text.tick(unit, value)),
    // The lines of the right axis would be the same ones.
    grid: { show: index === 0, stroke: () => colours().grid, width: 1 },
    ticks: { show: false },
  };
}

/** Characters of the longest figure; before there are any, of a usual one. */
function widest(values: readonly string[] | null): number {
  return Math.max(3, ...(values ?? []).map((value) => value.length));
}
