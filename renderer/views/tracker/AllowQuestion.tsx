import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import type { Allowing } from './useAllowing.ts';

/** Asked before the first torrent is allowed on a tracker that serves its shares alone. */
export function AllowQuestion({ allowing: { asked, confirm, cancel } }: { readonly allowing: Allowing }): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <ConfirmDialog
      title={t('allow.title')}
      isOpen={asked.length > 0}
      onClose={cancel}
      confirmLabel={t('allow.confirm')}
      onConfirm={confirm}
    >
      <p>{t('allow.now')}</p>
      <p className="mt-2">{t('allow.then', { count: asked.length })}</p>
    </ConfirmDialog>
  );
}
