import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { safeText } from '../../text/safeText.ts';
import { REJECTED_TEXTS, type RejectedReason } from './rejectedTexts.ts';

export interface LineProblem {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly reason: RejectedReason;
}

const MAX_SHOWN = 5;
const MAX_LINE_CHARACTERS = 40;

/** Which lines could not be put on the list, and why; of very many only the first. */
export function LineProblems({ problems }: { readonly problems: readonly LineProblem[] }): ReactNode {
  const { t } = useTranslation('tracker');
  const more = problems.length - MAX_SHOWN;
  return (
    <span className="flex flex-col gap-0.5">
      {problems.slice(0, MAX_SHOWN).map(({ line, text, reason }) => (
        <span key={line} className="wrap-anywhere">
          {t('add.line', { line, text: safeText(text, MAX_LINE_CHARACTERS), why: t(REJECTED_TEXTS[reason]) })}
        </span>
      ))}
      {more > 0 ? <span>{t('add.moreLines', { count: more })}</span> : null}
    </span>
  );
}
