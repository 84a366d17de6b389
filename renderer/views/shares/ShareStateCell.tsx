import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShareRow } from '../../../shared/rows.ts';
import { classes } from '../../components/classes.ts';
import { useFormat } from '../../text/format.ts';
import { useRechecks } from './rechecks.ts';
import { shortStateWords, stateWords } from './shareState.ts';

/** The state in words; while this window rechecks the share, how far that is. */
export function ShareStateCell({ row }: { readonly row: ShareRow }): ReactNode {
  const { t } = useTranslation('shares');
  const format = useFormat();
  const recheck = useRechecks(({ running }) => running[row.key]);
  const checked =
    recheck?.part === undefined
      ? t('recheck.waiting')
      : t('recheck.running', { percent: format.percent(recheck.part) });
  const words = recheck === undefined ? shortStateWords(row, { t, format }) : checked;
  const isError = recheck === undefined && row.state.kind === 'error';
  return (
    <span
      className={classes('truncate', isError ? 'text-error' : 'text-muted')}
      title={recheck === undefined ? stateWords(row, { t, format }) : words}
    >
      {words}
    </span>
  );
}
