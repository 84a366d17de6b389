import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Share } from '../../../shared/model.ts';
import type { EventBus } from '../eventBus.ts';
import type { Clock } from '../ports.ts';
import type { ShareLibrary } from './shareLibrary.ts';

export interface ShareBroadcastDeps {
  readonly clock: Clock;
  readonly events: EventBus;
  readonly library: Pick<ShareLibrary, 'list' | 'find' | 'view'>;
}

/** Tells listeners of a share when its state changes, and followers once a second while its figures move. */
export interface ShareBroadcast {
  changed(infoHash: InfoHash): void;
  removed(infoHash: InfoHash): void;
  stop(): void;
}

const INTERVAL_MS = 1000;

export function createShareBroadcast({ clock, events, library }: ShareBroadcastDeps): ShareBroadcast {
  const lastTold = new Map<InfoHash, string>();
  const timer = clock.every(INTERVAL_MS, () => {
    if (!events.isFollowed('share.changed')) return;
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
      const entry = library.find(infoHash);
      if (entry !== undefined) tell(library.view(entry));
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
