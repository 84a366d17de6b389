/** How far back rates and counts are shown. */
export const HISTORY_SPANS = ['10min', 'day', '90days'] as const;
export type HistorySpan = (typeof HISTORY_SPANS)[number];

/** Seconds a point stands for: 1 for ten minutes, 60 for a day, 3600 for ninety days. */
export const HISTORY_STEP_SECONDS: Readonly<Record<HistorySpan, number>> = { '10min': 1, day: 60, '90days': 3600 };
export const HISTORY_SPAN_SECONDS: Readonly<Record<HistorySpan, number>> = {
  '10min': 600,
  day: 86_400,
  '90days': 90 * 86_400,
};
