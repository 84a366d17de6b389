import type { TFunction } from 'i18next';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sort } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { FileRow } from '../../../shared/rows.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { type Column, DataTable, type TableQuery, type TreeRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { type Format, useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { FilePath } from '../create/FilePath.tsx';
import { afterFolding } from './folding.ts';
import { FileName } from './FileName.tsx';

export interface FilesTabProps {
  readonly infoHash: InfoHash;
  readonly filter: string;
}

/** The engine knows one order only, that of the torrent; no column is marked as sorted. */
const TORRENT_ORDER: Sort = { column: 'torrent', direction: 'ascending' };

/** The files of a share in their folders; what a filter finds stands in the order of the torrent. */
export function FilesTab({ infoHash, filter }: FilesTabProps): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const [opened, setOpened] = useState<readonly number[]>([]);
  const columns = useMemo<readonly Column<FileRow>[]>(
    () => [
      {
        id: 'path',
        title: t('files.name'),
        width: 320,
        minWidth: 160,
        grow: 2,
        cell: (row) => (row.place === undefined ? <FilePath path={row.path} /> : <FileName row={row} />),
        label: (row) => nameOf(row, { t, format }),
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
    ({ filter: text, window }: TableQuery): ViewSpecOf<'files'> => ({
      kind: 'files',
      infoHash,
      filter: text,
      window,
      ...(text.trim() === '' ? { opened: [...opened] } : {}),
    }),
    [infoHash, opened],
  );
  const tree = useMemo<TreeRows<FileRow>>(
    () => ({
      placeOf: ({ place, folder }) =>
        place === undefined || folder === undefined ? place : { ...place, isOpen: folder.isOpen },
      setOpen({ folder }, isOpen) {
        if (folder !== undefined) setOpened((before) => afterFolding(before, folder.number, isOpen));
      },
    }),
    [],
  );
  const fold = useCallback(
    (row: FileRow) => {
      if (row.folder !== undefined) tree.setOpen(row, !row.folder.isOpen);
    },
    [tree],
  );
  return (
    <DataTable
      label={t('tab.files')}
      spec={spec}
      columns={columns}
      defaultSort={TORRENT_ORDER}
      filter={filter}
      storageKey="files"
      tree={tree}
      onOpen={fold}
      empty={<EmptyState title={t('files.empty')} />}
    />
  );
}

/** For screen readers: of what a filter found the whole path, of a folder what is in it. */
function nameOf(
  { path, folder, place }: FileRow,
  { t, format }: { readonly t: TFunction<'share'>; readonly format: Format },
): string {
  if (place === undefined) return safeText(path.join(' / '), 500);
  const name = safeText(path.at(-1) ?? '', 500);
  if (folder === undefined) return name;
  // As it stands there: whoever speaks to the computer says what is seen.
  return `${name} ${t('facts.files', { count: folder.files, shown: format.count(folder.files) })}`;
}
