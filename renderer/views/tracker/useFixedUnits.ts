import { useMemo } from 'react';
import { useLocale } from '../../text/locale.ts';

export interface FixedUnits {
  /** Figures alone: the unit stands in the column's title, so that it never jumps. */
  gigabytes(bytes: number): string;
  megabytes(bytes: number): string;
}

export function useFixedUnits(): FixedUnits {
  const locale = useLocale();
  return useMemo(() => {
    const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return {
      gigabytes: (bytes) => tenth.format(bytes / 1e9),
      megabytes: (bytes) => tenth.format(bytes / 1e6),
    };
  }, [locale]);
}
