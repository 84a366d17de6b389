import { RotateCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/Banner.tsx';
import { Button } from '../../components/Button.tsx';
import { toast } from '../../components/toast.ts';
import { useEngine } from '../../engine.tsx';
import { useErrorText } from '../../text/errorText.ts';
import { safeText } from '../../text/safeText.ts';

/** What was changed counts once the engine has started again. */
export function RestartBanner(): ReactNode {
  const { t } = useTranslation('settings');
  const { call } = useEngine();
  const words = useErrorText();
  const [isBusy, setIsBusy] = useState(false);
  const restart = (): void => {
    setIsBusy(true);
    call('engine.restart', {})
      .catch((error: unknown) =>
        toast.show({ title: t('restart.failed'), description: safeText(words(error).message), tone: 'error' }),
      )
      .finally(() => setIsBusy(false));
  };
  return (
    <Banner
      tone="info"
      title={t('restart.needed')}
      actions={
        <Button icon={RotateCw} isDisabled={isBusy} onPress={restart}>
          {t('restart.button')}
        </Button>
      }
    >
      {t('restart.what')}
    </Banner>
  );
}
