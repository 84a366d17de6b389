import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import type { HistorySpan } from '../../shared/historySpans.ts';
import { type ChartColours, onThemeChange, readColours } from './chartColours.ts';
import { type ChartData, indexAt, rangeOf } from './chartData.ts';
import { plotOptions } from './plotOptions.ts';
import type { ChartSeries } from './series.ts';
import type { ChartText } from './useChartText.ts';

export interface PlotProps {
  readonly data: ChartData;
  readonly series: readonly ChartSeries[];
  readonly span: HistorySpan;
  readonly height: number;
  readonly text: ChartText;
  /** Second of the step that is looked at. */
  readonly pickedAt: number | undefined;
  readonly onPick: (second: number | undefined) => void;
  readonly label: string;
  /** Said of the picked step, or how to pick one. */
  readonly valueText: string;
  readonly describedBy: string;
}

/** Steps that Page Up and Page Down leap over, of all. */
const PAGE_PART = 0.1;

/**
 * The drawing itself. For a keyboard and a screen reader it is a slider over time: its value is the step that is looked at,
 * told in words.
 */
export function Plot(props: PlotProps): ReactNode {
  const { data, height, pickedAt, onPick, label, valueText, describedBy } = props;
  const host = useRef<HTMLDivElement>(null);
  /** Who moves the cursor: it stays at its place under a pointer, and at its time for the keyboard. */
  const hand = useRef<Hand>('none');
  const plot = usePlot({ host, hand }, props);
  const [from = 0] = data.at;
  const to = data.at.at(-1) ?? from;

  const press = (event: KeyboardEvent): void => {
    const index = indexAfter(event.key, data.at, pickedAt);
    if (index === 'none' && pickedAt === undefined) return;
    if (index === undefined) return;
    event.preventDefault();
    const second = index === 'none' ? undefined : data.at[index];
    hand.current = second === undefined ? 'none' : 'keys';
    placeCursor(plot.current, second);
    onPick(second);
  };
  const leave = (): void => {
    hand.current = 'none';
    placeCursor(plot.current, undefined);
    onPick(undefined);
  };

  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an input cannot hold the drawing
    <div
      ref={host}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={pickedAt ?? to}
      aria-valuetext={valueText}
      aria-describedby={describedBy}
      onKeyDown={press}
      onBlur={leave}
      onPointerMove={() => {
        hand.current = 'pointer';
      }}
      onPointerLeave={leave}
      className="relative min-w-0 rounded-sm text-xs"
      style={{ height }}
    />
  );
}

type Hand = 'none' | 'pointer' | 'keys';

interface PlotRefs {
  readonly host: { readonly current: HTMLDivElement | null };
  readonly hand: { readonly current: Hand };
}

/** The uPlot of this element: made anew when what it shows is another thing, told the rest. */
function usePlot(
  { host, hand }: PlotRefs,
  { data, series, span, height, text, pickedAt, onPick }: PlotProps,
): { readonly current: uPlot | undefined } {
  const plot = useRef<uPlot>(undefined);
  const latest = useRef({ data, pickedAt, onPick });
  const seriesKey = series.join(' ');
  useLayoutEffect(() => {
    latest.current = { data, pickedAt, onPick };
  });

  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const lines = seriesKey.split(' ') as ChartSeries[];
    let colours: ChartColours = readColours(element, lines);
    const { fontSize, fontFamily: family } = getComputedStyle(element);
    const options = plotOptions(
      {
        series: lines,
        span,
        height,
        text,
        font: { pixels: Number.parseFloat(fontSize), family },
        colours: () => colours,
        range: () => rangeOf(latest.current.data, span, Date.now()),
        onCursor(index) {
          if (hand.current !== 'pointer') return;
          const { data: now, onPick: pick, pickedAt: before } = latest.current;
          const second = index === undefined ? undefined : now.at[index];
          if (second !== before) pick(second);
        },
      },
      element.clientWidth,
    );
    const made = new uPlot(options, alignedData(latest.current.data), element);
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    const stopTheme = onThemeChange(() => {
      colours = readColours(element, lines);
      made.redraw(false);
    });
    return () => {
      plot.current = undefined;
      stopTheme();
      resize.disconnect();
      made.destroy();
    };
  }, [host, hand, seriesKey, span, height, text]);

  useEffect(() => {
    const { current } = plot;
    if (current === undefined) return;
    current.setData(alignedData(data));
    // uPlot draws in a microtask of its own, and only then knows where a time is.
    queueMicrotask(() => {
      if (hand.current === 'keys' && plot.current === current) placeCursor(current, latest.current.pickedAt);
    });
  }, [data, hand]);

  return plot;
}

function alignedData({ at, columns }: ChartData): uPlot.AlignedData {
  return [[...at], ...columns.map((column) => [...column])];
}

/** uPlot hides the cursor for a place outside. */
function placeCursor(plot: uPlot | undefined, second: number | undefined): void {
  if (plot === undefined) return;
  const left = second === undefined ? -10 : plot.valToPos(second, 'x');
  plot.setCursor({ left, top: second === undefined ? -10 : 0 });
}

/** Undefined for a key that means nothing here. */
function indexAfter(key: string, at: readonly number[], pickedAt: number | undefined): number | 'none' | undefined {
  const last = at.length - 1;
  if (key === 'Escape') return 'none';
  if (last < 0) return undefined;
  const now = pickedAt === undefined ? undefined : indexAt(at, pickedAt);
  const page = Math.max(1, Math.round(at.length * PAGE_PART));
  const by = (step: number): number => (now === undefined ? last : Math.min(last, Math.max(0, now + step)));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return by(-1);
    case 'ArrowRight':
    case 'ArrowUp':
      return by(1);
    case 'PageDown':
      return by(-page);
    case 'PageUp':
      return by(page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
