import type { TFunction } from 'i18next';
import type { ShareProblemCode } from '../../../shared/because.ts';
import type { ShareState } from '../../../shared/model.ts';
import type { StateKind } from '../../components/StateMark.tsx';
import type { Format } from '../../text/format.ts';
import { safeText } from '../../text/safeText.ts';

export interface StateOf {
  readonly state: ShareState;
  readonly bytes: number;
  readonly haveIt: number;
  readonly wantIt: number;
}

/** Shape and colour of a share's mark. A share that everyone has is still offered: it stays green, with a tick. */
export function stateKind({ state, haveIt, wantIt }: StateOf): StateKind {
  if (state.kind !== 'seeding') return state.kind;
  return wantIt === 0 && haveIt > 0 ? 'done' : 'seeding';
}

/** What is wrong with a share, by the code of its error. */
const PROBLEMS = {
  'file-changed': 'state.fileChanged',
  'content-differs': 'state.contentDiffers',
  'path-unreadable': 'state.unreadable',
  'path-not-found': 'state.missing',
} as const satisfies Readonly<Record<ShareProblemCode, string>>;

const SHORT_PROBLEMS = {
  'file-changed': 'short.fileChanged',
  'content-differs': 'short.contentDiffers',
  'path-unreadable': 'short.unreadable',
  'path-not-found': 'short.missing',
} as const satisfies Readonly<Record<ShareProblemCode, string>>;

/** The state in a few words: `seeding`, `checking 62 %`, `changed on disk: summary.xlsx`. */
export function stateWords(
  share: StateOf,
  { t, format }: { readonly t: TFunction<'shares'>; readonly format: Format },
) {
  const { state, bytes } = share;
  switch (state.kind) {
    case 'checking':
      return t('state.checking', { percent: format.percent(bytes === 0 ? 1 : state.bytesDone / bytes) });
    case 'paused':
      return t('state.paused');
    case 'error': {
      const file = fileName(state.file ?? '');
      if (!isProblem(state.code)) return safeText(state.message);
      return file === '' ? t(SHORT_PROBLEMS[state.code]) : t(PROBLEMS[state.code], { file: safeText(file) });
    }
    case 'seeding':
      return stateKind(share) === 'done' ? t('state.everyone') : t('state.seeding');
  }
}

/** The same without the file, where there is little room. */
export function shortStateWords(
  share: StateOf,
  { t, format }: { readonly t: TFunction<'shares'>; readonly format: Format },
): string {
  const { state } = share;
  if (state.kind !== 'error' || !isProblem(state.code)) return stateWords(share, { t, format });
  return t(SHORT_PROBLEMS[state.code]);
}

function isProblem(code: string): code is ShareProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** Last part of a path of either kind of system. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? '';
}
