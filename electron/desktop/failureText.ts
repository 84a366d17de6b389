import { messageOf, systemCode } from '../engine/errors.ts';
import type { StringKey, Strings } from './strings.ts';

/** Failures in the person's language, for the system's own dialogs and notifications. */

const SYSTEM: Readonly<Record<string, StringKey>> = {
  EACCES: 'failure.notAllowed',
  EPERM: 'failure.notAllowed',
  EROFS: 'failure.notAllowed',
  ENOSPC: 'failure.diskFull',
  EDQUOT: 'failure.diskFull',
  ENOENT: 'failure.notThere',
  ENOTDIR: 'failure.notThere',
  EISDIR: 'failure.isFolder',
};

/** What the system would not do; what there are no words for keeps the system's. */
export function systemFailureText(error: unknown, { t }: Strings): string {
  const key = SYSTEM[systemCode(error) ?? ''];
  return key === undefined ? messageOf(error) : t(key);
}

/** What the engine would not do. Its own words stand in brackets unless its code says all. */
export function failureText(error: unknown, { t }: Strings): string {
  switch (systemCode(error)) {
    case 'engine-unreachable':
      return t('failure.engineUnreachable');
    case 'share-unknown':
      return t('failure.shareUnknown');
    case 'disk-full':
      return t('failure.diskFull');
    default:
      return t('failure.engineRefused', { why: messageOf(error) });
  }
}

/** Why the preferences could not be read, from their store's word for it. */
export function preferencesProblemText(problem: string, { t }: Strings): string {
  if (problem === 'damaged') return t('failure.damaged');
  if (problem === 'odd-values') return t('failure.oddValues');
  const key = SYSTEM[problem];
  return key === undefined ? problem : t(key);
}
