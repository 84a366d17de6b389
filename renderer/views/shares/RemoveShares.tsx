import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';
import { useRow } from '../useView.ts';
import { useShareCommands } from './useShareCommands.ts';

export interface RemoveSharesProps {
  /** None: no question. */
  readonly infoHashes: readonly string[];
  readonly onClose: () => void;
  readonly onRemoved?: () => void;
}

/** The question before shares are removed. The files stay, and the question says so. */
export function RemoveShares({ infoHashes, onClose, onRemoved }: RemoveSharesProps): ReactNode {
  const { t } = useTranslation('shares');
  const format = useFormat();
  const { remove } = useShareCommands();
  const [infoHash] = infoHashes;
  const count = infoHashes.length;
  const { row } = useRow(count === 1 && infoHash !== undefined ? { kind: 'share', infoHash } : undefined);
  const confirm = (): void => {
    remove(infoHashes);
    onRemoved?.();
  };
  return (
    <ConfirmDialog
      title={t('remove.title', { count, shown: format.count(count) })}
      isOpen={count > 0}
      onClose={onClose}
      confirmLabel={t('remove.confirm', { count, shown: format.count(count) })}
      onConfirm={confirm}
      isDanger
    >
      {row === undefined ? null : (
        <p className="mb-2 font-semibold wrap-anywhere">
          <SafeText text={row.name} />
        </p>
      )}
      <p>{t('remove.consequence', { count })}</p>
      <p className="mt-2">{t('remove.filesStay')}</p>
    </ConfirmDialog>
  );
}
