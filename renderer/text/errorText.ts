import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence } from './sentence.ts';

export interface ErrorText {
  /** What failed, in the person's language where the kind of error is known. */
  readonly message: string;
  /** Which file or address and what to do, as the engine says it. */
  readonly hint?: string;
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

/** Turns an error into words: `const { message, hint } = useErrorText()(error)`. Both may hold text from strangers. */
export function useErrorText(): (error: unknown) => ErrorText {
  const { t } = useTranslation('errors');
  return useCallback(
    (error: unknown) => {
      const { code, message, hint } = partsOf(error);
      const detail = [message, hint]
        .map((part) => asSentence(part))
        .filter((part) => part !== '')
        .join(' ');
      if (code === undefined || !isKnown(code)) return detail === '' ? { message: t('internal') } : { message: detail };
      // What the connection says about itself has no detail beyond its code.
      if (code === 'engine-unreachable' || detail === '') return { message: t(KNOWN[code]) };
      return { message: t(KNOWN[code]), hint: detail };
    },
    [t],
  );
}

function isKnown(code: string): code is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, code);
}

/** Errors come as thrown ones, as bodies of frames, and as the state of a share. */
function partsOf(error: unknown): { readonly code?: string; readonly message?: string; readonly hint?: string } {
  if (typeof error !== 'object' || error === null) return error === undefined ? {} : { message: String(error) };
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('message' in error && typeof error.message === 'string' ? { message: error.message } : {}),
    ...('hint' in error && typeof error.hint === 'string' ? { hint: error.hint } : {}),
  };
}
