import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '../../../shared/activity.ts';
import { useFormat } from '../../text/format.ts';
import { useNoticeText } from '../../text/noticeText.ts';
import { useSettingTexts } from '../settings/settingTexts.ts';
import { useRefusalText } from '../tracker/refusalText.ts';
import { sentenceOf } from './sentences.ts';

export function useSentence(): (entry: ActivityEntry) => string {
  const { t } = useTranslation('activity');
  const { count } = useFormat();
  const { titleOf, valueOf } = useSettingTexts();
  const refusal = useRefusalText();
  const words = useNoticeText();
  return useCallback(
    (entry) =>
      sentenceOf(entry, {
        t: (key, values) => t(key, { ...values }),
        count,
        settingName: titleOf,
        settingValue: valueOf,
        refusal,
        notice: (message, because) => words({ message, because }),
      }),
    [t, count, titleOf, valueOf, refusal, words],
  );
}
