import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonColumn, Sort } from '../../../shared/columns.ts';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import type { TableQuery } from '../../components/DataTable.tsx';
import { SelectableTable } from '../../components/SelectableTable.tsx';
import { navigate } from '../../routes.ts';
import { useFormat } from '../../text/format.ts';
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
  const { states, see } = usePersonStates();
  const actionsOf = usePersonActions(states);
  return (
    <SelectableTable<PersonRow>
      label={t('title')}
      spec={spec}
      columns={columns}
      defaultSort={DEFAULT_SORT}
      filter={filter}
      storageKey="people"
      onOpen={openPerson}
      actionsOf={actionsOf}
      selectionLabel={t('selection.label')}
      selectionCount={(count) => t('selection.count', { count, shown: format.count(count) })}
      onRows={see}
      empty={<FirstSteps isPrivate />}
    />
  );
}
