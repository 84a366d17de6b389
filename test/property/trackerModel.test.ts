import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnounceEvent } from '../../electron/engine/codec/announceEvent.ts';
import { parsePeerRows } from '../../electron/engine/tracker/swarmSnapshot.ts';
import { createSwarmModel, type SwarmModel } from '../support/swarmModel.ts';
import {
  announce,
  createTrackerFixture,
  listed,
  peerIdOf,
  SHARED,
  type TrackerFixture,
} from '../support/trackerFixture.ts';

/** Long random histories of one swarm, beside a model that is slow and obviously right. */

const MAX_PEERS = 5;

interface Announcement {
  readonly kind: 'announce';
  readonly from: string;
  readonly port: number;
  readonly name: string;
  readonly key: number;
  readonly event: AnnounceEvent;
  readonly leftBytes: number;
}

type Step = Announcement | { readonly kind: 'wait'; readonly seconds: number } | { readonly kind: 'restart' };

const announcement: fc.Arbitrary<Announcement> = fc.record({
  kind: fc.constant('announce'),
  from: fc.constantFrom('192.168.1.2', '192.168.1.3', '10.0.0.4', 'fd00::2', 'fd00::3'),
  port: fc.constantFrom(6881, 6882),
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  key: fc.constantFrom(0, 1, 2),
  event: fc.constantFrom<AnnounceEvent>('none', 'none', 'none', 'started', 'completed', 'stopped', 'paused'),
  leftBytes: fc.constantFrom(0, 0, 1000),
});

/** Whole times of twenty seconds: between 150 and 160 seconds a peer may be there still or gone already. */
const wait: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('wait'), seconds: fc.constantFrom(20, 60, 140, 160) });
const restart: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('restart') });
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: announcement, weight: 12 },
  { arbitrary: wait, weight: 2 },
  { arbitrary: restart, weight: 1 },
);

describe('a swarm', () => {
  it('goes through any history as the model does', () => {
    const reached = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120 }), (steps) => {
        const model = createSwarmModel(MAX_PEERS);
        let fixture = create();
        for (const each of steps) {
          fixture = take(each, fixture, model);
          expect(stateOf(fixture)).toEqual(model.state());
          count(reached, each.kind === 'announce' ? each.event : each.kind);
          const { peers } = model.state();
          if (peers.length >= MAX_PEERS) count(reached, 'full');
          if (peers.some(({ endpoints }) => endpoints.length === 2)) count(reached, 'both families');
        }
      }),
      { numRuns: 300 },
    );
    for (const rare of ['stopped', 'completed', 'wait', 'restart', 'full', 'both families']) {
      expect(reached.get(rare), rare).toBeGreaterThan(5);
    }
  });
});

function create(): TrackerFixture {
  return createTrackerFixture({ config: { maxPeersPerSwarm: MAX_PEERS } });
}

function take(each: Step, fixture: TrackerFixture, model: SwarmModel): TrackerFixture {
  switch (each.kind) {
    case 'wait':
      fixture.clock.advance(each.seconds * 1000);
      model.wait(each.seconds);
      return fixture;
    case 'restart': {
      const fresh = create();
      expect(fresh.tracker.restore(fixture.tracker.snapshot())).toEqual([]);
      return fresh;
    }
    case 'announce': {
      const { from, port, key, event, leftBytes, name } = each;
      // Bytes were moved: a seeder is not taken for the owner of a bare magnet link.
      const transfer = { leftBytes, downloadedBytes: 1 };
      const reply = announce(fixture.tracker, {
        from,
        port,
        key,
        event,
        ...transfer,
        peerId: peerIdOf(name),
        numWant: 200,
      });
      const expected = model.announce(each);
      expect(listed(reply).toSorted()).toEqual(expected);
      return fixture;
    }
  }
}

function stateOf({ tracker }: TrackerFixture): ReturnType<SwarmModel['state']> {
  const [snapshot] = tracker.snapshot();
  const rows = parsePeerRows(snapshot?.peers ?? new Uint8Array(0));
  if (!rows.ok) throw new Error(rows.error.message);
  const { seeders, leechers, completed } = tracker.counts(SHARED);
  const peers = rows.value.map(({ peerId, key, leftBytes, isCompletionCounted, ipv4, ipv6 }) => ({
    name: Buffer.from(peerId).toString().slice(8).replaceAll('.', ''),
    key,
    isSeeder: leftBytes === 0,
    isCompletionCounted,
    endpoints: [ipv4, ipv6].flatMap((row) => (row === undefined ? [] : [Buffer.from(row.endpoint).toString('hex')])),
  }));
  return { seeders, leechers, completed, peers: peers.toSorted(byName) };
}

function byName(a: { name: string; key: number }, b: { name: string; key: number }): number {
  return a.name === b.name ? a.key - b.key : a.name < b.name ? -1 : 1;
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
