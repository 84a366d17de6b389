import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LABEL } from '../../components/fieldClasses.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { useFormat } from '../../text/format.ts';
import { useView } from '../useView.ts';
import { listSpec, type ListKind } from './listSpec.ts';
import { TickList } from './TickList.tsx';

export interface PickListProps {
  readonly label: string;
  /** What there is to choose from. */
  readonly kind: ListKind;
  readonly selected: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
  /** Where there is nothing to choose from at all. */
  readonly empty: string;
}

/** As many as one looks through before one types; from fewer than a few nobody needs to search. */
const MOST_SHOWN = 200;
const SEARCHED_FROM = 8;

const SEARCHES = {
  people: 'pick.people',
  shares: 'pick.shares',
  groups: 'pick.groups',
} as const satisfies Record<ListKind, string>;

/** Some of many: the first ones that match what is typed, each to be ticked. What is ticked stays so while others are shown. */
export function PickList({ label, kind, selected, onChange, empty }: PickListProps): ReactNode {
  const { t } = useTranslation('people');
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const { rows, total, isLoading } = useView(listSpec(kind, { filter, count: MOST_SHOWN }));
  const isSearched = filter !== '' || total >= SEARCHED_FROM;
  if (total === 0 && filter === '') {
    return (
      <div className="flex flex-col gap-1">
        <p className={LABEL}>{label}</p>
        <p className="text-sm text-muted">{isLoading ? '' : empty}</p>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-1">
        <p className={`${LABEL} mr-auto`}>
          {label} <span className="figures text-sm font-normal text-muted">{chosenText()}</span>
        </p>
        {isSearched ? <SearchField label={t(SEARCHES[kind])} value={filter} onChange={setFilter} /> : null}
      </div>
      <TickList label={label} items={rows} selected={selected} onChange={onChange} />
      {total > rows.length && rows.length > 0 ? (
        <p className="text-sm text-muted">
          {t('pick.more', { count: total - rows.length, shown: format.count(total - rows.length) })}
        </p>
      ) : null}
    </div>
  );

  function chosenText(): string {
    return selected.size === 0 ? '' : t('pick.chosen', { count: selected.size, shown: format.count(selected.size) });
  }
}
