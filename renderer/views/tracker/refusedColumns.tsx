import { Ban } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RefusedRow } from '../../../shared/torrentLists.ts';
import type { Column } from '../../components/DataTable.tsx';
import { Ago } from '../../text/Ago.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { InfoHashCell } from './InfoHashCell.tsx';
import { useRefusalText } from './refusalText.ts';
import { TorrentName } from './TorrentName.tsx';
import type { Allowing } from './useAllowing.ts';

/** The engine counts no more of those who asked for one torrent. */
const MANY_ADDRESSES = 64;

/** The columns of the table of refusals; the same array until the language, the room or what can be done changes. */
export function useRefusedColumns({ isPossible, allow, block }: Allowing): readonly Column<RefusedRow>[] {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const refusalText = useRefusalText();
  const isNarrow = useNarrow();
  return useMemo(() => {
    const figure = { align: 'end', sortable: true, hideable: true } as const;
    const word = { sortable: true, hideable: true } as const;
    return [
      {
        id: 'name',
        title: t('column.torrent'),
        width: 190,
        minWidth: 130,
        grow: 1,
        sortable: true,
        cell: ({ name, infoHash, lastAddress }) =>
          infoHash === undefined ? (
            <span className="text-muted">{t('refused.further', { address: safeText(lastAddress, 60) })}</span>
          ) : (
            <TorrentName name={name} infoHash={infoHash} />
          ),
      },
      {
        ...word,
        id: 'infoHash',
        title: t('column.infoHash'),
        width: 112,
        // Most of them have no name, and their info-hash stands for it.
        hidden: true,
        cell: ({ infoHash }) => (infoHash === undefined ? '–' : <InfoHashCell infoHash={infoHash} />),
      },
      {
        ...word,
        id: 'reason',
        title: t('column.reason'),
        width: 228,
        minWidth: 150,
        grow: 1,
        cell: ({ reason }) => <span title={refusalText(reason)}>{refusalText(reason)}</span>,
      },
      { ...figure, id: 'count', title: t('column.count'), width: 76, cell: ({ count }) => format.count(count) },
      {
        ...figure,
        id: 'addresses',
        title: t('column.addresses'),
        width: 88,
        hidden: isNarrow,
        cell: ({ addresses }) =>
          addresses >= MANY_ADDRESSES
            ? t('refused.manyAddresses', { figure: format.count(MANY_ADDRESSES) })
            : format.count(addresses),
      },
      {
        ...word,
        id: 'lastAddress',
        title: t('column.lastAddress'),
        width: 120,
        hidden: isNarrow,
        cell: ({ lastAddress }) => <span className="figures text-muted">{safeText(lastAddress, 60)}</span>,
      },
      {
        ...word,
        id: 'firstAt',
        title: t('column.firstAt'),
        width: 92,
        hidden: isNarrow,
        cell: ({ firstAt }) => <Ago at={firstAt} />,
      },
      { ...word, id: 'lastAt', title: t('column.lastAt'), width: 92, cell: ({ lastAt }) => <Ago at={lastAt} /> },
      {
        id: 'do',
        title: t('column.do'),
        align: 'end',
        width: 118,
        cell: ({ infoHash, canAllow }) =>
          infoHash === undefined || !canAllow ? null : (
            <RowButtons onAllow={isPossible ? () => allow([infoHash]) : undefined} onBlock={() => block([infoHash])} />
          ),
      },
    ];
  }, [t, format, refusalText, isNarrow, isPossible, allow, block]);
}

interface RowButtonsProps {
  readonly onAllow: (() => void) | undefined;
  readonly onBlock: () => void;
}

/** For pointers; keys reach the same through the row's menu. */
function RowButtons({ onAllow, onBlock }: RowButtonsProps): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <span className="flex h-full items-center justify-end gap-1">
      {onAllow === undefined ? null : (
        <Button
          excludeFromTabOrder
          onPress={onAllow}
          className="flex h-6 cursor-default items-center rounded-sm border border-line bg-surface px-2 text-sm leading-none hover:bg-hover pressed:bg-selected"
        >
          {t('action.allow')}
        </Button>
      )}
      <Button
        aria-label={t('action.block')}
        excludeFromTabOrder
        onPress={onBlock}
        className="flex size-6 cursor-default items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink pressed:bg-selected"
      >
        <Ban aria-hidden size={13} />
      </Button>
    </span>
  );
}
