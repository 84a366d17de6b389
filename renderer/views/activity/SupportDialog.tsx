import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { toast } from '../../components/toast.ts';
import { desktop, saveBytes } from '../../desktop.ts';
import { useEngine } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';
import { base64Of } from './base64.ts';

export interface SupportDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Says what would be given away before anything is saved. */
export function SupportDialog({ isOpen, onClose }: SupportDialogProps): ReactNode {
  const { t } = useTranslation('activity');
  const { call } = useEngine();
  const words = useErrorText();
  const [isBusy, setIsBusy] = useState(false);

  async function save(): Promise<void> {
    setIsBusy(true);
    try {
      const { fileName, text } = await call('support.bundle', {});
      const path = await saveBytes(fileName, base64Of(text));
      const isCancelled = desktop() !== undefined && path === undefined;
      if (isCancelled) return;
      onClose();
      toast.show({ title: t('support.saved'), description: safeText(path ?? fileName), tone: 'success' });
    } catch (error) {
      const { message, hint } = words(error);
      toast.show({ title: t('support.failed'), description: safeText(`${message} ${hint ?? ''}`), tone: 'error' });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <Dialog
      title={t('support.title')}
      isOpen={isOpen}
      onClose={onClose}
      size="small"
      footer={
        <Button variant="primary" icon={Download} isDisabled={isBusy} onPress={() => void save()}>
          {t('support.save')}
        </Button>
      }
    >
      <p>{t('support.what')}</p>
      <p className="mt-2 text-muted">{t('support.without')}</p>
    </Dialog>
  );
}
