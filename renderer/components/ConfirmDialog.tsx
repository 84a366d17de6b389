import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

export interface ConfirmDialogProps {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** What the button does: `Remove 3 shares`, never `OK`. */
  readonly confirmLabel: string;
  readonly onConfirm: () => void;
  readonly isDanger?: boolean;
  readonly children: ReactNode;
}

/** A question with one consequence. It closes itself before `onConfirm` runs. */
export function ConfirmDialog({
  title,
  isOpen,
  onClose,
  confirmLabel,
  onConfirm,
  isDanger = false,
  children,
}: ConfirmDialogProps): ReactNode {
  const { t } = useTranslation('common');
  const confirm = (): void => {
    onClose();
    onConfirm();
  };
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      size="small"
      role="alertdialog"
      footer={
        <>
          <Button onPress={onClose} autoFocus={isDanger}>
            {t('dialog.cancel')}
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} onPress={confirm} autoFocus={!isDanger}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
