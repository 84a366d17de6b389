import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistorySpan } from '../../../shared/historySpans.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import { SpanSwitch } from '../../charts/SpanSwitch.tsx';
import { HistoryChart } from '../../components/HistoryChart.tsx';

const RATE_SERIES = ['upload', 'download'] as const;
const PEER_SERIES = ['peers', 'swarmPeers'] as const;

/** How fast it went, and how many were there. */
export function RatesTab({ infoHash }: { readonly infoHash: InfoHash }): ReactNode {
  const { t } = useTranslation('share');
  const [span, setSpan] = useState<HistorySpan>('10min');
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-3">
      <HistoryChart label={t('rates.rates')} infoHash={infoHash} series={RATE_SERIES} span={span}>
        <SpanSwitch span={span} onChange={setSpan} />
      </HistoryChart>
      <HistoryChart label={t('rates.peers')} infoHash={infoHash} series={PEER_SERIES} span={span} />
    </div>
  );
}
