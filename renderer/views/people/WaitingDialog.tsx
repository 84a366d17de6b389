import { UserCheck, UserX } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { Ago } from '../../text/Ago.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { useView } from '../useView.ts';
import { closePeopleDialog } from './peopleDialogs.ts';
import { ROLE_NAMES } from './personWords.ts';
import { usePersonCommands } from './usePersonCommands.ts';

const MOST_SHOWN = 100;

/** Who registered and waits to be let in, the newest first. */
export function WaitingDialog(): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const { approve } = usePersonCommands();
  const { rows, total, isLoading, error } = useView({
    kind: 'people',
    states: ['waiting'],
    sort: { column: 'createdAt', direction: 'descending' },
    window: { first: 0, count: MOST_SHOWN },
  });
  const list = useFocusKept(total);
  return (
    <Dialog
      title={t('waiting.title')}
      isOpen
      onClose={closePeopleDialog}
      footer={
        <>
          <Button onPress={closePeopleDialog}>{t('dialog.close')}</Button>
          {rows.length > 1 ? (
            <Button variant="primary" icon={UserCheck} onPress={() => approve(rows.map(({ key }) => key))}>
              {t('waiting.all', { count: rows.length, shown: format.count(rows.length) })}
            </Button>
          ) : null}
        </>
      }
    >
      {error === undefined ? null : <ErrorState error={error} />}
      {error === undefined && total === 0 ? isLoading ? <Loading /> : <EmptyState title={t('waiting.nobody')} /> : null}
      <ul ref={list} tabIndex={-1} className="outline-none">
        {rows.map((row) => (
          <Waiting key={row.key} row={row} />
        ))}
      </ul>
      {total > rows.length && rows.length > 0 ? (
        <p className="pt-2 text-muted">
          {t('waiting.more', { count: total - rows.length, shown: format.count(total - rows.length) })}
        </p>
      ) : null}
    </Dialog>
  );
}

/** Who was answered leaves the list, and the button that had the focus with them: the list has it then, and so the dialog. */
function useFocusKept(total: number) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus();
  }, [total]);
  return list;
}

function Waiting({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { approve, remove } = usePersonCommands();
  const name = safeText(row.name);
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-52">
        <p className="truncate font-medium">
          <SafeText text={row.name} />
        </p>
        <p className="text-sm text-muted">
          {t(ROLE_NAMES[row.role])}
          {row.groups.map((group) => (
            <span key={group.key}>
              {', '}
              <SafeText text={group.name} />
            </span>
          ))}
          {', '}
          <Ago at={row.createdAt} />
        </p>
      </div>
      <LetIn label={t('waiting.letInNamed', { name })} onPress={() => approve([row.key])} />
      <TurnAway label={t('waiting.turnAwayNamed', { name })} onPress={() => remove([row.key])} />
    </li>
  );
}

interface AnswerProps {
  /** With the name in it, for those who hear the buttons and do not see the line. */
  readonly label: string;
  readonly onPress: () => void;
}

function LetIn({ label, onPress }: AnswerProps): ReactNode {
  const { t } = useTranslation('people');
  return (
    <Button icon={UserCheck} onPress={onPress}>
      <span aria-hidden>{t('waiting.letIn')}</span>
      <span className="sr-only">{label}</span>
    </Button>
  );
}

function TurnAway({ label, onPress }: AnswerProps): ReactNode {
  const { t } = useTranslation('people');
  return (
    <Button variant="quiet" icon={UserX} onPress={onPress}>
      <span aria-hidden>{t('waiting.turnAway')}</span>
      <span className="sr-only">{label}</span>
    </Button>
  );
}
