import { useTranslation } from 'react-i18next';
import { toast } from './toast.ts';
import { copyText } from '../desktop.ts';
import { safeText } from '../text/safeText.ts';

/** Copies a text and says so; where the clipboard is refused, the text is shown, to be copied by hand. */
export function useCopy(): (text: string) => void {
  const { t } = useTranslation('common');
  return (text) => {
    copyText(text).then(
      () => toast.show({ title: t('copy.done'), description: safeText(text), tone: 'success' }),
      () =>
        toast.show({ title: t('copy.refused'), description: safeText(text.replace(/\s+/g, ' '), 2000), tone: 'error' }),
    );
  };
}
