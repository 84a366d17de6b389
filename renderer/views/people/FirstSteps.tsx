import { KeyRound, Settings, UserPlus, UserRoundPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { openPeopleDialog } from './peopleDialogs.ts';
import { useSettingsLink } from './useSettingsLink.ts';

/** What private mode is, and how it begins. `isPrivate` tells whether it is on. */
export function FirstSteps({ isPrivate }: { readonly isPrivate: boolean }): ReactNode {
  const { t } = useTranslation('people');
  const { toPolicy } = useSettingsLink();
  const add = (): void => openPeopleDialog({ kind: 'add' });
  return (
    <EmptyState
      icon={KeyRound}
      title={isPrivate ? t('empty.title') : t('empty.offTitle')}
      actions={
        isPrivate ? (
          <>
            <Button variant="primary" icon={UserRoundPlus} onPress={add}>
              {t('action.add')}
            </Button>
            <Button icon={UserPlus} onPress={() => openPeopleDialog({ kind: 'invite' })}>
              {t('action.invite')}
            </Button>
          </>
        ) : (
          <>
            <Button variant="primary" icon={Settings} onPress={toPolicy}>
              {t('action.policy')}
            </Button>
            <Button icon={UserRoundPlus} onPress={add}>
              {t('action.add')}
            </Button>
          </>
        )
      }
    >
      <p>{t('empty.what')}</p>
      <p className="mt-2">{isPrivate ? t('empty.first') : t('empty.off')}</p>
    </EmptyState>
  );
}
