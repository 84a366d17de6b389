import type { ReactNode } from 'react';
import { type ChartSeries, type LineStyle, lineStyleOf, SERIES } from './series.ts';

export interface LegendEntry {
  readonly series: ChartSeries;
  readonly name: string;
  readonly value: string;
}

export interface ChartLegendProps {
  readonly entries: readonly LegendEntry[];
  /** Of the step that is looked at; absent for the newest. */
  readonly time?: string | undefined;
}

const DASHES: Readonly<Partial<Record<LineStyle, string>>> = { dashed: '4 3' };

/** Each line's look, name and value, for the eye: a screen reader has the slider and the table. */
export function ChartLegend({ entries, time }: ChartLegendProps): ReactNode {
  return (
    <ul aria-hidden className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-0.5 text-sm">
      {entries.map(({ series, name, value }, index) => (
        <li key={series} className="flex items-center gap-1.5 whitespace-nowrap">
          <LineSample series={series} style={lineStyleOf(index)} />
          <span className="text-muted">{name}</span>
          <span className="figures font-semibold">{value}</span>
        </li>
      ))}
      {time === undefined ? null : <li className="figures text-muted">{time}</li>}
    </ul>
  );
}

function LineSample({ series, style }: { readonly series: ChartSeries; readonly style: LineStyle }): ReactNode {
  return (
    <svg viewBox="0 0 16 10" className="h-2.5 w-4 shrink-0" style={{ color: `var(${SERIES[series].colour})` }}>
      {style === 'area' ? <rect y="3" width="16" height="7" fill="currentColor" opacity="0.25" /> : null}
      <line x1="0" x2="16" y1="4" y2="4" stroke="currentColor" strokeWidth="2" strokeDasharray={DASHES[style]} />
    </svg>
  );
}
