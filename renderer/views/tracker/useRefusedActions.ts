import { Ban, Check, Copy } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedRow } from '../../../shared/torrentLists.ts';
import type { MenuAction } from '../../components/MenuAction.ts';
import { useCopy } from '../../components/useCopy.ts';
import type { Allowing } from './useAllowing.ts';

export interface RefusedActions {
  /** What can be done about some refusals, for the context menu and the bar below the table. */
  readonly actionsOf: (keys: ReadonlySet<string>) => readonly MenuAction[];
  /** Takes in the loaded rows. */
  readonly see: (rows: readonly RefusedRow[]) => void;
}

const INFO_HASH = /^[0-9a-f]{40}$/;

export function useRefusedActions({ isPossible, allow, block }: Allowing): RefusedActions {
  const { t } = useTranslation('tracker');
  const copy = useCopy();
  const [rows, setRows] = useState<readonly RefusedRow[]>([]);
  const seen = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows]);
  const actionsOf = (keys: ReadonlySet<string>): readonly MenuAction[] => {
    // A row for further torrents of an address has no torrent of its own.
    const infoHashes = [...keys].filter((key) => INFO_HASH.test(key));
    const toAllow = infoHashes.filter((key) => seen.get(key)?.canAllow ?? true);
    const count = infoHashes.length;
    if (count === 0) return [];
    return [
      ...(isPossible && toAllow.length > 0
        ? [{ id: 'allow', label: t('action.allow'), icon: Check, onAction: () => allow(toAllow) }]
        : []),
      { id: 'block', label: t('action.block'), icon: Ban, onAction: () => block(infoHashes) },
      {
        id: 'copy',
        label: t('copy.infoHashes', { count }),
        icon: Copy,
        onAction: () => copy(infoHashes.join('\n')),
      },
    ];
  };
  return { actionsOf, see: useCallback((loaded) => setRows(loaded), []) };
}
