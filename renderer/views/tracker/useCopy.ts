import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../../components/toast.ts';
import { copyText } from '../../desktop.ts';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';

/** Copies a text and says so, or says why not. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation('tracker');
  const words = useErrorText();
  return useCallback(
    (text) => {
      copyText(text).then(
        () => toast.show({ title: t('copy.done'), description: safeText(text, 80), tone: 'success' }),
        (error: unknown) =>
          toast.show({ title: t('copy.failed'), description: safeText(words(error).message), tone: 'error' }),
      );
    },
    [t, words],
  );
}
