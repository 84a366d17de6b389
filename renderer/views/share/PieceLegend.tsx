import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../../components/classes.ts';
import { useFormat } from '../../text/format.ts';
import { heatOf } from '../shares/availability.ts';

export interface PieceLegendProps {
  /** Connected peers. */
  readonly peers: number;
  readonly piecesPerCell: number;
}

/** What the colours of the map mean. */
export function PieceLegend({ peers, piecesPerCell }: PieceLegendProps): ReactNode {
  const { t } = useTranslation('share');
  const format = useFormat();
  return (
    <ul aria-label={t('legend.label')} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
      <Entry heat={0} words={t('legend.onlyHere')} />
      {peers > 1 ? <Entry heat={heatOf(1, peers)} words={t('legend.one')} /> : null}
      {peers > 3 ? <Entry heat={heatOf(Math.ceil(peers / 2), peers)} words={t('legend.half')} /> : null}
      {peers > 0 ? <Entry heat={1} words={t('legend.everyone')} /> : null}
      <Entry heat={0} words={t('legend.missing')} isMissing />
      {piecesPerCell > 1 ? (
        <li>{t('legend.several', { count: piecesPerCell, shown: format.count(piecesPerCell) })}</li>
      ) : null}
    </ul>
  );
}

interface EntryProps {
  readonly heat: number;
  readonly words: string;
  readonly isMissing?: boolean;
}

function Entry({ heat, words, isMissing = false }: EntryProps): ReactNode {
  return (
    <li className="flex items-center gap-1.5">
      <span
        aria-hidden
        className={classes(
          'relative size-3 overflow-hidden rounded-[2px] bg-track forced-color-adjust-none',
          isMissing && 'border-[1.5px] border-checking',
        )}
      >
        <span className="absolute inset-0 bg-seeding" style={{ opacity: heat }} />
      </span>
      {words}
    </li>
  );
}
