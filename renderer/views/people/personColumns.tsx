import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';
import type { Column } from '../../components/DataTable.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { Ago } from '../../text/Ago.tsx';
import { useFormat } from '../../text/format.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { PersonName } from './PersonName.tsx';
import { ROLE_NAMES, STATE_KINDS, STATE_NAMES } from './personWords.ts';
import { useRatio } from './useRatio.ts';

/** The columns of the table of people; the same array until the language or the room for it changes. */
export function usePersonColumns(): readonly Column<PersonRow>[] {
  const { t } = useTranslation('people');
  const format = useFormat();
  const ratio = useRatio();
  const isNarrow = useNarrow();
  return useMemo(() => {
    const figure = { align: 'end', sortable: true, hideable: true } as const;
    const time = { width: 104, sortable: true, hideable: true } as const;
    const date = (at: number | undefined) => (at === undefined ? '–' : format.dateTime(at));
    return [
      {
        id: 'name',
        title: t('column.name'),
        width: 240,
        minWidth: 150,
        grow: 1,
        sortable: true,
        cell: (person) => <PersonName person={person} />,
      },
      {
        id: 'role',
        title: t('column.role'),
        width: 92,
        sortable: true,
        hideable: true,
        hidden: isNarrow,
        cell: ({ role }) => <span className="text-muted">{t(ROLE_NAMES[role])}</span>,
      },
      {
        id: 'state',
        title: t('column.state'),
        width: 116,
        sortable: true,
        hideable: true,
        cell: ({ state }) => (
          <span className="flex h-full items-center">
            <StateMark kind={STATE_KINDS[state]} label={t(STATE_NAMES[state])} />
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
      { ...figure, id: 'ratio', title: t('column.ratio'), width: 80, cell: (person) => ratio(person.ratio) },
      {
        ...figure,
        id: 'seeded',
        title: t('column.seeded'),
        width: 112,
        hidden: isNarrow,
        cell: ({ seededSeconds }) => (seededSeconds === 0 ? '–' : format.duration(seededSeconds)),
      },
      {
        ...figure,
        id: 'activeDownloads',
        title: t('column.activeDownloads'),
        width: 116,
        hidden: isNarrow,
        cell: ({ activeDownloads }) => format.count(activeDownloads),
      },
      {
        ...time,
        id: 'lastSeen',
        title: t('column.lastSeen'),
        cell: ({ lastSeenAt }) =>
          lastSeenAt === undefined ? <span className="text-muted">{t('never')}</span> : <Ago at={lastSeenAt} />,
      },
      {
        ...time,
        id: 'createdAt',
        title: t('column.createdAt'),
        width: 160,
        hidden: true,
        cell: ({ createdAt }) => date(createdAt),
      },
      {
        ...time,
        id: 'expiresAt',
        title: t('column.expiresAt'),
        width: 160,
        hidden: true,
        cell: ({ expiresAt }) => date(expiresAt),
      },
    ];
  }, [t, format, ratio, isNarrow]);
}
