import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistorySpan } from '../../shared/historySpans.ts';
import { useFormat } from '../text/format.ts';
import { useLocale } from '../text/locale.ts';
import { type ChartSeries, type ChartUnit, SERIES } from './series.ts';

const SPAN_NAMES = {
  '10min': 'chart.span.10min',
  day: 'chart.span.day',
  '90days': 'chart.span.90days',
} as const satisfies Record<HistorySpan, string>;

const UNIT_NAMES = {
  rate: 'chart.unit.rate',
  peers: 'chart.unit.peers',
  perSecond: 'chart.unit.perSecond',
} as const satisfies Record<ChartUnit, string>;

const MEGABYTE = 1_000_000;
/** From here on a tenth of a peer is noise. */
const WHOLE_FROM = 100;

/** Words and figures of a chart in the person's language. */
export interface ChartText {
  seriesName(series: ChartSeries): string;
  spanName(span: HistorySpan): string;
  /** Over the axis. */
  unitName(unit: ChartUnit): string;
  /** With its unit, as in `8.2/s`; a dash for null. */
  value(unit: ChartUnit, value: number | null): string;
  /** A figure beside the axis, in the unit over it. */
  tick(unit: ChartUnit, value: number): string;
  /** Below the time axis. */
  timeTick(span: HistorySpan, second: number): string;
  /** A step's time, told in full. */
  time(span: HistorySpan, second: number): string;
  /** Begin of a row of the table. */
  rowTime(span: HistorySpan, second: number): string;
}

export function useChartText(): ChartText {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const locale = useLocale();
  return useMemo(() => {
    const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
    const exact = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
    const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
    const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    const rowTimes = { '10min': exact, day: dayAndTime, '90days': date };
    return {
      seriesName: (series) => t(SERIES[series].name),
      spanName: (span) => t(SPAN_NAMES[span]),
      unitName: (unit) => t(UNIT_NAMES[unit]),
      value(unit, value) {
        if (value === null) return '–';
        if (unit === 'rate') return format.rate(value);
        const figure = value >= WHOLE_FROM ? format.count(value) : format.number(Math.round(value * 10) / 10);
        return unit === 'perSecond' ? t('chart.perSecondValue', { value: figure }) : figure;
      },
      tick: (unit, value) => format.number(unit === 'rate' ? value / MEGABYTE : value),
      timeTick: (span, second) => (span === '90days' ? day : clock).format(second * 1000),
      time: (span, second) => (span === '10min' ? exact : dayAndTime).format(second * 1000),
      rowTime: (span, second) => rowTimes[span].format(second * 1000),
    };
  }, [t, format, locale]);
}
