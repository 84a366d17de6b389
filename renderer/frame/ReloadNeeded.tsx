import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button.tsx';
import { WholeWindow } from './WholeWindow.tsx';

/** The engine speaks another version of the contract: going on would misbehave. */
export function ReloadNeeded(): ReactNode {
  const { t } = useTranslation('frame');
  return (
    <WholeWindow title={t('reload.title')}>
      <p>{t('reload.why')}</p>
      <div>
        <Button variant="primary" icon={RotateCw} onPress={() => window.location.reload()} autoFocus>
          {t('reload.action')}
        </Button>
      </div>
    </WholeWindow>
  );
}
