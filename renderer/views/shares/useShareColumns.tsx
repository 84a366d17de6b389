import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareRow } from '../../../shared/rows.ts';
import type { Column } from '../../components/DataTable.tsx';
import { SafeText } from '../../components/SafeText.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { type Format, useFormat } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';
import { bytesOfBase64, copiesRange } from './availability.ts';
import { useRechecks } from './rechecks.ts';
import { ShareStateCell } from './ShareStateCell.tsx';
import { stateKind, stateWords } from './shareState.ts';
import { SwarmBar } from './SwarmBar.tsx';
import { useNarrow } from './useNarrow.ts';

type T = ReturnType<typeof useTranslation<'shares'>>['t'];

/** Columns of the list of shares; their ids are what the engine sorts by, but for `swarm`. */
export function useShareColumns(): readonly Column<ShareRow>[] {
  const { t, i18n } = useTranslation('shares');
  const format = useFormat();
  const language = i18n.resolvedLanguage ?? 'en';
  const isNarrow = useNarrow();
  return useMemo(
    () => [
      ...leading(t, { format, isNarrow }),
      ...figures(t, { format, language, isNarrow }),
      ...trailing(t, { format, isNarrow }),
    ],
    [t, format, language, isNarrow],
  );
}

function leading(t: T, { format, isNarrow }: Omit<FigureStyle, 'language'>): readonly Column<ShareRow>[] {
  return [
    {
      id: 'name',
      title: t('column.name'),
      width: 260,
      minWidth: 140,
      grow: 2.6,
      sortable: true,
      cell: (row) => <NameCell row={row} words={stateWords(row, { t, format })} />,
      label: (row) => `${safeText(row.name)}, ${stateWords(row, { t, format })}`,
    },
    {
      id: 'bytes',
      title: t('column.bytes'),
      hideable: true,
      align: 'end',
      width: 82,
      sortable: true,
      cell: (row) => format.bytes(row.bytes),
    },
    {
      id: 'swarm',
      title: t('column.swarm'),
      hideable: true,
      // So short a bar would say little.
      hidden: isNarrow,
      width: 150,
      minWidth: 60,
      grow: 1,
      cell: (row) => (
        <SwarmBar
          availability={row.availability}
          peersConnected={row.peersConnected}
          isWhole={stateKind(row) === 'done'}
          label={swarmWords(row, t)}
        />
      ),
      label: (row) => swarmWords(row, t),
    },
    {
      id: 'haveIt',
      title: t('column.haveIt'),
      hideable: true,
      width: 152,
      minWidth: 112,
      grow: 1.15,
      sortable: true,
      cell: (row) => <HaveItCell row={row} t={t} format={format} />,
      label: (row) => haveItWords(row, t, format),
    },
  ];
}

interface FigureStyle {
  readonly format: Format;
  readonly language: string;
  readonly isNarrow: boolean;
}

function figures(t: T, { format, language, isNarrow }: FigureStyle): readonly Column<ShareRow>[] {
  const ratio = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return [
    {
      id: 'seeders',
      title: t('column.seeders'),
      hideable: true,
      align: 'end',
      width: 78,
      sortable: true,
      hidden: true,
      cell: (row) => format.count(row.seeders),
    },
    {
      id: 'leechers',
      title: t('column.leechers'),
      hideable: true,
      align: 'end',
      width: 82,
      sortable: true,
      hidden: true,
      cell: (row) => format.count(row.leechers),
    },
    {
      id: 'uploadRate',
      title: t('column.uploadRate'),
      hideable: true,
      align: 'end',
      width: 96,
      sortable: true,
      cell: (row) => <Figure value={row.uploadRateBytesPerSecond} text={format.rateMB(row.uploadRateBytesPerSecond)} />,
    },
    {
      id: 'secondsLeft',
      title: t('column.secondsLeft'),
      hideable: true,
      align: 'end',
      width: isNarrow ? 148 : 104,
      sortable: true,
      cell: (row) => {
        const words = everyoneIn(row, t, format);
        return isNarrow ? <StateOrTime row={row} words={words} /> : words;
      },
    },
    {
      id: 'uploaded',
      title: t('column.uploaded'),
      hideable: true,
      align: 'end',
      width: 88,
      sortable: true,
      hidden: true,
      cell: (row) => <Figure value={row.uploadedBytes} text={format.bytes(row.uploadedBytes)} />,
    },
    {
      id: 'ratio',
      title: t('column.ratio'),
      hideable: true,
      align: 'end',
      width: 64,
      sortable: true,
      hidden: true,
      cell: (row) => <Figure value={row.ratio} text={ratio.format(row.ratio)} />,
    },
  ];
}

