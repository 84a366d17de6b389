import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Share } from '../../../shared/model.ts';
import type { EventBus } from '../eventBus.ts';
import type { Clock } from '../ports.ts';
import type { ShareLibrary } from './shareLibrary.ts';

export interface ShareBroadcastDeps {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly library: Pick<ShareLibrary, 'list' | 'has' | 'get'>;
}

/** Tells listeners of a share when its state changes, and once a second while its figures move. */
export interface ShareBroadcast {
  changed(infoHash: InfoHash): void;
  removed(infoHash: InfoHash): void;
  stop(): void;
}

const INTERVAL_MS = 1000;

export function createShareBroadcast({ clock, events, library }: ShareBroadcastDeps): ShareBroadcast {
  const lastTold = new Map<InfoHash, string>();
  const timer = clock.every(INTERVAL_MS, () => {
    for (const share of library.list()) tell(share);
  });

  function tell(share: Share): void {
    const figures = figuresOf(share);
    if (lastTold.get(share.infoHash) === figures) return;
    lastTold.set(share.infoHash, figures);
    events.emit({ event: 'share.changed', data: share });
  }

  return {
    changed(infoHash) {
      if (library.has(infoHash)) tell(library.get(infoHash).share);
    },
    removed(infoHash) {
      lastTold.delete(infoHash);
      events.emit({ event: 'share.removed', data: { infoHash } });
    },
    stop: () => timer.cancel(),
  };
}

/** All of a share that can move, as text that is equal when nothing did. */
function figuresOf(share: Share): string {
  const { state, peersConnected, uploadedBytes, uploadRateBytesPerSecond, swarm, torrentUrl } = share;
  return JSON.stringify([
    state,
    peersConnected,
    uploadedBytes,
    Math.round(uploadRateBytesPerSecond),
    swarm,
    torrentUrl,
  ]);
}
