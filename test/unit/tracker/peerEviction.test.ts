import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createTracker, DEFAULT_TRACKER_CONFIG, type Tracker } from '../../../electron/engine/tracker/tracker.ts';
import type { IpAddress } from '../../../electron/engine/codec/ipAddress.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createPolicyFixture } from '../../support/policyFixture.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { announce, announceRequest, listed, peerIdOf, SHARED } from '../../support/trackerFixture.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const MANY = 25_000;

interface Fixture {
  readonly tracker: Tracker;
  readonly clock: VirtualClock;
  readonly unserved: Set<string>;
}

function createFixture(): Fixture {
  const clock = createVirtualClock();
  const unserved = new Set<string>();
  const tracker = createTracker(
    {
      clock,
      random: () => 0.5,
      policy: { refusalOf: () => undefined },
      serves: ({ text }: IpAddress) => !unserved.has(text),
      localSeeder: () => undefined,
    },
    DEFAULT_TRACKER_CONFIG,
  );
  tracker.addSwarm(SHARED);
  cleanup.add(() => tracker.stop());
  return { tracker, clock, unserved };
}

const ANNA = { from: '192.168.1.2', peerId: peerIdOf('anna'), key: 1 };
const BEN = { from: '192.168.1.3', peerId: peerIdOf('ben'), key: 2, leftBytes: 0 };

describe('peers whose address is not served any more', () => {
  it('are handed out to nobody from now on, and leave all counts', () => {
    const { tracker, unserved } = createFixture();
    announce(tracker, ANNA);
    expect(listed(announce(tracker, BEN))).toEqual(['192.168.1.2 6881']);
    unserved.add(BEN.from);
    tracker.dropUnserved();
    expect(listed(announce(tracker, ANNA))).toEqual([]);
    expect(tracker.counts(SHARED)).toMatchObject({ seeders: 0, leechers: 1 });
    expect(tracker.totals()).toMatchObject({ peers: 1, seeders: 0 });
  });

  it('stay at the other of their addresses, if that is served', () => {
    const { tracker, unserved } = createFixture();
    announce(tracker, ANNA);
    announce(tracker, { ...ANNA, from: 'fd00::2' });
    unserved.add('fd00::2');
    tracker.dropUnserved();
    expect(listed(announce(tracker, BEN))).toEqual(['192.168.1.2 6881']);
    unserved.add(ANNA.from);
    tracker.dropUnserved();
    expect(tracker.counts(SHARED).leechers).toBe(0);
  });

  it('are told to those who store swarms', () => {
    const { tracker, unserved } = createFixture();
    announce(tracker, ANNA);
    const due = { isReady: () => true, ageSeconds: 0 };
    while (tracker.changes.nextPart(due) !== undefined);
    unserved.add(ANNA.from);
    tracker.dropUnserved();
    expect(tracker.changes.nextPart(due)).toBeDefined();
  });

  it('go a slice at a time where there are many, from the first again when the rules change meanwhile', () => {
    const { tracker, clock, unserved } = createFixture();
    for (let i = 0; i < MANY; i++) {
      announce(tracker, { from: i % 2 === 0 ? '10.0.0.1' : '10.0.0.2', port: 1 + i, key: i, numWant: 0 });
    }
    const peers: number[] = [];
    const walkOn = (ms: number): void => {
      for (let i = 0; i < ms; i++) {
        peers.push(tracker.totals().peers);
        clock.advance(1);
      }
    };
    unserved.add('10.0.0.1');
    tracker.dropUnserved();
    walkOn(10);
    unserved.add('10.0.0.2');
    tracker.dropUnserved();
    walkOn(100);
    expect(peers[0]).toBe(MANY - 1024);
    expect(Math.max(...peers.map((count, i) => (peers[i - 1] ?? count) - count))).toBe(2048);
    expect(tracker.totals()).toMatchObject({ peers: 0, seeders: 0 });
  });

  it('do not come back with what was stored of their swarm', () => {
    const { tracker } = createFixture();
    announce(tracker, ANNA);
    announce(tracker, BEN);
    const snapshots = tracker.snapshot();
    const next = createFixture();
    next.unserved.add(ANNA.from);
    next.tracker.setRestoring(true);
    expect(next.tracker.restore(snapshots)).toEqual([]);
    next.tracker.setRestoring(false);
    expect(next.tracker.peers(SHARED).map(({ address }) => address)).toEqual([BEN.from]);
  });
});

describe('a change of settings', () => {
  it('ends what it does not allow any more: by scope, by local networks, by interface', () => {
    const { tracker, change } = createPolicyFixture(cleanup, { addressScope: 'any', localRanges: ['141.20.1.0/24'] });
    const away = { ...BEN, from: '141.20.1.9' };
    const comeAll = (): void => [ANNA, away, { ...ANNA, from: '141.30.1.7', key: 3, port: 9 }].forEach(come);
    const come = (who: Parameters<typeof announceRequest>[0]): void => void tracker.announce(announceRequest(who));
    const here = (): string[] =>
      tracker
        .peers(SHARED)
        .map(({ address }) => address)
        .sort();
    comeAll();
    expect(here()).toEqual([away.from, '141.30.1.7', ANNA.from]);
    change({ addressScope: 'local' });
    expect(here()).toEqual([away.from, ANNA.from]);
    change({ localRanges: [] });
    expect(here()).toEqual([ANNA.from]);
    change({ addressScope: 'any' });
    comeAll();
    change({ maxOpenSwarms: 10 });
    expect(here()).toHaveLength(3);
  });

  it('ends who is on a filter list, once it is read', async () => {
    const list = join(await temporaryFolder(cleanup), 'blocked.dat');
    await writeFile(list, '192.168.1.3-192.168.1.9\n');
    const { tracker, change, ready } = createPolicyFixture(cleanup);
    announce(tracker, ANNA);
    announce(tracker, BEN);
    change({ ipFilters: [list] });
    await ready();
    expect(tracker.peers(SHARED).map(({ address }) => address)).toEqual([ANNA.from]);
    expect(tracker.announce(announceRequest(BEN)).ok).toBe(false);
  });
});
