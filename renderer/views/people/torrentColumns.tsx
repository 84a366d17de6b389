import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonTorrentRow } from '../../../shared/peopleSchemas.ts';
import type { Column } from '../../components/DataTable.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { Ago } from '../../text/Ago.tsx';
import { useFormat } from '../../text/format.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { useRatio } from './useRatio.ts';

const SHOWN_DIGITS = 10;

/** The columns of the table of a person's torrents. */
export function useTorrentColumns(): readonly Column<PersonTorrentRow>[] {
  const { t } = useTranslation('people');
  const format = useFormat();
  const ratio = useRatio();
  const isNarrow = useNarrow();
  return useMemo(() => {
    const figure = { align: 'end', sortable: true, hideable: true } as const;
    return [
      {
        id: 'name',
        title: t('torrents.name'),
        width: 260,
        minWidth: 150,
        grow: 1,
        sortable: true,
        cell: ({ name, key }) =>
          name === undefined ? (
            <span className="font-mono text-sm text-muted" title={key}>
              {key.slice(0, SHOWN_DIGITS)}…
            </span>
          ) : (
            <SafeText text={name} />
          ),
      },
      {
        id: 'state',
        title: t('column.state'),
        width: 152,
        hideable: true,
        cell: (torrent) => (
          <span className="flex h-full items-center">
            <TorrentState torrent={torrent} />
          </span>
        ),
      },
      {
        ...figure,
        id: 'uploaded',
        title: t('column.uploaded'),
        width: 92,
        cell: ({ uploadedBytes }) => format.bytes(uploadedBytes),
      },
      {
        ...figure,
        id: 'downloaded',
        title: t('column.downloaded'),
        width: 108,
        cell: ({ downloadedBytes }) => format.bytes(downloadedBytes),
      },
      {
        ...figure,
        id: 'ratio',
        title: t('column.ratio'),
        width: 80,
        cell: (torrent) => (isFree(torrent) ? t('torrents.free') : ratio(torrent.ratio)),
      },
      {
        ...figure,
        id: 'seeded',
        title: t('column.seeded'),
        width: 108,
        hidden: isNarrow,
        cell: ({ seededSeconds }) => (seededSeconds === 0 ? '–' : format.duration(seededSeconds)),
      },
      {
        id: 'owed',
        title: t('torrents.owed'),
        align: 'end',
        width: 116,
        hideable: true,
        hidden: isNarrow,
        cell: ({ owedSeconds }) => (owedSeconds === undefined ? '–' : format.duration(owedSeconds)),
      },
      {
        id: 'lastSeen',
        title: t('column.lastSeen'),
        width: 112,
        sortable: true,
        hideable: true,
        cell: ({ lastSeenAt }) => <Ago at={lastSeenAt} />,
      },
    ];
  }, [t, format, ratio, isNarrow]);
}

/** Nothing of what was downloaded counts. */
function isFree({ downloadedBytes, chargedBytes }: PersonTorrentRow): boolean {
  return downloadedBytes > 0 && chargedBytes === 0;
}

function TorrentState({ torrent: { clients, completedAt } }: { readonly torrent: PersonTorrentRow }) {
  const { t } = useTranslation('people');
  if (clients === 0) {
    return completedAt === undefined ? (
      <StateMark kind="paused" label={t('torrents.away')} />
    ) : (
      <StateMark kind="done" label={t('torrents.hasAll')} />
    );
  }
  return completedAt === undefined ? (
    <StateMark kind="downloading" label={t('torrents.downloading', { count: clients })} />
  ) : (
    <StateMark kind="seeding" label={t('torrents.seeding', { count: clients })} />
  );
}
