import { FilePlus2, FolderPlus, Plus } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { MenuTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ShareColumn, Sort } from '../../../shared/columns.ts';
import type { ShareRow } from '../../../shared/rows.ts';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableQuery } from '../../components/DataTable.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { MenuItems } from '../../components/MenuItems.tsx';
import { SelectionBar } from '../../components/SelectionBar.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { desktop } from '../../desktop.ts';
import { navigate } from '../../routes.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { useFormat } from '../../text/format.ts';
import { startShare } from '../../startShare.ts';
import { HashingStrip } from '../create/HashingStrip.tsx';
import { ShareDetails } from '../share/ShareDetails.tsx';
import { RemoveShares } from './RemoveShares.tsx';
import { SharesEmpty } from './SharesEmpty.tsx';
import { SharesPane } from './SharesPane.tsx';
import { useRowStates } from './useRowStates.ts';
import { useSettled } from './useSettled.ts';
import { useShareActions } from './useShareActions.ts';
import { useShareColumns } from './useShareColumns.tsx';

const DEFAULT_SORT: Sort<ShareColumn> = { column: 'createdAt', direction: 'descending' };
const ROW_HEIGHT = 34;

const sharesSpec = ({ sort, filter, window }: TableQuery): ViewSpecOf<'shares'> => ({
  kind: 'shares',
  // Only this table's own columns are offered for sorting, and they carry the engine's names.
  sort: sort as Sort<ShareColumn>,
  filter,
  window,
});

const openShare = ({ key }: ShareRow): void => navigate({ view: 'share', infoHash: key, tab: 'peers' });

/** Home: everything that is shared, and below it what is selected. */
export function SharesView(): ReactNode {
  const { t } = useTranslation('shares');
  const [filter, setFilter] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [removing, setRemoving] = useState<readonly string[]>([]);
  const format = useFormat();
  const columns = useShareColumns();
  const unselect = useCallback(() => setSelected(new Set()), []);
  const { states, see } = useRowStates();
  const actionsOf = useShareActions({ states, askToRemove: setRemoving });
  const shown = useSettled(selected);
  const [only] = shown.size === 1 ? shown : [];
  return (
    <section aria-labelledby="shares-title" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-2.5 px-5 pt-3.5 pb-2">
        <h1 id="shares-title" className="mr-auto text-xl font-semibold">
          {t('title')}
        </h1>
        <SearchField label={t('filter')} value={filter} onChange={setFilter} />
        <ShareButton />
      </header>
      <HashingStrip />
      <SharesPane
        label={t('pane.resize')}
        list={
          <DataTable
            label={t('title')}
            spec={sharesSpec}
            columns={columns}
            defaultSort={DEFAULT_SORT}
            filter={filter}
            storageKey="shares"
            rowHeight={ROW_HEIGHT}
            selectionMode="multiple"
            selected={selected}
            onSelectionChange={setSelected}
            onOpen={openShare}
            rowActions={actionsOf}
            onRows={see}
            empty={<SharesEmpty />}
          />
        }
        pane={only === undefined ? undefined : <ShareDetails key={only} infoHash={only} onClose={unselect} />}
        bar={
          shown.size === 0 ? undefined : (
            <SelectionBar
              label={t('selection.label')}
              count={t('selection.count', { count: shown.size, shown: format.count(shown.size) })}
              actions={actionsOf(shown)}
              onClose={unselect}
            />
          )
        }
      />
      <RemoveShares infoHashes={removing} onClose={() => setRemoving([])} onRemoved={unselect} />
    </section>
  );
}

function ShareButton(): ReactNode {
  const { t } = useTranslation('shares');
  if (desktop() === undefined) {
    return (
      <Button variant="primary" icon={Plus} onPress={() => void startShare('files')}>
        {t('share.button')}
      </Button>
    );
  }
  const actions: readonly MenuAction[] = [
    { id: 'files', label: t('share.files'), icon: FilePlus2, onAction: () => void startShare('files') },
    { id: 'folder', label: t('share.folder'), icon: FolderPlus, onAction: () => void startShare('folder') },
  ];
  return (
    <MenuTrigger>
      <Button variant="primary" icon={Plus}>
        {t('share.button')}
      </Button>
      <MenuItems label={t('share.button')} actions={actions} placement="bottom end" />
    </MenuTrigger>
  );
}
