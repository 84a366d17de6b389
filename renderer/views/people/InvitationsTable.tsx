import { Copy, MailX, QrCode, UserPlus } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { Button } from '../../components/Button.tsx';
import { type Column, DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark, type StateKind } from '../../components/StateMark.tsx';
import { useCopy } from '../../components/useCopy.ts';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { useByText } from '../activity/useByText.ts';
import { sortedPageUrls } from '../share/pageUrls.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { openPeopleDialog } from './peopleDialogs.ts';
import { ROLE_NAMES } from './personWords.ts';

/** The engine gives them newest first, whatever is asked for. */
const SORT = { column: 'createdAt', direction: 'descending' } as const;

const spec = ({ filter, window }: TableQuery): ViewSpecOf<'invitations'> => ({ kind: 'invitations', filter, window });

export function InvitationsTable({ filter }: { readonly filter: string }): ReactNode {
  const { t } = useTranslation('people');
  const columns = useInvitationColumns();
  const copy = useCopy();
  const [rows, setRows] = useState<readonly InvitationRow[]>([]);
  const see = useCallback((loaded: readonly InvitationRow[]) => setRows(loaded), []);
  const rowActions = (keys: ReadonlySet<string>): readonly MenuAction[] => {
    const [key] = keys;
    const row = rows.find((one) => one.key === key);
    if (row === undefined) return [];
    const [url] = sortedPageUrls(row.urls);
    const show = (): void => openPeopleDialog({ kind: 'invitation', invitation: row.key });
    return [
      ...(url === undefined
        ? []
        : [{ id: 'copy', label: t('invitation.copy'), icon: Copy, onAction: () => copy(url) }]),
      { id: 'show', label: t('invitation.show'), icon: QrCode, onAction: show },
      {
        id: 'revoke',
        label: t('revoke.action'),
        icon: MailX,
        isDanger: true,
        onAction: () => openPeopleDialog({ kind: 'revoke', invitations: [row.key] }),
      },
    ];
  };
  return (
    <DataTable<InvitationRow>
      label={t('tab.invitations')}
      spec={spec}
      columns={columns}
      defaultSort={SORT}
      filter={filter}
      storageKey="invitations"
      onOpen={({ key }) => openPeopleDialog({ kind: 'invitation', invitation: key })}
      onRows={see}
      rowActions={rowActions}
      empty={
        <EmptyState
          icon={UserPlus}
          title={t('invitation.none')}
          actions={
            <Button icon={UserPlus} onPress={() => openPeopleDialog({ kind: 'invite' })}>
              {t('action.invite')}
            </Button>
          }
        >
          {t('invite.what')}
        </EmptyState>
      }
    />
  );
}

function stateOf({ isExpired, usesLeft }: InvitationRow): { readonly kind: StateKind; readonly word: string } {
  if (isExpired) return { kind: 'error', word: 'invitation.expired' };
  return usesLeft === 0 ? { kind: 'done', word: 'invitation.usedUp' } : { kind: 'seeding', word: 'invitation.open' };
}

function useInvitationColumns(): readonly Column<InvitationRow>[] {
  const { t } = useTranslation('people');
  const format = useFormat();
  const byText = useByText();
  const isNarrow = useNarrow();
  return useMemo(
    () => [
      {
        id: 'state',
        title: t('column.state'),
        width: 132,
        cell: (row) => {
          const { kind, word } = stateOf(row);
          return (
            <span className="flex h-full items-center">
              <StateMark kind={kind} label={t(word)} />
            </span>
          );
        },
      },
      {
        id: 'uses',
        title: t('invitation.uses'),
        width: 112,
        hideable: true,
        cell: ({ usesLeft, uses }) => (
          <span className="figures">
            {t('invitation.usesLeft', { left: format.count(usesLeft), uses: format.count(uses) })}
          </span>
        ),
      },
      {
        id: 'role',
        title: t('column.role'),
        width: 100,
        hideable: true,
        cell: ({ role }) => t(ROLE_NAMES[role]),
      },
      {
        id: 'expiresAt',
        title: t('column.expiresAt'),
        width: 152,
        hideable: true,
        cell: ({ expiresAt }) => <span className="figures">{format.dateTime(expiresAt)}</span>,
      },
      {
        id: 'approval',
        title: t('invitation.approvalColumn'),
        width: 108,
        hideable: true,
        hidden: isNarrow,
        cell: ({ needsApproval }) => (
          <span className="text-muted">{needsApproval ? t('invitation.needed') : t('invitation.notNeeded')}</span>
        ),
      },
      {
        id: 'groups',
        title: t('field.groups'),
        width: 120,
        minWidth: 90,
        grow: 1,
        hideable: true,
        cell: ({ groups }) => <SafeText text={groups.map(({ name }) => safeText(name)).join(', ')} />,
      },
      {
        id: 'createdAt',
        title: t('column.createdAt'),
        width: 152,
        hideable: true,
        hidden: isNarrow,
        cell: ({ createdAt }) => <span className="figures text-muted">{format.dateTime(createdAt)}</span>,
      },
      {
        id: 'createdBy',
        title: t('invitation.createdBy'),
        width: 190,
        minWidth: 150,
        grow: 1.5,
        hideable: true,
        hidden: isNarrow,
        cell: ({ createdBy: { kind, name } }) => (
          <span title={byText(kind, name)} className="text-muted">
            {byText(kind, name)}
          </span>
        ),
      },
    ],
    [t, format, byText, isNarrow],
  );
}
