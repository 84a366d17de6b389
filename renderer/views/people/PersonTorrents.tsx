import { FileDown, HardDriveDownload, Link2 } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonTorrentColumn, Sort } from '../../../shared/columns.ts';
import type { PersonTorrentRow } from '../../../shared/peopleSchemas.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import type { MenuAction } from '../../components/MenuAction.ts';
import { useTorrentColumns } from './torrentColumns.tsx';
import { usePersonCommands } from './usePersonCommands.ts';

const DEFAULT_SORT: Sort<PersonTorrentColumn> = { column: 'lastSeen', direction: 'descending' };

export interface PersonTorrentsProps {
  readonly person: string;
  readonly filter: string;
}

/** What a person's clients did of each torrent. */
export function PersonTorrents({ person, filter }: PersonTorrentsProps): ReactNode {
  const { t } = useTranslation('people');
  const columns = useTorrentColumns();
  const { saveTorrent, copyMagnet } = usePersonCommands();
  const spec = useCallback(
    ({ sort, filter: text, window }: TableQuery): ViewSpecOf<'personTorrents'> => ({
      kind: 'personTorrents',
      person,
      // Only this table's own columns are offered for sorting, and they carry the engine's names.
      sort: sort as Sort<PersonTorrentColumn>,
      filter: text,
      window,
    }),
    [person],
  );
  const rowActions = (keys: ReadonlySet<string>): readonly MenuAction[] => {
    const [infoHash] = keys;
    if (infoHash === undefined) return [];
    return [
      { id: 'save', label: t('torrent.save'), icon: FileDown, onAction: () => saveTorrent(person, infoHash) },
      { id: 'magnet', label: t('torrent.copyMagnet'), icon: Link2, onAction: () => copyMagnet(person, infoHash) },
    ];
  };
  return (
    <DataTable<PersonTorrentRow>
      label={t('torrents.title')}
      spec={spec}
      columns={columns}
      defaultSort={DEFAULT_SORT}
      filter={filter}
      storageKey="personTorrents"
      rowActions={rowActions}
      empty={
        <EmptyState icon={HardDriveDownload} title={t('torrents.none')}>
          {t('torrents.noneWhat')}
        </EmptyState>
      }
    />
  );
}
