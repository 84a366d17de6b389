import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { type TabItem, Tabs } from '../../components/Tabs.tsx';
import type { StatusRow } from '../../../shared/rows.ts';
import { navigate, TRACKER_TABS, type TrackerTab } from '../../routes.ts';
import { useRow, useView } from '../useView.ts';
import { AddressesButton } from './AddressesButton.tsx';
import { announceUrls } from './announceUrls.ts';
import { ListTab } from './ListTab.tsx';
import { PolicyButton } from './PolicyButton.tsx';
import { RefusedTab } from './RefusedTab.tsx';
import { SwarmsTab } from './SwarmsTab.tsx';
import { type Policy, usePolicy } from './usePolicy.ts';

/** The tracker: whom it serves, how it does, what it is to serve and what it turned away. */
export function TrackerView({ tab }: { readonly tab: TrackerTab }): ReactNode {
  const { t } = useTranslation('tracker');
  const { row: status, error } = useRow({ kind: 'status' });
  const policy = usePolicy();
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex shrink-0 flex-wrap items-center gap-2 px-5 py-3">
        <h1 className="mr-auto text-xl font-semibold">{t('title')}</h1>
        {policy === undefined ? null : <PolicyButton policy={policy} />}
        {status === undefined ? null : <AddressesButton urls={announceUrls(status)} />}
      </header>
      {error === undefined ? null : <ErrorState error={error} />}
      {status === undefined && error === undefined ? <Loading /> : null}
      {status === undefined ? null : <TrackerTabs tab={tab} status={status} policy={policy} />}
    </div>
  );
}

const TITLES = {
  swarms: 'tab.swarms',
  list: 'tab.list',
  refused: 'tab.refused',
} as const satisfies Readonly<Record<TrackerTab, string>>;

interface TrackerTabsProps {
  readonly tab: TrackerTab;
  readonly status: StatusRow;
  readonly policy: Policy | undefined;
}

function TrackerTabs({ tab, status, policy }: TrackerTabsProps): ReactNode {
  const { t } = useTranslation('tracker');
  const counts: Readonly<Record<TrackerTab, number>> = {
    swarms: status.swarms,
    list: useView(ONE_LISTED).total,
    refused: useView(ONE_REFUSED).total,
  };
  const tabs: readonly TabItem<TrackerTab>[] = TRACKER_TABS.map((id) => ({
    id,
    title: t(TITLES[id]),
    count: counts[id],
  }));
  const select = (next: TrackerTab): void => navigate({ view: 'tracker', ...(next === 'swarms' ? {} : { tab: next }) });
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <Tabs label={t('tab.label')} selected={tab} onSelect={select} tabs={tabs}>
        {tab === 'swarms' ? <SwarmsTab status={status} /> : null}
        {tab === 'list' ? <ListTab policy={policy} /> : null}
        {tab === 'refused' ? <RefusedTab policy={policy} /> : null}
      </Tabs>
    </div>
  );
}

/** For how many there are. */
const ONE_ROW = { filter: '', window: { first: 0, count: 1 } } as const;
const ONE_LISTED = { kind: 'listed', sort: { column: 'addedAt', direction: 'ascending' }, ...ONE_ROW } as const;
const ONE_REFUSED = { kind: 'refused', sort: { column: 'firstAt', direction: 'ascending' }, ...ONE_ROW } as const;
