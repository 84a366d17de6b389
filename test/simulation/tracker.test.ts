import { describe, expect, it } from 'vitest';
import { announce, createTrackerFixture, listed, peerIdOf, SHARED } from '../support/trackerFixture.ts';

/** An event: 300 laptops fetch one share within three hours, on a virtual clock. */

const LAPTOPS = 300;
const MINUTES = 180;
const MINUTE_MS = 60_000;
const BYTES = 1_000_000;

type Stage = 'away' | 'fetching' | 'seeding' | 'gone';

interface Laptop {
  readonly name: string;
  readonly from: string;
  readonly arrivesAt: number;
  readonly fetchesMinutes: number;
  readonly leavesAt: number;
  /** Whether it says goodbye, or its lid is closed. */
  readonly isPolite: boolean;
  readonly known: Set<string>;
  stage: Stage;
  leftAt: number;
}

function createLaptops(): Laptop[] {
  return Array.from({ length: LAPTOPS }, (_, i) => ({
    name: `laptop${i}`,
    from: `10.20.${i % 3}.${1 + Math.floor(i / 3)}`,
    arrivesAt: i % 90,
    fetchesMinutes: 5 + (i % 11),
    leavesAt: (i % 90) + 30 + (i % 47),
    isPolite: i % 4 !== 0,
    known: new Set<string>(),
    stage: 'away',
    leftAt: Number.POSITIVE_INFINITY,
  }));
}

function stageAt(laptop: Laptop, minute: number): Stage {
  if (minute < laptop.arrivesAt) return 'away';
  if (minute >= laptop.leavesAt) return 'gone';
  return minute < laptop.arrivesAt + laptop.fetchesMinutes ? 'fetching' : 'seeding';
}

describe('a hall of laptops', () => {
  it('is known as it is in every minute, and everybody finds enough others', () => {
    const { tracker, clock } = createTrackerFixture({ seederPort: 7777 });
    const laptops = createLaptops();
    let most = 0;
    for (let minute = 0; minute < MINUTES; minute++) {
      for (const laptop of laptops) visit(laptop, minute);
      const { seeders, leechers } = tracker.counts(SHARED);
      const present = (stage: Stage) => laptops.filter((laptop) => laptop.stage === stage).length;
      // Who closed its lid is missed after eleven minutes; all others are as they say.
      const forgotten = laptops.filter(
        ({ isPolite, leftAt }) => !isPolite && minute - leftAt >= 0 && minute - leftAt < 12,
      ).length;
      expect(leechers).toBe(present('fetching'));
      expect(seeders - 1).toBeGreaterThanOrEqual(present('seeding'));
      expect(seeders - 1).toBeLessThanOrEqual(present('seeding') + forgotten);
      most = Math.max(most, seeders + leechers);
      clock.advance(MINUTE_MS);
    }
    expect(most).toBeGreaterThan(100);
    expect(tracker.counts(SHARED)).toMatchObject({ seeders: 1, leechers: 0, completed: LAPTOPS });
    for (const { known, name } of laptops) expect(known.size, name).toBeGreaterThan(0);
    expect(new Set(laptops.flatMap(({ known }) => [...known])).size).toBe(LAPTOPS + 1);

    function visit(laptop: Laptop, minute: number): void {
      const before = laptop.stage;
      laptop.stage = stageAt(laptop, minute);
      if (laptop.stage === 'away' || before === 'gone') return;
      if (laptop.stage === 'gone') laptop.leftAt = minute;
      if (laptop.stage === 'gone' && !laptop.isPolite) return;
      const isFetching = laptop.stage === 'fetching';
      const reply = announce(tracker, {
        from: laptop.from,
        facing: '10.20.0.254',
        peerId: peerIdOf(laptop.name),
        key: 1,
        leftBytes: isFetching ? BYTES : 0,
        downloadedBytes: isFetching ? 0 : BYTES,
        event: eventOf(before, laptop.stage),
      });
      const endpoints = listed(reply);
      expect(endpoints).not.toContain(`${laptop.from} 6881`);
      expect(endpoints.length).toBeLessThanOrEqual(50);
      for (const endpoint of endpoints) laptop.known.add(endpoint);
    }
  });
});

function eventOf(before: Stage, now: Stage): 'started' | 'completed' | 'stopped' | 'none' {
  if (before === now) return 'none';
  if (now === 'gone') return 'stopped';
  return now === 'seeding' ? 'completed' : 'started';
}
