import { ArrowLeft, Ban, Copy, FolderOpen, UsersRound } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwarmPeerColumn } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { SwarmPeerRow, SwarmRow } from '../../../shared/rows.ts';
import type { ViewSpec } from '../../../shared/views.ts';
import { Button } from '../../components/Button.tsx';
import { DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { navigate } from '../../routes.ts';
import { useFormat } from '../../text/format.ts';
import { FreeLeechButton } from '../people/FreeLeechButton.tsx';
import { useView } from '../useView.ts';
import { usePeerColumns } from './peerColumns.tsx';
import { SOURCE_NAMES } from './swarmColumns.tsx';
import { useListCommands } from './useListCommands.ts';
import { useCopy } from '../../components/useCopy.ts';

/** Everyone on one info-hash, as the tracker knows them from their announces. */
export function SwarmPage({ infoHash }: { readonly infoHash: string }): ReactNode {
  const { t } = useTranslation('tracker');
  const [filter, setFilter] = useState('');
  const columns = usePeerColumns();
  const { swarm, isGone } = useSwarm(infoHash);
  const spec = useCallback(
    ({ sort, filter: wanted, window }: TableQuery): ViewSpec => ({
      kind: 'swarmPeers',
      infoHash: infoHash as InfoHash,
      sort: { ...sort, column: sort.column as SwarmPeerColumn },
      filter: wanted,
      window,
    }),
    [infoHash],
  );
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <SwarmHeader infoHash={infoHash} swarm={swarm}>
        {isGone ? null : <SearchField label={t('peer.filter')} value={filter} onChange={setFilter} />}
      </SwarmHeader>
      {isGone ? (
        <EmptyState
          icon={UsersRound}
          title={t('swarm.gone')}
          actions={<Button onPress={back}>{t('action.back')}</Button>}
        />
      ) : (
        <DataTable<SwarmPeerRow>
          label={t('peer.label')}
          spec={spec}
          columns={columns}
          defaultSort={{ column: 'lastAnnounce', direction: 'descending' }}
          filter={filter}
          storageKey="swarmPeers"
          empty={
            <EmptyState icon={UsersRound} title={t('swarm.nobody')}>
              {t('swarm.nobodyWhat')}
            </EmptyState>
          }
        />
      )}
    </div>
  );
}

function back(): void {
  navigate({ view: 'tracker' });
}

/** The one swarm whose text has this info-hash. */
function useSwarm(infoHash: string): { readonly swarm: SwarmRow | undefined; readonly isGone: boolean } {
  const { rows, isLoading, error } = useView({
    kind: 'swarms',
    sort: { column: 'infoHash', direction: 'ascending' },
    filter: infoHash,
    window: { first: 0, count: 1 },
  });
  const swarm = rows.find(({ key }) => key === infoHash);
  return { swarm, isGone: swarm === undefined && !isLoading && error === undefined };
}

interface SwarmHeaderProps {
  readonly infoHash: string;
  readonly swarm: SwarmRow | undefined;
  readonly children: ReactNode;
}

function SwarmHeader({ infoHash, swarm, children }: SwarmHeaderProps): ReactNode {
  const { t } = useTranslation('tracker');
  const copy = useCopy();
  const { judge } = useListCommands();
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3 pr-5 pl-3">
      <span className="flex self-start">
        <IconButton label={t('action.back')} icon={ArrowLeft} onPress={back} />
      </span>
      <div className="mr-auto min-w-0 flex-1 basis-64">
        <h1 className="truncate text-xl font-semibold">
          {swarm?.name === undefined ? t('swarm.unknownTitle') : <SafeText text={swarm.name} />}
        </h1>
        <p className="flex items-center gap-x-1 text-sm text-muted">
          <code title={infoHash} className="truncate font-mono select-text">
            {infoHash}
          </code>
          <IconButton label={t('copy.infoHash')} icon={Copy} onPress={() => copy(infoHash)} />
        </p>
        {swarm === undefined ? null : <SwarmFigures swarm={swarm} />}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {swarm === undefined ? null : <FreeLeechButton swarm={swarm} />}
        {swarm?.source === 'shared-here' ? (
          <Button icon={FolderOpen} onPress={() => navigate({ view: 'share', infoHash, tab: 'peers' })}>
            {t('action.share')}
          </Button>
        ) : null}
        {swarm === undefined || swarm.source === 'shared-here' ? null : (
          <Button icon={Ban} onPress={() => judge([infoHash], 'block')}>
            {t('action.block')}
          </Button>
        )}
        {children}
      </div>
    </header>
  );
}

function SwarmFigures({ swarm }: { readonly swarm: SwarmRow }): ReactNode {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const leechers = t('swarm.leechers', { count: swarm.leechers, figure: format.count(swarm.leechers) });
  const figures = [
    t('swarm.seeders', { count: swarm.seeders, figure: format.count(swarm.seeders) }),
    swarm.paused === 0 ? leechers : t('swarm.leechersPaused', { leechers, figure: format.count(swarm.paused) }),
    t('swarm.completed', { figure: format.count(swarm.completed) }),
    t('swarm.announces', { count: swarm.announces, figure: format.count(swarm.announces) }),
    t('swarm.scrapes', { count: swarm.scrapes, figure: format.count(swarm.scrapes) }),
    t(SOURCE_NAMES[swarm.source]),
  ];
  return (
    <ul className="figures flex flex-wrap gap-x-4 text-sm text-muted">
      {figures.map((figure) => (
        <li key={figure}>{figure}</li>
      ))}
    </ul>
  );
}
