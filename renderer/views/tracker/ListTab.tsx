import { ListPlus, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedColumn, Sort } from '../../../shared/columns.ts';
import type { ListedRow } from '../../../shared/torrentLists.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { Button } from '../../components/Button.tsx';
import type { TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { SelectableTable } from '../../components/SelectableTable.tsx';
import { useTorrentDrops } from '../../frame/torrentDrops.ts';
import { useFormat } from '../../text/format.ts';
import { AddTorrentsDialog, type Begun, NOTHING_BEGUN } from './AddTorrentsDialog.tsx';
import { useListedColumns } from './listedColumns.tsx';
import { PolicyNote } from './PolicyNote.tsx';
import { PolicySources } from './PolicySources.tsx';
import { TabTools } from './TabTools.tsx';
import { readTorrentFiles } from './torrentFiles.ts';
import { useListedActions } from './useListedActions.ts';
import { usePastedItems } from './usePastedItems.ts';
import type { Policy } from './usePolicy.ts';

const DEFAULT_SORT: Sort<ListedColumn> = { column: 'addedAt', direction: 'descending' };

const listedSpec = ({ sort, filter, window }: TableQuery): ViewSpecOf<'listed'> => ({
  kind: 'listed',
  // Only this table's own columns are offered for sorting, and they carry the engine's names.
  sort: sort as Sort<ListedColumn>,
  filter,
  window,
});

/** What the tracker's list says: which torrents are allowed and which are blocked. */
export function ListTab({ policy }: { readonly policy: Policy | undefined }): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const [begun, setBegun] = useState<Begun>();
  const columns = useListedColumns();
  const { actionsOf, see } = useListedActions();
  usePastedItems((text) => setBegun({ text, files: [] }));
  useTorrentDrops({
    hint: t('add.dropHint'),
    receive: ({ files, text }) => void readTorrentFiles(files).then((read) => setBegun({ text, files: read })),
  });
  const add = (): void => setBegun(NOTHING_BEGUN);
  return (
    <>
      <TabTools>
        <SearchField label={t('list.filter')} value={filter} onChange={setFilter} />
        <Button icon={Plus} variant="primary" onPress={add}>
          {t('add.button')}
        </Button>
      </TabTools>
      <SelectableTable<ListedRow>
        above={
          <>
            {policy === undefined ? null : <PolicyNote policy={policy} />}
            <PolicySources />
          </>
        }
        label={t('list.label')}
        spec={listedSpec}
        columns={columns}
        defaultSort={DEFAULT_SORT}
        filter={filter}
        storageKey="listed"
        actionsOf={actionsOf}
        selectionLabel={t('selection.label')}
        selectionCount={(count) => t('selection.count', { count, figure: format.count(count) })}
        onRows={see}
        empty={<NothingListed onAdd={add} />}
      />
      {begun === undefined ? null : <AddTorrentsDialog begun={begun} onClose={() => setBegun(undefined)} />}
    </>
  );
}

function NothingListed({ onAdd }: { readonly onAdd: () => void }): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <EmptyState
      icon={ListPlus}
      title={t('list.emptyTitle')}
      actions={
        <Button icon={Plus} onPress={onAdd}>
          {t('add.button')}
        </Button>
      }
    >
      <p>{t('list.emptyWhat')}</p>
      <p className="mt-2">{t('list.emptyHow')}</p>
    </EmptyState>
  );
}
