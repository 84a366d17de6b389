import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { DiscoveryRow } from '../../../shared/rows.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { type StateKind, StateMark } from '../../components/StateMark.tsx';
import { useFormat } from '../../text/format.ts';
import { useView } from '../useView.ts';
import { useNow } from './useNow.ts';

const KINDS = {
  tracker: { name: 'discovery.tracker', text: 'discovery.trackerText' },
  dht: { name: 'discovery.dht', text: 'discovery.dhtText' },
  'peers-call': { name: 'discovery.call', text: 'discovery.callText' },
} as const;
const STATES = {
  working: { mark: 'seeding', words: 'discovery.working' },
  waiting: { mark: 'checking', words: 'discovery.waiting' },
  off: { mark: 'paused', words: 'discovery.off' },
} as const satisfies Readonly<Record<DiscoveryRow['state'], { readonly mark: StateKind; readonly words: string }>>;

/** The ways by which peers come to this share, and whether each works. */
export function DiscoveryTab({ infoHash }: { readonly infoHash: InfoHash }): ReactNode {
  const { t } = useTranslation('share');
  const titleId = useId();
  const now = useNow();
  const { rows, isLoading, error } = useView({ kind: 'discovery', infoHash });
  if (error !== undefined) return <ErrorState error={error} />;
  if (rows.length === 0 && isLoading) return <Loading />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reached by keyboard
    <div className="min-h-0 flex-1 overflow-auto" role="region" aria-labelledby={titleId} tabIndex={0}>
      <table className="w-full min-w-2xl border-collapse text-left">
        <caption id={titleId} className="sr-only">
          {t('tab.discovery')}
        </caption>
        <thead className="text-sm whitespace-nowrap text-muted">
          <tr className="h-8 border-b border-line">
            <th className="pr-4 pl-5 font-normal">{t('discovery.way')}</th>
            <th className="pr-4 font-normal">{t('discovery.target')}</th>
            <th className="pr-4 font-normal">{t('discovery.state')}</th>
            <th className="pr-4 text-right font-normal">{t('discovery.peers')}</th>
            <th className="pr-4 text-right font-normal">{t('discovery.last')}</th>
            <th className="pr-5 text-right font-normal">{t('discovery.next')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Way key={row.key} row={row} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Way({ row, now }: { readonly row: DiscoveryRow; readonly now: number }): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const { kind, target, state, peers, lastAt, nextAt } = row;
  return (
    <tr className="border-b border-line align-top">
      <th scope="row" className="py-2 pr-4 pl-5 font-normal">
        <span className="block font-semibold">{t(KINDS[kind].name)}</span>
        <span className="block max-w-sm text-sm text-muted">{t(KINDS[kind].text)}</span>
      </th>
      <td className="figures py-2 pr-4 wrap-anywhere">
        {kind === 'tracker' ? <SafeText text={target} /> : t('discovery.port', { port: target })}
      </td>
      <td className="py-2 pr-4 whitespace-nowrap">
        <StateMark kind={STATES[state].mark} label={t(STATES[state].words)} />
      </td>
      <td className="figures py-2 pr-4 text-right">{format.count(peers)}</td>
      <td className="figures py-2 pr-4 text-right whitespace-nowrap text-muted">
        {lastAt === undefined ? '' : format.ago(lastAt)}
      </td>
      <td className="figures py-2 pr-5 text-right whitespace-nowrap text-muted">
        {nextAt === undefined ? '' : t('discovery.in', { time: format.duration((nextAt - now) / 1000) })}
      </td>
    </tr>
  );
}
