import type { MockShare } from './mockShares.ts';
import type { World } from './world.ts';

/** What a share's peers come to at one second. */
export interface ShareFigures {
  readonly haveIt: number;
  readonly wantIt: number;
  readonly connected: number;
  readonly uploadRate: number;
  readonly gainRate: number;
  readonly uploadedBytes: number;
  readonly secondsLeft: number | undefined;
  /** Of those who still miss something, added up. */
  readonly wantProgress: number;
}

/** Works out each share's figures once a second at most, and those of a share that stands still once. */
export function createShareFigures(world: World): (share: MockShare) => ShareFigures {
  const known = new Map<MockShare, { readonly at: number; readonly figures: ShareFigures }>();
  return (share) => {
    const seconds = world.seconds();
    const before = known.get(share);
    const isMoving = share.isMoving && share.state.kind === 'seeding';
    if (before !== undefined && (before.at === seconds || (!isMoving && before.figures.uploadRate === 0))) {
      return before.figures;
    }
    const figures = isMoving ? figuresAt(share, world, seconds) : atRest(figuresAt(share, world, seconds));
    known.set(share, { at: seconds, figures });
    return figures;
  };
}

function figuresAt(share: MockShare, { peers }: World, seconds: number): ShareFigures {
  let [haveIt, connected, uploadRate, gainRate, uploadedBytes, secondsLeft] = [0, 0, 0, 0, share.uploadedBefore, 0];
  let wantProgress = 0;
  const end = share.firstPeer + share.peerCount;
  for (let peer = share.firstPeer; peer < end; peer++) {
    const progress = peers.progress(peer, seconds);
    if (peers.isConnected(peer)) connected++;
    uploadedBytes += peers.uploadedBytes(peer, seconds);
    if (progress >= 1) {
      haveIt++;
      continue;
    }
    wantProgress += progress;
    const gain = peers.gainRate(peer, seconds);
    gainRate += gain;
    uploadRate += peers.uploadRate(peer, seconds);
    if (gain > 0) secondsLeft = Math.max(secondsLeft, ((1 - progress) * share.bytes) / gain);
  }
  const wantIt = share.peerCount - haveIt;
  const left = gainRate > 0 ? Math.round(secondsLeft) : undefined;
  return { haveIt, wantIt, connected, uploadRate, gainRate, uploadedBytes, secondsLeft: left, wantProgress };
}

function atRest(figures: ShareFigures): ShareFigures {
  return { ...figures, uploadRate: 0, gainRate: 0, secondsLeft: undefined };
}
