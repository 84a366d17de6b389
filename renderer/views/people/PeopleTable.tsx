import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonColumn, Sort } from '../../../shared/columns.ts';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { SelectionBar } from '../../components/SelectionBar.tsx';
import { navigate } from '../../routes.ts';
import { useFormat } from '../../text/format.ts';
import { useSettled } from '../shares/useSettled.ts';
import { FirstSteps } from './FirstSteps.tsx';
import { usePersonColumns } from './personColumns.tsx';
import { usePersonActions } from './usePersonActions.ts';
import { usePersonStates } from './usePersonStates.ts';

const DEFAULT_SORT: Sort<PersonColumn> = { column: 'name', direction: 'ascending' };

const spec = ({ sort, filter, window }: TableQuery): ViewSpecOf<'people'> => ({
  kind: 'people',
  // Only this table's own columns are offered for sorting, and they carry the engine's names.
  sort: sort as Sort<PersonColumn>,
  filter,
  window,
});

const openPerson = ({ key }: PersonRow): void => navigate({ view: 'person', person: key });

/** Everyone who may use the tracker, or could. */
export function PeopleTable({ filter }: { readonly filter: string }): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const columns = usePersonColumns();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const unselect = useCallback(() => setSelected(new Set()), []);
  const { states, see } = usePersonStates();
  const actionsOf = usePersonActions(states);
  const shown = useSettled(selected);
  return (
    <>
      {/* Ranges of rows are chosen with Shift, which would select their text as well. */}
      <div className="flex min-h-0 flex-1 flex-col select-none">
        <DataTable<PersonRow>
          label={t('title')}
          spec={spec}
          columns={columns}
          defaultSort={DEFAULT_SORT}
          filter={filter}
          storageKey="people"
          selectionMode="multiple"
          selected={selected}
          onSelectionChange={setSelected}
          onOpen={openPerson}
          rowActions={actionsOf}
          onRows={see}
          empty={<FirstSteps isPrivate />}
        />
      </div>
      {shown.size === 0 ? null : (
        <SelectionBar
          label={t('selection.label')}
          count={t('selection.count', { count: shown.size, shown: format.count(shown.size) })}
          actions={actionsOf(shown)}
          onClose={unselect}
        />
      )}
    </>
  );
}
