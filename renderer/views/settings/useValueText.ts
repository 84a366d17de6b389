import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingState, SettingValue } from '../../../shared/settings.ts';
import { useFormat } from '../../text/format.ts';
import { byteSizeText } from './settingDraft.ts';
import { choiceText } from './settingTexts.ts';

/** Lists that leave out nothing as long as they name nothing. */
const ALL_WHEN_EMPTY: ReadonlySet<string> = new Set(['interfaces', 'allowedClients']);

/** A value of a setting as a person reads it. */
export function useValueText(): (setting: Pick<SettingState, 'key' | 'kind'>, value: SettingValue) => string {
  const { t } = useTranslation('settings');
  const format = useFormat();
  return useCallback(
    ({ key, kind }, value) => {
      if (typeof value === 'boolean') return value ? t('value.on') : t('value.off');
      if (Array.isArray(value)) {
        if (value.length > 0) return value.join(', ');
        return ALL_WHEN_EMPTY.has(key) ? t('value.all') : t('value.none');
      }
      if (kind === 'choice') {
        const words = choiceText(key, String(value));
        return words === undefined ? String(value) : t(words);
      }
      if (typeof value === 'string') return value;
      if (kind === 'bytes') return byteSizeText(value);
      // Ports are names made of digits: nobody groups them.
      return kind === 'port' ? String(value) : format.count(value);
    },
    [t, format],
  );
}
