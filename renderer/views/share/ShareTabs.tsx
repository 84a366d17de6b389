import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareDetailRow } from '../../../shared/rows.ts';
import { classes } from '../../components/classes.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { SHARE_TABS, type ShareTab } from '../../routes.ts';
import { AboutTab } from './AboutTab.tsx';
import { DiscoveryTab } from './DiscoveryTab.tsx';
import { FilesTab } from './FilesTab.tsx';
import { PeersTab } from './PeersTab.tsx';
import { PiecesTab } from './PiecesTab.tsx';
import { RatesTab } from './RatesTab.tsx';

export interface ShareTabsProps {
  readonly row: ShareDetailRow;
  readonly tab: ShareTab;
  readonly onTab: (tab: ShareTab) => void;
  /** Whether long tables have a filter box. */
  readonly hasFilter: boolean;
}

const TITLES = {
  peers: 'tab.peers',
  pieces: 'tab.pieces',
  files: 'tab.files',
  discovery: 'tab.discovery',
  rates: 'tab.rates',
  about: 'tab.about',
} as const satisfies Readonly<Record<ShareTab, string>>;

export function ShareTabs({ row, tab, onTab, hasFilter }: ShareTabsProps): ReactNode {
  const { t } = useTranslation('share');
  const counts: Readonly<Partial<Record<ShareTab, number>>> = { peers: row.haveIt + row.wantIt, files: row.files };
  const tabs = SHARE_TABS.map((id) => {
    const count = counts[id];
    return { id, title: t(TITLES[id]), ...(count === undefined ? {} : { count }) };
  });
  return (
    // Where the room is lower than that, what is around it scrolls.
    <div className={classes('@container flex flex-1 shrink-0 flex-col pt-2', hasFilter ? 'min-h-72' : 'min-h-28')}>
      <Tabs label={t('tab.label')} selected={tab} onSelect={onTab} tabs={tabs}>
        <Panel key={tab} row={row} tab={tab} hasFilter={hasFilter} />
      </Tabs>
    </div>
  );
}

function Panel({ row, tab, hasFilter }: Omit<ShareTabsProps, 'onTab'>): ReactNode {
  const { infoHash } = row;
  switch (tab) {
    case 'peers':
      return <Filtered hasFilter={hasFilter}>{(filter) => <PeersTab infoHash={infoHash} filter={filter} />}</Filtered>;
    case 'files':
      return <Filtered hasFilter={hasFilter}>{(filter) => <FilesTab infoHash={infoHash} filter={filter} />}</Filtered>;
    case 'pieces':
      return <PiecesTab infoHash={infoHash} />;
    case 'discovery':
      return <DiscoveryTab infoHash={infoHash} />;
    case 'rates':
      return <RatesTab infoHash={infoHash} />;
    case 'about':
      return <AboutTab row={row} />;
  }
}

interface FilteredProps {
  readonly hasFilter: boolean;
  readonly children: (filter: string) => ReactNode;
}

/** A table and its filter box, which stands in the line of the tabs where there is room. */
function Filtered({ hasFilter, children }: FilteredProps): ReactNode {
  const { t } = useTranslation('share');
  const [filter, setFilter] = useState('');
  if (!hasFilter) return children('');
  return (
    <>
      <div className="relative flex justify-end px-5 pt-2.5 pb-1 @2xl:p-0">
        <div className="@2xl:absolute @2xl:right-5 @2xl:-top-9">
          <SearchField label={t('filter')} value={filter} onChange={setFilter} />
        </div>
      </div>
      {children(filter)}
    </>
  );
}
