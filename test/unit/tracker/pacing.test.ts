import { describe, expect, it } from 'vitest';
import { createPacing, pacedInterval, patienceSecondsOf } from '../../../electron/engine/tracker/pacing.ts';
import { announce, announceRequest, createTrackerFixture, peerIdOf, SHARED } from '../../support/trackerFixture.ts';

const PACE = { intervalSeconds: 60, maxIntervalSeconds: 1800, easyAnnouncesPerSecond: 10 };

describe('the interval', () => {
  it.each([
    { announces: 0, seconds: 60 },
    { announces: 600, seconds: 60 },
    { announces: 601, seconds: 61 },
    { announces: 6000, seconds: 600 },
    { announces: 1_000_000, seconds: 1800 },
  ])('after one with $announces announces is $seconds s', ({ announces, seconds }) => {
    expect(pacedInterval(announces, PACE)).toBe(seconds);
  });

  it('settles where the same peers come at the easy rate, however it began', () => {
    let interval = 60;
    // Each peer announces once an interval.
    for (let i = 0; i < 3; i++) interval = pacedInterval(3000, PACE);
    expect(interval).toBe(300);
    expect(3000 / interval).toBe(PACE.easyAnnouncesPerSecond);
  });
});

describe('patience', () => {
  it.each([60, 120, 300, 301, 600, 1800])(
    'outlasts two announces at %i s, also where five minutes are the least',
    (told) => {
      const ownInterval = Math.max(told, 300);
      expect(patienceSecondsOf(told)).toBeGreaterThanOrEqual(2 * ownInterval + 60);
    },
  );
});

describe('the pace', () => {
  function passInterval(pacing: ReturnType<typeof createPacing>, announces: number): void {
    for (let i = 0; i < announces; i++) pacing.admits();
    for (let left = pacing.intervalSeconds(); left > 0; left--) pacing.turn();
  }

  it('grows with the crowd and shrinks when it has gone, and until then nobody is given up too early', () => {
    const pacing = createPacing(PACE, () => Infinity);
    expect(pacing.patienceSeconds()).toBe(660);
    passInterval(pacing, 6000);
    expect([pacing.intervalSeconds(), pacing.patienceSeconds()]).toEqual([600, 1500]);
    passInterval(pacing, 0);
    // Some were told 600 a moment ago.
    expect([pacing.intervalSeconds(), pacing.patienceSeconds()]).toEqual([60, 1500]);
    for (let second = 0; second < 1440; second++) pacing.turn();
    expect(pacing.patienceSeconds()).toBe(1500);
    for (let second = 0; second < 120; second++) pacing.turn();
    expect(pacing.patienceSeconds()).toBe(660);
  });

  it('has room for so many announces in each second', () => {
    let most = 2;
    const pacing = createPacing(PACE, () => most);
    expect([1, 2, 3].map(() => pacing.admits())).toEqual([true, true, false]);
    most = 1;
    pacing.turn();
    expect([1, 2].map(() => pacing.admits())).toEqual([true, false]);
  });
});

describe('a tracker', () => {
  it('that is asked more than it can answer says when to come back, and lets go who says goodbye', () => {
    const { tracker, clock } = createTrackerFixture({ maxAnnouncesPerSecond: () => 1 });
    announce(tracker);
    const late = tracker.announce(announceRequest({ peerId: peerIdOf('late'), port: 2 }));
    expect(late).toMatchObject({ ok: false, error: { code: 'busy', retryInMinutes: 2 } });
    expect(tracker.announce(announceRequest({ event: 'stopped' }))).toMatchObject({ ok: true });
    expect(tracker.counts(SHARED)).toMatchObject({ leechers: 0 });
    clock.advance(1000);
    announce(tracker);
  });
});
