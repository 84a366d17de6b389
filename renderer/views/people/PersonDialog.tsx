import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useRow } from '../useView.ts';
import { closePeopleDialog } from './peopleDialogs.ts';

export interface PersonDialogProps {
  readonly person: string;
  /** Where it cannot be said who it is about. */
  readonly title: string;
  /** The whole dialog, once it is. */
  readonly children: (row: PersonRow) => ReactNode;
}

/**
 * A dialog about one person, who may be gone by the time that it opens. Nothing opens before that is known: a dialog in the
 * place of another one does not always have its focus where it asked for it.
 */
export function PersonDialog({ person, title, children }: PersonDialogProps): ReactNode {
  const { t } = useTranslation('people');
  const { row, isLoading, error } = useRow({ kind: 'person', person });
  if (row !== undefined) return children(row);
  if (error === undefined && isLoading) return null;
  return (
    <Dialog title={title} isOpen onClose={closePeopleDialog}>
      {error === undefined ? <EmptyState title={t('gone.title')} /> : <ErrorState error={error} />}
    </Dialog>
  );
}
