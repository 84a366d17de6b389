import { LogOut } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { toast } from '../../components/toast.ts';
import { safeText } from '../../text/safeText.ts';
import { asSentence } from '../../text/sentence.ts';
import { signOut } from '../../transports/consoleSession.ts';
import { SettingRow } from './SettingRow.tsx';

/** In a browser only. The connection ends with the session, and the frame then asks to sign in. */
export function SignOutSetting(): ReactNode {
  const { t } = useTranslation('settings');
  const id = useId();
  async function leave(): Promise<void> {
    const outcome = await signOut();
    if (outcome.kind === 'known') return;
    const description = outcome.kind === 'refused' ? safeText(asSentence(outcome.message)) : t('signOut.unreachable');
    toast.show({ title: t('signOut.failed'), description, tone: 'error' });
  }
  return (
    <SettingRow id={id} title={t('signOut.title')} what={t('signOut.what')}>
      <div>
        <Button icon={LogOut} onPress={() => void leave()}>
          {t('signOut.button')}
        </Button>
      </div>
    </SettingRow>
  );
}
