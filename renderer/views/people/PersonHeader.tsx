import {
  Ban,
  ChevronLeft,
  CircleCheck,
  Copy,
  FileDown,
  KeyRound,
  Link2,
  LockKeyhole,
  Pencil,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import { Button } from '../../components/Button.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { MenuButton } from '../../components/MenuButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { routeHash } from '../../routes.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { PersonFigures } from './PersonFigures.tsx';
import { openPeopleDialog } from './peopleDialogs.ts';
import { ROLE_NAMES, STATE_KINDS, STATE_NAMES } from './personWords.ts';
import { usePersonCommands } from './usePersonCommands.ts';
import { useFormat } from '../../text/format.ts';

/** Name, state and figures of a person, and everything that can be done about them. */
export function PersonHeader({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  return (
    <header className="shrink-0 px-5 pt-3 pb-4">
      <a
        href={routeHash({ view: 'people' })}
        className="-ml-1.5 inline-flex min-h-6 items-center gap-0.5 rounded-sm pr-1.5 text-muted hover:text-ink"
      >
        <ChevronLeft aria-hidden size={15} />
        {t('title')}
      </a>
      <h1 className="line-clamp-2 text-xl font-semibold wrap-anywhere">
        <SafeText text={row.name} />
      </h1>
      <StateLine row={row} />
      <PersonFigures row={row} />
      <Actions row={row} />
    </header>
  );
}

/** State, role, groups and until when. */
function StateLine({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const { state, role, groups, expiresAt, createdAt } = row;
  const until = state === 'expired' ? 'line.expired' : 'line.until';
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-4">
      <StateMark kind={STATE_KINDS[state]} label={t(STATE_NAMES[state])} />
      <span>{t(ROLE_NAMES[role])}</span>
      {groups.map(({ key, name }) => (
        <span key={key} className="max-w-60 truncate">
          <SafeText text={name} />
        </span>
      ))}
      <span className="text-muted">{t('line.since', { date: format.dateTime(createdAt) })}</span>
      {expiresAt === undefined ? null : (
        <span className="text-muted">{t(until, { date: format.dateTime(expiresAt) })}</span>
      )}
    </p>
  );
}

function Actions({ row }: { readonly row: PersonRow }): ReactNode {
  const { t } = useTranslation('people');
  const { copyAnnounceAddress } = usePersonCommands();
  const person = row.key;
  const isNarrow = useNarrow();
  const reset: MenuAction = {
    id: 'reset',
    label: t('action.reset', { count: 1 }),
    icon: KeyRound,
    onAction: () => openPeopleDialog({ kind: 'reset', people: [person] }),
  };
  const rarer = useRarer(row);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-2">
      <Button variant="primary" icon={Copy} onPress={() => copyAnnounceAddress(person)}>
        {t('action.copyAnnounce')}
      </Button>
      <Button icon={FileDown} onPress={() => openPeopleDialog({ kind: 'torrent', person })}>
        {t('action.torrent')}
      </Button>
      <Button icon={Pencil} onPress={() => openPeopleDialog({ kind: 'edit', person })}>
        {t('action.edit')}
      </Button>
      {isNarrow ? null : (
        <Button variant="quiet" icon={KeyRound} onPress={reset.onAction}>
          {reset.label}
        </Button>
      )}
      <MenuButton label={t('action.more')} actions={isNarrow ? [reset, ...rarer] : rarer} />
    </div>
  );
}

/** What is not wanted often. */
function useRarer({ key: person, state }: PersonRow): readonly MenuAction[] {
  const { t } = useTranslation('people');
  const { setDisabled } = usePersonCommands();
  const disable: MenuAction =
    state === 'disabled'
      ? { id: 'enable', label: t('action.enable'), icon: CircleCheck, onAction: () => setDisabled([person], false) }
      : { id: 'disable', label: t('action.disable'), icon: Ban, onAction: () => setDisabled([person], true) };
  return [
    {
      id: 'links',
      label: t('action.links'),
      icon: Link2,
      onAction: () => openPeopleDialog({ kind: 'links', person }),
    },
    {
      id: 'password',
      label: t('action.password'),
      icon: LockKeyhole,
      onAction: () => openPeopleDialog({ kind: 'password', person }),
    },
    ...(state === 'active' || state === 'disabled' ? [disable] : []),
    {
      id: 'remove',
      label: t('action.remove'),
      icon: Trash2,
      isDanger: true,
      onAction: () => openPeopleDialog({ kind: 'remove', people: [person] }),
    },
  ];
}
