import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface FixedUnits {
  /** Figures alone: the unit stands in the column's title, so that it never jumps. */
  gigabytes(bytes: number): string;
  megabytes(bytes: number): string;
}

export function useFixedUnits(): FixedUnits {
  const { i18n } = useTranslation();
  const language = i18n.resolvedLanguage ?? 'en';
  return useMemo(() => {
    const tenth = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return {
      gigabytes: (bytes) => tenth.format(bytes / 1e9),
      megabytes: (bytes) => tenth.format(bytes / 1e6),
    };
  }, [language]);
}
