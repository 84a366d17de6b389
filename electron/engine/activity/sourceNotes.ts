import type { NoticeBecause } from '../../../shared/because.ts';
import type { PolicySourceRow } from '../../../shared/torrentLists.ts';
import type { NewActivity } from './activityLog.ts';

/** What there is to say of a folder or a list that the policy was read from; nothing of one that is as it should be. */
export function noteOfSource({
  key: path,
  state,
  rejected,
  firstRejected,
  message,
}: PolicySourceRow): NewActivity | undefined {
  if (state === 'failed') {
    const because: NoticeBecause = { reason: 'policy-source-failed', path, system: message ?? '' };
    return { kind: 'notice', level: 'warning', values: { ...because, message: `${path} cannot be read: ${message}` } };
  }
  if (rejected === 0) return undefined;
  const because: NoticeBecause = {
    reason: 'policy-source-rejected',
    path,
    figure: rejected,
    first: firstRejected ?? '',
  };
  const text = `${path}: ${rejected} entries make no sense, the first of them ${firstRejected}: ${message}`;
  return { kind: 'notice', level: 'warning', values: { ...because, message: text } };
}
