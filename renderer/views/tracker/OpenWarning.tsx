import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

export interface OpenWarningProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** The question before the tracker serves anything: what strangers can then do with this computer. */
export function OpenWarning({ isOpen, onClose, onConfirm }: OpenWarningProps): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <ConfirmDialog
      title={t('policy.warning.title')}
      isOpen={isOpen}
      onClose={onClose}
      confirmLabel={t('policy.warning.confirm')}
      onConfirm={onConfirm}
      isDanger
    >
      <ul className="flex list-disc flex-col gap-1.5 pl-5">
        <li>{t('policy.warning.anything')}</li>
        <li>{t('policy.warning.addresses')}</li>
        <li>{t('policy.warning.yours')}</li>
      </ul>
    </ConfirmDialog>
  );
}
