import { Layers, Pencil, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { Button } from '../../components/Button.tsx';
import { type Column, DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { openPeopleDialog } from './peopleDialogs.ts';

/** The engine gives them by name, whatever is asked for. */
const SORT = { column: 'name', direction: 'ascending' } as const;
/** Of the names in a cell; the figure before them counts them all. */
const MOST_NAMES = 12;

const spec = ({ filter, window }: TableQuery): ViewSpecOf<'groups'> => ({ kind: 'groups', filter, window });

const openGroup = ({ key }: GroupRow): void => openPeopleDialog({ kind: 'group', group: key });

export function GroupsTable({ filter }: { readonly filter: string }): ReactNode {
  const { t } = useTranslation('people');
  const columns = useGroupColumns();
  const rowActions = (keys: ReadonlySet<string>): readonly MenuAction[] => {
    const [group] = keys;
    if (group === undefined) return [];
    return [
      {
        id: 'edit',
        label: t('action.edit'),
        icon: Pencil,
        onAction: () => openPeopleDialog({ kind: 'group', group }),
      },
      {
        id: 'remove',
        label: t('action.remove'),
        icon: Trash2,
        isDanger: true,
        onAction: () => openPeopleDialog({ kind: 'removeGroup', group }),
      },
    ];
  };
  return (
    <DataTable<GroupRow>
      label={t('tab.groups')}
      spec={spec}
      columns={columns}
      defaultSort={SORT}
      filter={filter}
      storageKey="groups"
      onOpen={openGroup}
      rowActions={rowActions}
      empty={
        <EmptyState
          icon={Layers}
          title={t('groups.emptyTitle')}
          actions={
            <Button icon={Plus} onPress={() => openPeopleDialog({ kind: 'group' })}>
              {t('action.newGroup')}
            </Button>
          }
        >
          {t('groups.what')}
        </EmptyState>
      }
    />
  );
}

function useGroupColumns(): readonly Column<GroupRow>[] {
  const { t } = useTranslation('people');
  const format = useFormat();
  return useMemo(() => {
    const names = (items: readonly { readonly key: string; readonly name?: string | undefined }[]) => (
      <>
        <span className="figures mr-2">{format.count(items.length)}</span>
        <span className="text-muted">
          {items
            .slice(0, MOST_NAMES)
            .map(({ key, name }) => safeText(name ?? key, 40))
            .join(', ')}
        </span>
      </>
    );
    return [
      {
        id: 'name',
        title: t('column.name'),
        width: 220,
        minWidth: 140,
        grow: 1,
        cell: ({ name }) => (
          <span className="font-medium">
            <SafeText text={name} />
          </span>
        ),
      },
      {
        id: 'people',
        title: t('groups.people'),
        width: 260,
        minWidth: 120,
        grow: 1.5,
        hideable: true,
        cell: ({ people }) => names(people),
      },
      {
        id: 'torrents',
        title: t('groups.torrents'),
        width: 260,
        minWidth: 120,
        grow: 1.5,
        hideable: true,
        cell: ({ torrents }) => names(torrents),
      },
    ];
  }, [t, format]);
}
