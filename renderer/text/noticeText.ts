import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Because, NOTICE_REASONS, type NoticeReason } from '../../shared/because.ts';
import { asSentence } from './sentence.ts';

export interface NoticeLike {
  readonly message: string;
  readonly because?: Because | undefined;
}

/** What the engine tells, in the person's language where it is known; it may hold text from strangers. */
export function useNoticeText(): (notice: NoticeLike) => string {
  const { t } = useTranslation('errors');
  return useCallback((notice: NoticeLike) => noticeText(notice, t), [t]);
}

export function noticeText({ message, because = {} }: NoticeLike, t: TFunction<'errors'>): string {
  const name = because['reason'];
  if (typeof name !== 'string' || !isReason(name)) return asSentence(message);
  const isWhole = NOTICE_REASONS[name].every((fact) => because[fact] !== undefined);
  return isWhole ? t(`notice.${name}`, { ...because }) : asSentence(message);
}

function isReason(name: string): name is NoticeReason {
  return Object.hasOwn(NOTICE_REASONS, name);
}
