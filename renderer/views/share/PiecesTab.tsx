import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { PiecesRow } from '../../../shared/rows.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { useFormat } from '../../text/format.ts';
import { pieceLengthText } from '../create/pieceLengths.ts';
import { useRow } from '../useView.ts';
import { PieceLegend } from './PieceLegend.tsx';
import { PieceMap } from './PieceMap.tsx';
import { cellOf, type MapLayout, pieceFacts, type PieceFacts, summaryOf } from './pieceMap.ts';

/** Every piece: whether it is here, and how many of the others have it. */
export function PiecesTab({ infoHash }: { readonly infoHash: InfoHash }): ReactNode {
  const { t } = useTranslation('share');
  const { row, isLoading, error } = useRow({ kind: 'pieces', infoHash });
  if (error !== undefined) return <ErrorState error={error} />;
  if (row === undefined) return isLoading ? <Loading /> : <EmptyState title={t('pieces.none')} />;
  if (row.pieces === 0) return <EmptyState title={t('pieces.none')} />;
  return <Pieces row={row} />;
}

function Pieces({ row }: { readonly row: PiecesRow }): ReactNode {
  const { t } = useTranslation('share');
  const words = useCellWords();
  const facts = useMemo(() => pieceFacts(row), [row]);
  const [layout, setLayout] = useState<MapLayout>();
  const [picked, setPicked] = useState<number>();
  const tell = useCallback((cell: number, of: MapLayout) => words(facts, of, cell), [words, facts]);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 px-5 pt-3 pb-3">
      <p>
        <Summary facts={facts} pieceLength={row.pieceLength} />
      </p>
      <PieceMap
        facts={facts}
        label={t('pieces.map')}
        words={tell}
        onLayout={setLayout}
        onPick={setPicked}
        picked={picked}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <PieceLegend peers={facts.connectedPeers} piecesPerCell={layout?.piecesPerCell ?? 1} />
        <p aria-hidden className="figures min-h-5">
          {layout === undefined || picked === undefined || picked >= layout.cells ? (
            <span className="text-muted">{t('pieces.hint')}</span>
          ) : (
            tell(picked, layout)
          )}
        </p>
      </div>
    </div>
  );
}

function Summary({ facts, pieceLength }: { readonly facts: PieceFacts; readonly pieceLength: number }): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  const { held, onlyHere, fewest, most } = useMemo(() => summaryOf(facts), [facts]);
  const { pieces, connectedPeers } = facts;
  const sentences = [
    t('pieces.total', { count: pieces, shown: format.count(pieces), length: pieceLengthText(pieceLength) }),
    held === pieces ? t('pieces.allHeld') : t('pieces.held', { count: held, shown: format.count(held) }),
    connectedPeers === 0
      ? t('pieces.nobody')
      : t('pieces.copies', { fewest, most, count: connectedPeers, peers: format.count(connectedPeers) }),
    ...(connectedPeers > 0 && onlyHere > 0
      ? [t('pieces.onlyHere', { count: onlyHere, shown: format.count(onlyHere) })]
      : []),
  ];
  return sentences.join(' ');
}

const HELD_WORDS = { all: 'pieces.cellHeld', some: 'pieces.cellSome', none: 'pieces.cellMissing' } as const;

function useCellWords(): (facts: PieceFacts, layout: MapLayout, cell: number) => string {
  const { t } = useTranslation('share');
  const format = useFormat();
  return useCallback(
    (facts, layout, cell) => {
      const { firstPiece, lastPiece, fewest, most, held } = cellOf(facts, layout, cell);
      // People count from one, as the totals beside it do.
      const [first, last] = [format.count(firstPiece + 1), format.count(lastPiece + 1)];
      const where = firstPiece === lastPiece ? t('pieces.piece', { piece: first }) : t('pieces.range', { first, last });
      const copies =
        fewest === most ? t('pieces.cellCopies', { count: most }) : t('pieces.cellRange', { fewest, most });
      return t('pieces.cell', { where, held: t(HELD_WORDS[held]), copies });
    },
    [t, format],
  );
}
