import type { Clock } from '../ports.ts';
import type { Crowding } from '../policy/crowdControl.ts';
import type { ActivityLog } from './activityLog.ts';

/** Who takes more of the tracker than there is for one, gathered: one entry a minute for each address and matter. */
export interface CrowdNotes {
  /** On the way to an answer, and so quick. */
  crowded(what: Crowding, address: string): void;
  /** Notes what was gathered. */
  stop(): void;
}

const MINUTE_MS = 60_000;
/** Beyond it, in one minute, addresses are not told apart. */
const MAX_ADDRESSES = 20;
const MANY = '';

export function createCrowdNotes({ clock, log }: { readonly clock: Clock; readonly log: ActivityLog }): CrowdNotes {
  let gathered = new Map<Crowding, Map<string, number>>();
  const timer = clock.every(MINUTE_MS, noteAll);

  function noteAll(): void {
    const matters = gathered;
    gathered = new Map();
    for (const [what, counts] of matters) {
      for (const [address, count] of counts) {
        log.note({ kind: 'tracker-crowded', level: 'warning', values: { address, count, [what]: 1 } });
      }
    }
  }

  return {
    crowded(what, address) {
      const counts = gathered.get(what) ?? new Map<string, number>();
      const key = counts.has(address) || counts.size < MAX_ADDRESSES ? address : MANY;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      gathered.set(what, counts);
    },
    stop() {
      timer.cancel();
      noteAll();
    },
  };
}
