import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PeerColumn, Sort } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { PeerRow } from '../../../shared/rows.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { type Column, DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { type Format, useFormat } from '../../text/format.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { DOING_WORDS, doingOf, FLAG_WORDS, flagsOf } from './peerWords.ts';

type T = ReturnType<typeof useTranslation<'share'>>['t'];

export interface PeersTabProps {
  readonly infoHash: InfoHash;
  readonly filter: string;
}

const DEFAULT_SORT: Sort<PeerColumn> = { column: 'progress', direction: 'descending' };

/** Everyone else in the swarm. */
export function PeersTab({ infoHash, filter }: PeersTabProps): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const isNarrow = useNarrow();
  const columns = useMemo(() => [...whoColumns(t), ...figureColumns(t, format, isNarrow)], [t, format, isNarrow]);
  const spec = useCallback(
    ({ sort, filter: text, window }: TableQuery): ViewSpecOf<'peers'> => ({
      kind: 'peers',
      infoHash,
      // Only this table's own columns are offered for sorting, and they carry the engine's names.
      sort: sort as Sort<PeerColumn>,
      filter: text,
      window,
    }),
    [infoHash],
  );
  return (
    <DataTable
      label={t('tab.peers')}
      spec={spec}
      columns={columns}
      defaultSort={DEFAULT_SORT}
      filter={filter}
      storageKey="peers"
      empty={<EmptyState title={t('peers.empty')}>{t('peers.emptyText')}</EmptyState>}
    />
  );
}

function whoColumns(t: T): readonly Column<PeerRow>[] {
  return [
    {
      id: 'address',
      title: t('peers.address'),
      width: 168,
      minWidth: 110,
      grow: 1,
      sortable: true,
      cell: ({ address, port }) => (
        <span title={endpoint(address, port)} className="figures">
          {address}
        </span>
      ),
      label: ({ address }) => address,
    },
    {
      id: 'client',
      title: t('peers.client'),
      width: 156,
      minWidth: 118,
      grow: 1,
      sortable: true,
      hideable: true,
      cell: ({ client }) => (
        <span className="text-muted">{client === '' ? t('peers.unknownClient') : <SafeText text={client} />}</span>
      ),
    },
    {
      id: 'progress',
      title: t('peers.progress'),
      width: 170,
      minWidth: 104,
      grow: 1,
      sortable: true,
      cell: (row) => <Progress row={row} label={t('peers.progress')} />,
      label: (row) => `${t('peers.progress')} ${Math.floor(row.progress * 100)} %`,
    },
  ];
}

function figureColumns(t: T, format: Format, isNarrow: boolean): readonly Column<PeerRow>[] {
  const uploadTitle = t('peers.uploadRate');
  // In a small window a short title leaves its room to the words of the next column.
  const uploadWidth = isNarrow ? Math.min(96, Math.max(80, 16 + uploadTitle.length * 7.3)) : 96;
  return [
    {
      id: 'gainRate',
      title: t('peers.gainRate'),
      align: 'end',
      width: 104,
      sortable: true,
      hideable: true,
      cell: (row) => <Rate rate={row.gainRateBytesPerSecond} format={format} />,
    },
    {
      id: 'uploadRate',
      title: uploadTitle,
      align: 'end',
      width: uploadWidth,
      sortable: true,
      hideable: true,
      cell: (row) => <Rate rate={row.uploadRateBytesPerSecond} format={format} />,
    },
    {
      id: 'uploaded',
      title: t('peers.uploaded'),
      align: 'end',
      width: 92,
      sortable: true,
      hideable: true,
      hidden: isNarrow,
      cell: (row) => (
        <span className={row.uploadedBytes === 0 ? 'text-muted' : undefined}>{format.bytes(row.uploadedBytes)}</span>
      ),
    },
    {
      id: 'doing',
      title: t('peers.doing'),
      width: isNarrow ? 222 - uploadWidth : 152,
      hideable: true,
      cell: (row) => (
        <span className="text-muted" title={doingSentence(row, t)}>
          {t(DOING_WORDS[doingOf(row)].word)}
        </span>
      ),
      label: (row) => `${t(DOING_WORDS[doingOf(row)].word)}: ${doingSentence(row, t)}`,
    },
    {
      id: 'connectedAt',
      title: t('peers.since'),
      align: 'end',
      // `11 Std. 15 Min.` does not happen: from ten hours on there are no minutes.
      width: 112,
      sortable: true,
      hideable: true,
      hidden: isNarrow,
      cell: ({ connectedAt }) => (
        <span className="text-muted" title={connectedAt === undefined ? '' : format.dateTime(connectedAt)}>
          {connectedAt === undefined ? '' : format.duration((Date.now() - connectedAt) / 1000)}
        </span>
      ),
    },
  ];
}

function Progress({ row, label }: { readonly row: PeerRow; readonly label: string }): ReactNode {
  const format = useFormat();
  return (
    <span className="flex h-full items-center gap-2">
      <ProgressBar value={row.progress} label={label} tone={row.hasAll ? 'seeding' : 'downloading'} />
      <span className="figures w-11 shrink-0 text-right text-muted">{format.percent(row.progress)}</span>
    </span>
  );
}

function Rate({ rate, format }: { readonly rate: number; readonly format: Format }): ReactNode {
  return <span className={rate === 0 ? 'text-muted' : undefined}>{format.rateMB(rate)}</span>;
}

/** What it does, and the flags of the protocol that say so. */
function doingSentence(row: PeerRow, t: T): string {
  const flags = flagsOf(row).map((flag) => t(FLAG_WORDS[flag]));
  return `${t(DOING_WORDS[doingOf(row)].sentence)} (${flags.join(', ')})`;
}

function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
