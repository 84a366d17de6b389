import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sort } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { FileRow } from '../../../shared/rows.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { type Column, DataTable, type TableQuery } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { FilePath } from '../create/FilePath.tsx';

export interface FilesTabProps {
  readonly infoHash: InfoHash;
  readonly filter: string;
}

/** The engine knows one order only, that of the torrent; no column is marked as sorted. */
const TORRENT_ORDER: Sort = { column: 'torrent', direction: 'ascending' };

/** The files of a share, in the order of the torrent. */
export function FilesTab({ infoHash, filter }: FilesTabProps): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const columns = useMemo<readonly Column<FileRow>[]>(
    () => [
      {
        id: 'path',
        title: t('files.name'),
        width: 320,
        minWidth: 160,
        grow: 2,
        cell: ({ path }) => <FilePath path={path} />,
        label: ({ path }) => safeText(path.join(' / '), 500),
      },
      {
        id: 'bytes',
        title: t('files.bytes'),
        align: 'end',
        width: 100,
        cell: ({ bytes }) => format.bytes(bytes),
      },
      {
        id: 'sourcePath',
        title: t('files.source'),
        width: 320,
        minWidth: 100,
        grow: 1,
        hideable: true,
        hidden: true,
        cell: ({ sourcePath }) => (
          <span className="text-muted">
            <SafeText text={sourcePath} max={500} />
          </span>
        ),
      },
    ],
    [t, format],
  );
  const spec = useCallback(
    ({ filter: text, window }: TableQuery): ViewSpecOf<'files'> => ({ kind: 'files', infoHash, filter: text, window }),
    [infoHash],
  );
  return (
    <DataTable
      label={t('tab.files')}
      spec={spec}
      columns={columns}
      defaultSort={TORRENT_ORDER}
      filter={filter}
      storageKey="files"
      empty={<EmptyState title={t('files.empty')} />}
    />
  );
}
