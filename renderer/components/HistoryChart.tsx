import { ChartLine, Table2 } from 'lucide-react';
import { type ReactNode, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistorySpan } from '../../shared/historySpans.ts';
import { ChartLegend } from '../charts/ChartLegend.tsx';
import { type ChartData, chartData, hasPoints, indexAt, summaryOf } from '../charts/chartData.ts';
import { HistoryTable } from '../charts/HistoryTable.tsx';
import { Plot } from '../charts/Plot.tsx';
import { type ChartSeries, SERIES, unitsOf } from '../charts/series.ts';
import { useHistory } from '../charts/useHistory.ts';
import { type ChartText, useChartText } from '../charts/useChartText.ts';
import { ErrorState } from './ErrorState.tsx';
import { IconButton } from './IconButton.tsx';

export interface HistoryChartProps {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  /** Of one share; of everything when absent. */
  readonly infoHash?: string;
  readonly series: readonly ChartSeries[];
  readonly span: HistorySpan;
  /** Of the drawing, in CSS pixels; the legend above it adds a line. */
  readonly height?: number;
  /** Beside the legend: a switch for the span, as a rule. */
  readonly children?: ReactNode;
}

const DEFAULT_HEIGHT = 176;

/** Rates and counts over time, live; as a drawing or, for whoever prefers that, as a table. */
export function HistoryChart(props: HistoryChartProps): ReactNode {
  const { label, infoHash, series, span, height = DEFAULT_HEIGHT, children } = props;
  const { t } = useTranslation('tracker');
  const text = useChartText();
  const summaryId = useId();
  const { history, error, retry } = useHistory({ span, infoHash });
  const seriesKey = series.join(' ');
  const data = useMemo(() => chartData(history, seriesKey.split(' ') as ChartSeries[]), [history, seriesKey]);
  const [pickedAt, setPickedAt] = useState<number>();
  const [isTable, setIsTable] = useState(false);

  const picked = pickedAt === undefined ? undefined : indexAt(data.at, pickedAt);
  const time = picked === undefined ? undefined : text.time(span, data.at[picked] ?? 0);
  const values = series.map((id, index) => ({
    series: id,
    name: text.seriesName(id),
    value: text.value(SERIES[id].unit, data.columns[index]?.[picked ?? data.at.length - 1] ?? null),
  }));
  const spoken = values.map(({ name, value }) => t('chart.spoken', { name, value })).join(', ');

  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <ChartLegend entries={values} time={time} />
        <div className="ml-auto flex items-center gap-1">
          {children}
          <IconButton
            label={isTable ? t('chart.showChart') : t('chart.showTable')}
            icon={isTable ? ChartLine : Table2}
            onPress={() => setIsTable(!isTable)}
          />
        </div>
      </div>
      {error === undefined ? null : (
        <div className="flex" style={{ height }}>
          <ErrorState error={error} onRetry={retry} />
        </div>
      )}
      {error === undefined && isTable ? (
        <HistoryTable label={label} data={data} series={series} span={span} height={height} text={text} />
      ) : null}
      {error === undefined && !isTable ? (
        <div className="relative">
          <Plot
            data={data}
            series={series}
            span={span}
            height={height}
            text={text}
            pickedAt={pickedAt}
            onPick={setPickedAt}
            label={label}
            valueText={time === undefined ? t('chart.howToPick') : t('chart.spokenAt', { time, values: spoken })}
            describedBy={summaryId}
          />
          <UnitNames series={series} text={text} />
          {history !== undefined && !hasPoints(data) ? (
            <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-muted">
              {t('chart.empty')}
            </p>
          ) : null}
        </div>
      ) : null}
      <p id={summaryId} hidden>
        <Summary data={data} series={series} span={span} text={text} />
      </p>
    </div>
  );
}

/** Over each axis, what its figures are. */
function UnitNames({ series, text }: { readonly series: readonly ChartSeries[]; readonly text: ChartText }): ReactNode {
  const [left, right] = unitsOf(series);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-x-0 top-0 flex justify-between text-xs text-muted">
      <span>{left === undefined ? '' : text.unitName(left)}</span>
      <span>{right === undefined ? '' : text.unitName(right)}</span>
    </div>
  );
}

interface SummaryProps {
  readonly data: ChartData;
  readonly series: readonly ChartSeries[];
  readonly span: HistorySpan;
  readonly text: ChartText;
}

function Summary({ data, series, span, text }: SummaryProps): ReactNode {
  const { t } = useTranslation('tracker');
  const sentences = series.map((id, index) => {
    const name = text.seriesName(id);
    const summary = summaryOf(data, index);
    if (summary === undefined) return t('chart.summaryNone', { name });
    const { unit } = SERIES[id];
    return t('chart.summary', {
      name,
      last: text.value(unit, summary.last),
      highest: text.value(unit, summary.highest),
      time: text.time(span, summary.highestAt),
    });
  });
  return [text.spanName(span), ...sentences].join('. ');
}
