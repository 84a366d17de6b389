import { beforeEach, describe, expect, it } from 'vitest';
import type { ShareSession } from '../../../electron/engine/session/shareSession.ts';
import { createSwarmWatch, type SwarmWatch } from '../../../electron/engine/shares/swarmFigures.ts';
import type { Peer, TrackerPeer } from '../../../shared/model.ts';
import { fakeInfoHash, fakePeer, fakeTrackerPeer } from '../../support/fakeShare.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const INFO_HASH = fakeInfoHash('corn');
const BYTES = 1000;

let clock: VirtualClock;
let connected: Peer[];
let announced: TrackerPeer[];
let looks: number;
let watch: SwarmWatch;

beforeEach(() => {
  clock = createVirtualClock();
  [connected, announced, looks] = [[], [], 0];
  const session = {
    infoHash: INFO_HASH,
    info: { totalBytes: BYTES },
    state: { kind: 'seeding' },
    get peersConnected() {
      return connected.length;
    },
    peers() {
      looks += 1;
      return connected;
    },
  } as unknown as ShareSession;
  watch = createSwarmWatch({
    clock,
    sessions: { find: (infoHash) => (infoHash === INFO_HASH ? session : undefined) },
    tracker: {
      counts: () => {
        const leechers = announced.filter(({ leftBytes }) => leftBytes > 0).length;
        // We are one of the seeders.
        return {
          seeders: announced.length - leechers + 1,
          leechers,
          paused: 0,
          completed: 0,
          announces: 0,
          scrapes: 0,
        };
      },
      peers: () => announced,
    },
  });
});

const NOTHING = { haveIt: 0, wantIt: 0, secondsLeft: undefined, wantProgress: undefined };

describe('the figures of a swarm', () => {
  it('are nothing where there is nobody, without a look at anyone', () => {
    expect(watch.figures(INFO_HASH)).toEqual(NOTHING);
    expect(watch.figures(fakeInfoHash('unknown'))).toEqual(NOTHING);
    expect([looks, watch.roster(fakeInfoHash('unknown'))]).toEqual([0, []]);
  });

  it('count everyone once, and not ourselves', () => {
    connected = [fakePeer({ address: '10.0.0.1', progress: 0.5 })];
    announced = [
      fakeTrackerPeer({ address: '10.0.0.1', leftBytes: 600 }),
      fakeTrackerPeer({ address: '10.0.0.2', leftBytes: 0 }),
      fakeTrackerPeer({ address: '10.0.0.3', leftBytes: 10 }),
    ];
    // Of 1000 bytes each: one has half, the other 990.
    expect(watch.figures(INFO_HASH)).toMatchObject({ haveIt: 1, wantIt: 2, wantProgress: 0.745 });
    expect(watch.roster(INFO_HASH)).toHaveLength(3);
  });

  it('tell when everyone will have it, from what they gain', () => {
    for (let second = 0; second <= 10; second++) {
      connected = [
        fakePeer({ address: '10.0.0.1', progress: second / 100 }),
        fakePeer({ address: '10.0.0.2', progress: 0.5 }),
      ];
      watch.figures(INFO_HASH);
      clock.advance(1000);
    }
    connected = [fakePeer({ address: '10.0.0.1', progress: 0.11 }), fakePeer({ address: '10.0.0.2', progress: 0.5 })];
    const { secondsLeft } = watch.figures(INFO_HASH);
    expect(secondsLeft).toBeCloseTo((0.89 * BYTES + 0.5 * BYTES) / (0.01 * BYTES));
    const [first, second] = watch.roster(INFO_HASH);
    expect([first?.gainRateBytesPerSecond, second?.gainRateBytesPerSecond]).toEqual([expect.closeTo(10), 0]);
  });

  it('do not tell when nothing moves, or nobody waits', () => {
    connected = [fakePeer({ progress: 0.5 })];
    for (let i = 0; i < 20; i++) {
      expect(watch.figures(INFO_HASH).secondsLeft).toBeUndefined();
      clock.advance(1000);
    }
    connected = [fakePeer({ progress: 1, isSeeder: true })];
    expect(watch.figures(INFO_HASH)).toEqual({ ...NOTHING, haveIt: 1 });
  });

  it('come from one look for all who ask within a second', () => {
    connected = [fakePeer()];
    for (let i = 0; i < 5; i++) watch.figures(INFO_HASH);
    watch.roster(INFO_HASH);
    expect(looks).toBe(1);
    clock.advance(1000);
    watch.roster(INFO_HASH);
    expect(looks).toBe(2);
  });

  it('come from the counts of the tracker where the swarm is big', () => {
    announced = Array.from({ length: 2001 }, (_, i) =>
      fakeTrackerPeer({ address: `10.0.${i >> 8}.${i & 255}`, leftBytes: i % 3 === 0 ? 0 : 1 }),
    );
    expect(watch.figures(INFO_HASH)).toEqual({ ...NOTHING, haveIt: 667, wantIt: 1334 });
    expect(looks).toBe(0);
  });
});
