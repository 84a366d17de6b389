import { describe, expect, it } from 'vitest';
import { createTracker, DEFAULT_TRACKER_CONFIG, type Tracker } from '../../../electron/engine/tracker/tracker.ts';
import { epochMs } from '../../../shared/units.ts';
import { announce, createTrackerFixture, ip, SHARED } from '../../support/trackerFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const HOURS_72_MS = 72 * 3_600_000;
const MANY = 25_000;

function announceMany(tracker: Tracker): void {
  const requester = ip('10.0.0.1');
  for (let i = 0; i < MANY; i++) announce(tracker, { from: requester.text, port: 1 + i, key: i, numWant: 0 });
}

describe('who announces seldom', () => {
  it.each([
    { client: 'one that keeps to the interval', everySeconds: 60 },
    { client: 'libtorrent, which waits five minutes', everySeconds: 300 },
    { client: 'one that lost an answer, and comes a bit late', everySeconds: 630 },
  ])('is in the swarm all the time: $client', ({ everySeconds }) => {
    const { tracker, clock } = createTrackerFixture();
    const seen = new Set<number>();
    for (let i = 0; i < 6; i++) {
      announce(tracker);
      for (let second = 0; second < everySeconds; second++) {
        clock.advance(1000);
        seen.add(tracker.counts(SHARED).leechers);
      }
    }
    expect([...seen]).toEqual([1]);
  });

  it('is gone at once when it says so', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker);
    announce(tracker, { event: 'stopped' });
    expect(tracker.counts(SHARED).leechers).toBe(0);
  });
});

describe('who announces no more', () => {
  it('is forgotten a slice at a time where there are many', () => {
    const { tracker, clock } = createTrackerFixture();
    announceMany(tracker);
    clock.advance(660_000);
    const left: number[] = [];
    for (let ms = 0; ms < 1000; ms++) {
      clock.advance(1);
      left.push(tracker.totals().peers);
    }
    const steps = left.map((peers, i) => (left[i - 1] ?? peers) - peers);
    expect(Math.max(...steps)).toBe(2048);
    expect(left.at(-1)).toBeLessThanOrEqual(MANY - MANY / 10);
    clock.advance(12_000);
    expect(tracker.totals()).toMatchObject({ peers: 0, seeders: 0 });
  });

  it('goes with a swarm that is removed: at once from all counts of the swarm, and soon from memory', () => {
    const { tracker, clock } = createTrackerFixture();
    announceMany(tracker);
    tracker.removeSwarm(SHARED);
    expect(tracker.counts(SHARED).leechers).toBe(0);
    tracker.addSwarm(SHARED);
    announce(tracker, { leftBytes: 0 });
    clock.advance(12_000);
    expect(tracker.totals()).toMatchObject({ swarms: 1, peers: 1, seeders: 1 });
    expect(tracker.peers(SHARED)).toHaveLength(1);
  });

  it.each([
    { name: 'back', jumpMs: -HOURS_72_MS },
    { name: 'on', jumpMs: HOURS_72_MS },
  ])('is not told by the wall clock, which jumps three days $name', ({ jumpMs }) => {
    const clock = createVirtualClock();
    let jumpedMs = 0;
    const tracker = createTracker(
      {
        clock: { ...clock, now: () => epochMs(clock.now() + jumpedMs) },
        random: () => 0.5,
        policy: { refusalOf: () => undefined },
        localSeeder: () => undefined,
      },
      DEFAULT_TRACKER_CONFIG,
    );
    tracker.addSwarm(SHARED);
    announce(tracker);
    clock.advance(60_000);
    jumpedMs = jumpMs;
    clock.advance(540_000);
    expect(tracker.counts(SHARED).leechers).toBe(1);
    expect(tracker.peers(SHARED)).toMatchObject([{ lastAnnounceAt: clock.now() + jumpMs - 600_000 }]);
    clock.advance(71_000);
    expect(tracker.counts(SHARED).leechers).toBe(0);
  });
});
