import type { Clock } from '../ports.ts';
import type { ActivityLog } from './activityLog.ts';

/** Refused announces, gathered: one that is tried every second, or by a whole hall, becomes one entry a minute. */
export interface RefusalNotes {
  /** On the way to an answer, and so quick. */
  refused(refusal: { readonly message: string }, infoHash: string, requester: { readonly text: string }): void;
  /** Notes what was gathered. */
  stop(): void;
}

interface Refused {
  count: number;
  /** Of the requester, while there is only one. */
  address: string | undefined;
}

const MINUTE_MS = 60_000;
/** Beyond it the info-hashes of a reason are not told apart: someone tries them all. */
const MAX_HASHES_PER_REASON = 20;
const ANY_HASH = '';

export function createRefusalNotes({ clock, log }: { readonly clock: Clock; readonly log: ActivityLog }): RefusalNotes {
  let gathered = new Map<string, Map<string, Refused>>();
  const timer = clock.every(MINUTE_MS, noteAll);

  function noteAll(): void {
    const reasons = gathered;
    gathered = new Map();
    for (const [message, counts] of reasons) {
      for (const [infoHash, { count, address }] of counts) {
        const ofHash = infoHash === ANY_HASH ? {} : { infoHash };
        log.note({ kind: 'announce-refused', level: 'warning', ...ofHash, values: { message, count, address } });
      }
    }
  }

  return {
    refused({ message }, infoHash, { text: address }) {
      const counts = gathered.get(message) ?? new Map<string, Refused>();
      const key = counts.has(infoHash) || counts.size < MAX_HASHES_PER_REASON ? infoHash : ANY_HASH;
      const refused = counts.get(key) ?? { count: 0, address };
      refused.count++;
      if (refused.address !== address) refused.address = undefined;
      counts.set(key, refused);
      gathered.set(message, counts);
    },
    stop() {
      timer.cancel();
      noteAll();
    },
  };
}
