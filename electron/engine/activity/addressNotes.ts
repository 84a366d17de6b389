import type { Clock } from '../ports.ts';
import type { ActivityLog } from './activityLog.ts';

export interface AddressNotesDeps {
  readonly clock: Clock;
  readonly log: ActivityLog;
  /** What others can reach, the best first. */
  readonly addresses: () => readonly string[];
}

const LOOK_MS = 5000;

/** Notes when the machine is reached at other addresses than before. Returns a function that ends it. */
export function watchAddresses({ clock, log, addresses }: AddressNotesDeps): () => void {
  let before = addresses().join(', ');
  const timer = clock.every(LOOK_MS, () => {
    const [address] = addresses();
    const message = addresses().join(', ');
    if (message === before) return;
    log.note({ kind: 'address-changed', level: 'warning', values: { address, message } });
    before = message;
  });
  return () => timer.cancel();
}
