import type { InfoHash } from '../../../shared/infoHash.ts';
import type { EventBus } from '../eventBus.ts';
import type { Clock } from '../ports.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { ShareEntry, ShareLibrary } from './shareLibrary.ts';

export interface ShareBroadcastDeps {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly library: Pick<ShareLibrary, 'entries' | 'find' | 'view'>;
  readonly tracker: Pick<Tracker, 'counts'>;
  /** What others can reach: with it, the links of every share change. */
  readonly addresses: () => readonly string[];
}

/** Tells listeners of a share when its state changes, and followers once a second while its figures move. */
export interface ShareBroadcast {
  changed(infoHash: InfoHash): void;
  removed(infoHash: InfoHash): void;
  stop(): void;
}

const INTERVAL_MS = 1000;

export function createShareBroadcast(deps: ShareBroadcastDeps): ShareBroadcast {
  const { events, library } = deps;
  const lastTold = new Map<InfoHash, string>();
  const timer = deps.clock.every(INTERVAL_MS, () => {
    if (!events.isFollowed('share.changed')) return;
    const where = deps.addresses().join();
    for (const entry of library.entries()) tell(entry, where);
  });

  /** The share itself, with its links, is put together only for those that changed. */
  function tell(entry: ShareEntry, where: string): void {
    const { infoHash } = entry.session;
    const figures = figuresOf(entry, where);
    if (lastTold.get(infoHash) === figures) return;
    lastTold.set(infoHash, figures);
    events.emit({ event: 'share.changed', data: library.view(entry) });
  }

  /** All of a share that can move, as text that is equal when nothing did. */
  function figuresOf({ session }: ShareEntry, where: string): string {
    const { infoHash, state, peersConnected, uploadedBytes } = session;
    const rate = Math.round(session.uploadRateBytesPerSecond());
    return JSON.stringify([state, peersConnected, uploadedBytes, rate, deps.tracker.counts(infoHash), where]);
  }

  return {
    changed(infoHash) {
      const entry = library.find(infoHash);
      if (entry !== undefined) tell(entry, deps.addresses().join());
    },
    removed(infoHash) {
      lastTold.delete(infoHash);
      events.emit({ event: 'share.removed', data: { infoHash } });
    },
    stop: () => timer.cancel(),
  };
}
