import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SwarmRow } from '../../../shared/rows.ts';
import type { Column } from '../../components/DataTable.tsx';
import { Ago } from '../../text/Ago.tsx';
import { useFormat } from '../../text/format.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { InfoHashCell } from './InfoHashCell.tsx';
import { SwarmName } from './SwarmName.tsx';
import { useFixedUnits } from './useFixedUnits.ts';

export const SOURCE_NAMES = {
  'shared-here': 'source.sharedHere',
  listed: 'source.listed',
  open: 'source.open',
} as const satisfies Record<SwarmRow['source'], string>;

/** The columns of the table of swarms; the same array until the language or the room for it changes. */
export function useSwarmColumns(): readonly Column<SwarmRow>[] {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const units = useFixedUnits();
  const isNarrow = useNarrow();
  return useMemo(() => {
    const figure = { align: 'end', sortable: true, hideable: true } as const;
    const time = { width: 110, sortable: true, hideable: true } as const;
    const ago = (at: number | undefined) => (at === undefined ? '–' : <Ago at={at} />);
    return [
      {
        id: 'name',
        title: t('column.name'),
        width: 220,
        minWidth: 150,
        grow: 1,
        sortable: true,
        cell: (swarm) => <SwarmName swarm={swarm} />,
      },
      {
        id: 'infoHash',
        title: t('column.infoHash'),
        width: 98,
        sortable: true,
        hideable: true,
        hidden: isNarrow,
        cell: (swarm) => <InfoHashCell infoHash={swarm.key} />,
      },
      { ...figure, id: 'seeders', title: t('column.seeders'), width: 78, cell: ({ seeders }) => format.count(seeders) },
      {
        ...figure,
        id: 'leechers',
        title: t('column.leechers'),
        width: 96,
        cell: ({ leechers }) => format.count(leechers),
      },
      {
        ...figure,
        id: 'paused',
        title: t('column.paused'),
        width: 76,
        hidden: isNarrow,
        cell: ({ paused }) => format.count(paused),
      },
      {
        ...figure,
        id: 'completed',
        title: t('column.completed'),
        width: 96,
        cell: ({ completed }) => format.count(completed),
      },
      {
        ...figure,
        id: 'announces',
        title: t('column.announces'),
        width: 96,
        cell: ({ announces }) => format.count(announces),
      },
      {
        ...figure,
        id: 'scrapes',
        title: t('column.scrapes'),
        width: 76,
        // The least asked for; names need the room more.
        hidden: true,
        cell: ({ scrapes }) => format.count(scrapes),
      },
      {
        ...figure,
        id: 'uploaded',
        title: t('column.given'),
        width: 100,
        hidden: isNarrow,
        cell: ({ uploadedBytes }) => units.gigabytes(uploadedBytes),
      },
      {
        ...figure,
        id: 'downloaded',
        title: t('column.taken'),
        width: 116,
        hidden: true,
        cell: ({ downloadedBytes }) => units.gigabytes(downloadedBytes),
      },
      {
        ...time,
        id: 'newestAnnounce',
        title: t('column.newest'),
        cell: ({ newestAnnounceAt }) => ago(newestAnnounceAt),
      },
      {
        ...time,
        id: 'oldestAnnounce',
        width: 136,
        title: t('column.oldest'),
        hidden: true,
        cell: ({ oldestAnnounceAt }) => ago(oldestAnnounceAt),
      },
      {
        id: 'source',
        title: t('column.source'),
        width: 96,
        sortable: true,
        hideable: true,
        hidden: isNarrow,
        cell: ({ source }) => <span className="text-muted">{t(SOURCE_NAMES[source])}</span>,
      },
    ];
  }, [t, format, units, isNarrow]);
}
