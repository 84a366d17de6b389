import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistorySpan } from '../../shared/historySpans.ts';
import { useFormat } from '../text/format.ts';
import { BIN_SECONDS, binsOf, type ChartData } from './chartData.ts';
import { type ChartSeries, SERIES } from './series.ts';
import type { ChartText } from './useChartText.ts';

export interface HistoryTableProps {
  readonly label: string;
  readonly data: ChartData;
  readonly series: readonly ChartSeries[];
  readonly span: HistorySpan;
  readonly height: number;
  readonly text: ChartText;
}

/** The same figures as the chart's, in means that can be read line by line. */
export function HistoryTable({ label, data, series, span, height, text }: HistoryTableProps): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable for those who scroll with keys
    <section aria-label={label} tabIndex={0} className="overflow-auto rounded-sm" style={{ height }}>
      <table className="figures w-full max-w-2xl border-collapse text-sm">
        <caption className="pb-1 text-left text-muted">
          {t('chart.tableCaption', { duration: format.duration(BIN_SECONDS[span]) })}
        </caption>
        <thead className="sticky top-0 bg-canvas">
          <tr>
            <th scope="col" className="py-0.5 pr-4 text-left font-medium text-muted">
              {t('chart.from')}
            </th>
            {series.map((id) => (
              <th key={id} scope="col" className="py-0.5 pl-4 text-right font-medium text-muted">
                {text.seriesName(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {binsOf(data, span).map(({ from, means }) => (
            <tr key={from} className="border-t border-line">
              <th scope="row" className="py-0.5 pr-4 text-left font-normal">
                {text.rowTime(span, from)}
              </th>
              {series.map((id, index) => (
                <td key={id} className="py-0.5 pl-4 text-right">
                  {text.value(SERIES[id].unit, means[index] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
