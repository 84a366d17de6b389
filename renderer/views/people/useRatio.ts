import { useMemo } from 'react';
import { useLocale } from '../../text/locale.ts';

/** Uploaded by downloaded with two digits; a dash while nothing is counted. */
export function useRatio(): (ratio: number | undefined) => string {
  const locale = useLocale();
  return useMemo(() => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return (ratio) => (ratio === undefined ? '–' : format.format(ratio));
  }, [locale]);
}
