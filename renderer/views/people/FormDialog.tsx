import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Dialog, type DialogProps } from '../../components/Dialog.tsx';
import { ERROR } from '../../components/fieldClasses.ts';
import { closePeopleDialog } from './peopleDialogs.ts';
import type { Submit } from './useSubmit.ts';

export interface FormDialogProps extends Pick<DialogProps, 'title' | 'size' | 'children'> {
  /** What the main button does, in words. */
  readonly submitLabel: string;
  readonly submit: Submit;
  /** Whether everything that is needed is there. */
  readonly isReady: boolean;
}

/** A few fields and what to do with them: by its button, or by Enter in a field. */
export function FormDialog({ title, size, children, submitLabel, submit, isReady }: FormDialogProps): ReactNode {
  const { t } = useTranslation('common');
  const run = (): void => {
    if (isReady) submit.run();
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={closePeopleDialog}
      {...(size === undefined ? {} : { size })}
      footer={
        <>
          <Button onPress={closePeopleDialog}>{t('dialog.cancel')}</Button>
          <Button variant="primary" isDisabled={!isReady || submit.isBusy} onPress={run}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
      >
        {children}
        {/* Without it Enter in one of several fields does nothing. */}
        <button type="submit" hidden disabled={!isReady} aria-hidden tabIndex={-1} />
        {submit.error === undefined ? null : (
          <p role="alert" className={ERROR}>
            {submit.error}
          </p>
        )}
      </form>
    </Dialog>
  );
}
