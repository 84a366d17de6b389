import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../text/locale.ts';
import { type DayWord, dayWordOf } from './days.ts';

const DAY_WORDS = { today: 'day.today', yesterday: 'day.yesterday', other: 'day.other' } as const satisfies Record<
  DayWord,
  string
>;

/** `Today, Friday 20 November`. */
export function useDayName(): (epochMs: number) => string {
  const { t } = useTranslation('activity');
  const locale = useLocale();
  return useMemo(() => {
    const date = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
    return (at) => t(DAY_WORDS[dayWordOf(at, Date.now())], { date: date.format(at) });
  }, [t, locale]);
}
