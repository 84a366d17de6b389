import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Because, ERROR_REASONS, type ErrorReason } from '../../shared/because.ts';
import { asSentence } from './sentence.ts';

export interface ErrorText {
  /** What failed, in the person's language where the kind of error is known. */
  readonly message: string;
  /** What to do about it, likewise. */
  readonly hint?: string;
  /** The engine's own words, which are English; where there are better ones, for those who want to know more. */
  readonly detail?: string;
}

/** Kinds of errors that have words of their own: the engine's codes, and those of the connection to it. */
const KNOWN = {
  'bad-input': 'bad-input',
  'bad-config': 'bad-config',
  'path-not-found': 'path-not-found',
  'path-unreadable': 'path-unreadable',
  'path-unwritable': 'path-unwritable',
  'path-unsafe': 'path-unsafe',
  'nothing-to-share': 'nothing-to-share',
  'file-changed': 'file-changed',
  'torrent-invalid': 'torrent-invalid',
  'magnet-invalid': 'magnet-invalid',
  'share-unknown': 'share-unknown',
  'token-unknown': 'token-unknown',
  'webhook-unknown': 'webhook-unknown',
  'person-unknown': 'person-unknown',
  'group-unknown': 'group-unknown',
  'invitation-unknown': 'invitation-unknown',
  'name-taken': 'name-taken',
  'port-taken': 'port-taken',
  'address-unavailable': 'address-unavailable',
  'data-dir-unusable': 'data-dir-unusable',
  'data-dir-in-use': 'data-dir-in-use',
  'database-damaged': 'database-damaged',
  'database-newer': 'database-newer',
  'disk-full': 'disk-full',
  'engine-unreachable': 'engine-unreachable',
  cancelled: 'cancelled',
  internal: 'internal',
} as const;

/** Turns an error into words: `const { message, hint } = useErrorText()(error)`. All may hold text from strangers. */
export function useErrorText(): (error: unknown) => ErrorText {
  const { t } = useTranslation('errors');
  return useCallback((error: unknown) => errorText(error, t), [t]);
}

export function errorText(error: unknown, t: TFunction<'errors'>): ErrorText {
  const { code, message, hint, because } = partsOf(error);
  const own = [message, hint]
    .map((part) => asSentence(part))
    .filter((part) => part !== '')
    .join(' ');
  const detail = own === '' ? {} : { detail: own };
  const reason = because === undefined ? undefined : reasonOf(because);
  if (reason !== undefined) {
    return { message: t(`reason.${reason}.what`, { ...because }), hint: t(`reason.${reason}.todo`), ...detail };
  }
  if (code === undefined || !isKnown(code)) return own === '' ? { message: t('internal') } : { message: own };
  // What the connection says about itself has no detail beyond its code.
  return code === 'engine-unreachable' ? { message: t(KNOWN[code]) } : { message: t(KNOWN[code]), ...detail };
}

/** The reason, if there are words for it and all that they need. */
function reasonOf(because: Because): ErrorReason | undefined {
  const name = because['reason'];
  if (typeof name !== 'string' || !isReason(name)) return undefined;
  return ERROR_REASONS[name].every((fact) => because[fact] !== undefined) ? name : undefined;
}

function isReason(name: string): name is ErrorReason {
  return Object.hasOwn(ERROR_REASONS, name);
}

function isKnown(code: string): code is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, code);
}

interface ErrorParts {
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly because?: Because;
}

/** Errors come as thrown ones, as bodies of frames, and as the state of a share. */
function partsOf(error: unknown): ErrorParts {
  if (typeof error !== 'object' || error === null) return error === undefined ? {} : { message: String(error) };
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('message' in error && typeof error.message === 'string' ? { message: error.message } : {}),
    ...('hint' in error && typeof error.hint === 'string' ? { hint: error.hint } : {}),
    ...('because' in error && isBecause(error.because) ? { because: error.because } : {}),
  };
}

/** The frames were checked where they came in; what is thrown here has none. */
function isBecause(value: unknown): value is Because {
  return typeof value === 'object' && value !== null;
}
