import { Ban, Check, Copy, ListX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedRow } from '../../../shared/torrentLists.ts';
import type { MenuAction } from '../../components/MenuAction.ts';
import { useCopy } from '../../components/useCopy.ts';
import { useListCommands } from './useListCommands.ts';

export interface ListedActions {
  /** What can be done with some of the list, for the context menu and the bar below the table. */
  readonly actionsOf: (keys: ReadonlySet<string>) => readonly MenuAction[];
  /** Takes in the loaded rows. */
  readonly see: (rows: readonly ListedRow[]) => void;
}

export function useListedActions(): ListedActions {
  const { t } = useTranslation('tracker');
  const copy = useCopy();
  const { judge, remove } = useListCommands();
  const [rows, setRows] = useState<readonly ListedRow[]>([]);
  const seen = useMemo(() => new Map(rows.map((row) => [row.key, row])), [rows]);
  const actionsOf = (keys: ReadonlySet<string>): readonly MenuAction[] => {
    const infoHashes = [...keys];
    // Of rows that are not loaded nothing is known, and so everything is offered.
    const may = (isSo: (row: ListedRow) => boolean): boolean =>
      infoHashes.some((key) => {
        const row = seen.get(key);
        return row === undefined || isSo(row);
      });
    const allow: MenuAction = {
      id: 'allow',
      label: t('action.allow'),
      icon: Check,
      onAction: () => judge(infoHashes, 'allow'),
    };
    const block: MenuAction = {
      id: 'block',
      label: t('action.block'),
      icon: Ban,
      onAction: () => judge(infoHashes, 'block'),
    };
    const unlist: MenuAction = {
      id: 'remove',
      label: t('action.unlist'),
      icon: ListX,
      onAction: () => remove(infoHashes),
    };
    return [
      ...(may(({ verdict }) => verdict === 'block') ? [allow] : []),
      ...(may(({ verdict }) => verdict === 'allow') ? [block] : []),
      ...(may(({ origin }) => origin === 'person') ? [unlist] : []),
      {
        id: 'copy',
        label: t('copy.infoHashes', { count: infoHashes.length }),
        icon: Copy,
        onAction: () => copy(infoHashes.join('\n')),
      },
    ];
  };
  return { actionsOf, see: useCallback((loaded) => setRows(loaded), []) };
}