function trailing(t: T, { format, isNarrow }: Omit<FigureStyle, 'language'>): readonly Column<ShareRow>[] {
  return [
    {
      id: 'createdAt',
      title: t('column.createdAt'),
      hideable: true,
      width: 150,
      sortable: true,
      hidden: true,
      cell: (row) => <span className="text-muted">{format.dateTime(row.createdAt)}</span>,
    },
    {
      id: 'state',
      title: t('column.state'),
      hideable: true,
      width: 150,
      minWidth: 140,
      grow: 1.15,
      sortable: true,
      hidden: isNarrow,
      cell: (row) => <ShareStateCell row={row} />,
      label: (row) => stateWords(row, { t, format }),
    },
  ];
}

function NameCell({ row, words }: { readonly row: ShareRow; readonly words: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <span className="flex shrink-0">
        <StateMark kind={stateKind(row)} label={words} isLabelHidden />
      </span>
      <span className="truncate font-semibold">
        <SafeText text={row.name} />
      </span>
    </span>
  );
}

/** In a small window, where the state has no column of its own; whoever has a time left is seeding, as its mark says. */
function StateOrTime({ row, words }: { readonly row: ShareRow; readonly words: string }) {
  const isChecked = useRechecks(({ running }) => running[row.key] !== undefined);
  return row.state.kind === 'seeding' && !isChecked ? words : <ShareStateCell row={row} />;
}

interface HaveItProps {
  readonly row: ShareRow;
  readonly t: T;
  readonly format: Format;
}

/** The figure that matters is bold; nobody in the swarm is said quietly. */
function HaveItCell({ row, t, format }: HaveItProps) {
  const all = row.haveIt + row.wantIt;
  if (all === 0) return <span className="text-muted">{t('haveIt.nobody')}</span>;
  return (
    <span className="figures">
      <strong className="font-semibold">{format.count(row.haveIt)}</strong>{' '}
      <span>{t('haveIt.of', { all: format.count(all) })}</span>
    </span>
  );
}

/** Nothing is written quietly, so that what moves stands out. */
function Figure({ value, text }: { readonly value: number; readonly text: string }) {
  return <span className={value === 0 ? 'text-muted' : undefined}>{text}</span>;
}

function haveItWords({ haveIt, wantIt }: ShareRow, t: T, format: Format): string {
  const all = haveIt + wantIt;
  if (all === 0) return t('haveIt.nobody');
  return t('haveIt.words', { have: format.count(haveIt), all: format.count(all) });
}

function swarmWords({ availability }: ShareRow, t: T): string {
  const range = copiesRange(bytesOfBase64(availability));
  if (range === undefined) return t('swarm.none');
  return range.fewest === range.most
    ? t('swarm.same', { count: range.most })
    : t('swarm.range', { fewest: range.fewest, most: range.most });
}

function everyoneIn({ haveIt, wantIt, secondsLeft }: ShareRow, t: T, format: Format): string {
  if (secondsLeft !== undefined) return format.duration(secondsLeft);
  return wantIt === 0 && haveIt > 0 ? t('everyoneIn.done') : '';
}
