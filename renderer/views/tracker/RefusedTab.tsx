import { ShieldCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedColumn, Sort } from '../../../shared/columns.ts';
import type { RefusedRow } from '../../../shared/torrentLists.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { Banner } from '../../components/Banner.tsx';
import type { TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { SelectableTable } from '../../components/SelectableTable.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { AllowQuestion } from './AllowQuestion.tsx';
import { useRefusedColumns } from './refusedColumns.tsx';
import { TabTools } from './TabTools.tsx';
import { useAllowing } from './useAllowing.ts';
import type { Policy } from './usePolicy.ts';
import { useRefusedActions } from './useRefusedActions.ts';

const DEFAULT_SORT: Sort<RefusedColumn> = { column: 'lastAt', direction: 'descending' };
/** Buttons stand in the rows. */
const ROW_HEIGHT = 34;

const refusedSpec = ({ sort, filter, window }: TableQuery): ViewSpecOf<'refused'> => ({
  kind: 'refused',
  // Only this table's own columns are offered for sorting, and they carry the engine's names.
  sort: sort as Sort<RefusedColumn>,
  filter,
  window,
});

/** What clients asked for and did not get, and the way to let them have it. */
export function RefusedTab({ policy }: { readonly policy: Policy | undefined }): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const allowing = useAllowing(policy);
  const { actionsOf, see } = useRefusedActions(allowing);
  const columns = useRefusedColumns(allowing);
  return (
    <>
      <TabTools>
        <SearchField label={t('refused.filter')} value={filter} onChange={setFilter} />
      </TabTools>
      {policy === undefined || allowing.isPossible ? null : (
        <Banner tone="info" title={t('note.fixed', { name: safeText(policy.fixedBy?.name ?? '', 80) })} />
      )}
      <SelectableTable<RefusedRow>
        label={t('refused.label')}
        spec={refusedSpec}
        columns={columns}
        defaultSort={DEFAULT_SORT}
        filter={filter}
        storageKey="refused"
        rowHeight={ROW_HEIGHT}
        actionsOf={actionsOf}
        selectionLabel={t('selection.label')}
        selectionCount={(count) => t('selection.count', { count, figure: format.count(count) })}
        onRows={see}
        empty={
          <EmptyState icon={ShieldCheck} title={t('refused.emptyTitle')}>
            {t('refused.emptyWhat')}
          </EmptyState>
        }
      />
      <AllowQuestion allowing={allowing} />
    </>
  );
}
