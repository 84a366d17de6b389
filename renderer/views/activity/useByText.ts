import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';
import { byKeys } from './byWords.ts';

const MAX_NAME_CHARACTERS = 80;

/** Where something was asked for: `in the console, from 192.168.7.31`. */
export function useByText(): (kind: string, name: string | undefined) => string {
  const { t } = useTranslation('activity');
  return useCallback(
    (kind, name) => {
      const [alone, named] = byKeys(kind) ?? [];
      if (alone === undefined || named === undefined) return safeText(name ?? kind, MAX_NAME_CHARACTERS);
      return name === undefined ? t(alone) : t(named, { name: safeText(name, MAX_NAME_CHARACTERS) });
    },
    [t],
  );
}
