import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type DayWord, dayWordOf } from './days.ts';

const DAY_WORDS = { today: 'day.today', yesterday: 'day.yesterday', other: 'day.other' } as const satisfies Record<
  DayWord,
  string
>;

/** `Today, Friday 20 November`. */
export function useDayName(): (epochMs: number) => string {
  const { t, i18n } = useTranslation('activity');
  const language = i18n.resolvedLanguage ?? 'en';
  return useMemo(() => {
    const date = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
    return (at) => t(DAY_WORDS[dayWordOf(at, Date.now())], { date: date.format(at) });
  }, [t, language]);
}
