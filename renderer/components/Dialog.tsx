import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from './classes.ts';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  readonly title: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'small' | 'medium' | 'large';
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  /** `alertdialog` for a question that must be answered. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}

const WIDTHS = { small: 'max-w-md', medium: 'max-w-xl', large: 'max-w-3xl' } as const;

/** Escape, the cross and a press beside it close it. Its middle scrolls; title and buttons stay. */
export function Dialog({ title, isOpen, onClose, size = 'medium', footer, role, children }: DialogProps): ReactNode {
  const { t } = useTranslation('common');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role !== 'alertdialog'}
      className="fixed inset-0 z-40 flex items-center justify-center bg-veil p-4"
    >
      <Modal className={classes('flex max-h-full w-full', WIDTHS[size])}>
        <AriaDialog
          role={role ?? 'dialog'}
          className="flex max-h-full min-h-0 w-full flex-col rounded-lg border border-line bg-surface shadow-raised outline-none"
        >
          <header className="flex items-center gap-2 py-3 pr-3 pl-5">
            <Heading slot="title" className="min-w-0 flex-1 truncate text-lg font-semibold">
              {title}
            </Heading>
            <IconButton label={t('dialog.close')} icon={X} onPress={onClose} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-4">{children}</div>
          {footer === undefined ? null : (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
