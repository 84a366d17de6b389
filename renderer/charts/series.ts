import type { History } from '../../shared/history.ts';

/** The lines that a chart of the history can show. */
export type ChartSeries = 'upload' | 'download' | 'peers' | 'swarmPeers' | 'announces' | 'scrapes';

/** Lines of one unit share a scale. */
export type ChartUnit = 'rate' | 'peers' | 'perSecond';

interface SeriesFacts {
  readonly field: Exclude<keyof History, 'stepSeconds' | 'at'>;
  readonly unit: ChartUnit;
  /** Name of the theme's variable. */
  readonly colour: string;
  /** Key of its name, in the namespace `tracker`. */
  readonly name: string;
}

export const SERIES: Readonly<Record<ChartSeries, SeriesFacts>> = {
  upload: { field: 'uploadBytesPerSecond', unit: 'rate', colour: '--seeding', name: 'chart.series.upload' },
  download: { field: 'downloadBytesPerSecond', unit: 'rate', colour: '--downloading', name: 'chart.series.download' },
  peers: { field: 'peers', unit: 'peers', colour: '--accent', name: 'chart.series.peers' },
  swarmPeers: { field: 'swarmPeers', unit: 'peers', colour: '--seeding', name: 'chart.series.swarmPeers' },
  announces: { field: 'announcesPerSecond', unit: 'perSecond', colour: '--accent', name: 'chart.series.announces' },
  scrapes: { field: 'scrapesPerSecond', unit: 'perSecond', colour: '--paused', name: 'chart.series.scrapes' },
};

/** How a line is drawn besides its colour, by its place in the chart, so that nobody needs to tell the colours apart. */
export const LINE_STYLES = ['area', 'line', 'dashed'] as const;
export type LineStyle = (typeof LINE_STYLES)[number];

export function lineStyleOf(index: number): LineStyle {
  return LINE_STYLES[index] ?? 'dashed';
}

/** The units of some lines, each once: the first has its axis on the left, the second on the right. */
export function unitsOf(series: readonly ChartSeries[]): readonly ChartUnit[] {
  return [...new Set(series.map((id) => SERIES[id].unit))];
}
