import { RadioTower } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistorySpan } from '../../../shared/historySpans.ts';
import type { StatusRow } from '../../../shared/rows.ts';
import { SpanSwitch } from '../../charts/SpanSwitch.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { HistoryChart } from '../../components/HistoryChart.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { AnnounceAddresses } from './AnnounceAddresses.tsx';
import { announceUrls } from './announceUrls.ts';
import { SwarmTable } from './SwarmTable.tsx';
import { TabTools } from './TabTools.tsx';
import { TrackerCards } from './TrackerCards.tsx';
import { useIsShort } from './useIsShort.ts';

/** How the tracker does, how it did, and every swarm it knows. */
export function SwarmsTab({ status }: { readonly status: StatusRow }): ReactNode {
  const { t } = useTranslation('tracker');
  const [filter, setFilter] = useState('');
  const [span, setSpan] = useState<HistorySpan>('10min');
  const isShort = useIsShort();
  if (isIdle(status)) return <NoSwarms status={status} />;
  return (
    <>
      <TabTools>
        <SearchField label={t('filter')} value={filter} onChange={setFilter} />
      </TabTools>
      {/* In a window too low for all of it, it scrolls as a whole. */}
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <TrackerCards status={status} />
        <div className="shrink-0 px-5 pt-2 pb-1">
          <HistoryChart
            label={t('chart.label')}
            series={['announces', 'swarmPeers']}
            span={span}
            height={isShort ? 104 : 148}
          >
            <SpanSwitch span={span} onChange={setSpan} />
          </HistoryChart>
        </div>
        <div className="flex min-h-60 flex-1 shrink-0 basis-0 flex-col">
          <SwarmTable filter={filter} empty={<NoSwarms status={status} />} />
        </div>
      </div>
    </>
  );
}

function NoSwarms({ status }: { readonly status: StatusRow }): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <EmptyState
      icon={RadioTower}
      title={t('empty.title')}
      actions={<AnnounceAddresses urls={announceUrls(status).slice(0, 2)} />}
    >
      <p>{t('empty.what')}</p>
      <p className="mt-2">{t('empty.address')}</p>
    </EmptyState>
  );
}

/** Nothing to track, and nobody asked either. */
function isIdle({ swarms, announces, refused }: StatusRow): boolean {
  return swarms === 0 && announces === 0 && refused === 0;
}
