import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedRow } from '../../../shared/torrentLists.ts';
import type { Column } from '../../components/DataTable.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { useNarrow } from '../shares/useNarrow.ts';
import { ACTOR_NAMES, isActorKind } from './actorNames.ts';
import { InfoHashCell } from './InfoHashCell.tsx';
import { TorrentName } from './TorrentName.tsx';

/** The columns of the table of what is allowed and blocked; the same array until the language or the room changes. */
export function useListedColumns(): readonly Column<ListedRow>[] {
  const { t } = useTranslation('tracker');
  const format = useFormat();
  const isNarrow = useNarrow();
  return useMemo(() => {
    const word = { sortable: true, hideable: true } as const;
    return [
      {
        id: 'name',
        title: t('column.name'),
        width: 240,
        minWidth: 150,
        grow: 1,
        sortable: true,
        cell: ({ name, key }) => <TorrentName name={name} infoHash={key} />,
      },
      {
        ...word,
        id: 'verdict',
        title: t('column.verdict'),
        width: isNarrow ? 112 : 190,
        cell: (row) => <Verdict row={row} />,
      },
      {
        ...word,
        id: 'infoHash',
        title: t('column.infoHash'),
        width: 112,
        hidden: isNarrow,
        cell: ({ key, name }) => <InfoHashCell infoHash={key} isShownAsName={name === undefined} />,
      },
      {
        ...word,
        id: 'origin',
        title: t('column.origin'),
        width: isNarrow ? 120 : 128,
        cell: ({ file }) => (
          <span className="text-muted">{file === undefined ? t('origin.person') : <File path={file} />}</span>
        ),
      },
      {
        ...word,
        id: 'addedAt',
        title: t('column.addedAt'),
        width: 152,
        cell: ({ addedAt }) => <time dateTime={new Date(addedAt).toISOString()}>{format.dateTime(addedAt)}</time>,
      },
      {
        ...word,
        id: 'addedBy',
        title: t('column.addedBy'),
        width: 150,
        minWidth: 136,
        grow: 0.3,
        hidden: isNarrow,
        cell: ({ addedBy, addedByName }) => (
          <span className="text-muted">
            {isActorKind(addedBy) ? t(ACTOR_NAMES[addedBy]) : <SafeText text={addedBy} max={40} />}
            {addedByName === undefined ? null : (
              <>
                {', '}
                <SafeText text={addedByName} max={60} />
              </>
            )}
          </span>
        ),
      },
    ];
  }, [t, format, isNarrow]);
}

function Verdict({ row: { verdict, isShared } }: { readonly row: ListedRow }): ReactNode {
  const { t } = useTranslation('tracker');
  return (
    <span className="flex h-full items-center">
      {verdict === 'allow' ? (
        <StateMark kind="done" label={t('verdict.allowed')} />
      ) : (
        <StateMark kind="blocked" label={isShared ? t('verdict.blockedShare') : t('verdict.blocked')} />
      )}
    </span>
  );
}

/** Name of a file; the path is in its tooltip. */
function File({ path }: { readonly path: string }): ReactNode {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return <bdi title={safeText(path, 500)}>{safeText(name, 120)}</bdi>;
}
