import { Ban, Copy, Users } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwarmColumn } from '../../../shared/columns.ts';
import type { SwarmRow } from '../../../shared/rows.ts';
import type { ViewSpec } from '../../../shared/views.ts';
import { DataTable, type TableQuery } from '../../components/DataTable.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { navigate } from '../../routes.ts';
import { useSwarmColumns } from './swarmColumns.tsx';
import { useListCommands } from './useListCommands.ts';
import { useCopy } from '../../components/useCopy.ts';

export interface SwarmTableProps {
  readonly filter: string;
  readonly empty: ReactNode;
}

export function SwarmTable({ filter, empty }: SwarmTableProps): ReactNode {
  const { t } = useTranslation('tracker');
  const columns = useSwarmColumns();
  const copy = useCopy();
  const { judge } = useListCommands();
  const [ofOthers, setOfOthers] = useState<ReadonlySet<string>>(new Set());
  const see = useCallback((rows: readonly SwarmRow[]) => {
    setOfOthers(new Set(rows.filter(({ source }) => source !== 'shared-here').map(({ key }) => key)));
  }, []);
  const rowActions = (keys: ReadonlySet<string>): readonly MenuAction[] => {
    const [infoHash] = keys;
    if (infoHash === undefined) return [];
    return [
      { id: 'peers', label: t('action.peers'), icon: Users, onAction: () => navigate({ view: 'swarm', infoHash }) },
      { id: 'copy', label: t('copy.infoHash'), icon: Copy, onAction: () => copy(infoHash) },
      ...(ofOthers.has(infoHash)
        ? [{ id: 'block', label: t('action.block'), icon: Ban, onAction: () => judge([infoHash], 'block') }]
        : []),
    ];
  };
  return (
    <DataTable<SwarmRow>
      label={t('swarms')}
      spec={swarmsSpec}
      columns={columns}
      defaultSort={{ column: 'leechers', direction: 'descending' }}
      filter={filter}
      storageKey="swarms"
      onOpen={({ key }) => navigate({ view: 'swarm', infoHash: key })}
      rowActions={rowActions}
      onRows={see}
      empty={empty}
    />
  );
}

function swarmsSpec({ sort, filter, window }: TableQuery): ViewSpec {
  return { kind: 'swarms', sort: { ...sort, column: sort.column as SwarmColumn }, filter, window };
}
