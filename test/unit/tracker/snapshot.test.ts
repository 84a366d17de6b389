import { describe, expect, it } from 'vitest';
import {
  type PeerRow,
  parsePeerRows,
  type SnapshotError,
  writePeerRows,
} from '../../../electron/engine/tracker/swarmSnapshot.ts';
import { success } from '../../../shared/result.ts';
import { announce, createTrackerFixture, listed, NOT_SHARED, peerIdOf, SHARED } from '../../support/trackerFixture.ts';

const transfer = { leftBytes: 1, uploadedBytes: 2, downloadedBytes: Number.MAX_SAFE_INTEGER };
const both: PeerRow = {
  ...transfer,
  peerId: Uint8Array.from(peerIdOf('both')),
  key: 0xffff_ffff,
  isCompletionCounted: true,
  ipv4: { endpoint: Uint8Array.of(10, 0, 0, 1, 26, 225), idleMs: 5000 },
  ipv6: { endpoint: new Uint8Array(18).fill(9), idleMs: 0 },
};
const ipv4Only: PeerRow = { ...both, key: 0, isCompletionCounted: false, ipv6: undefined };
const ipv6Only: PeerRow = { ...both, ipv4: undefined };
const ROW_BYTES = 81;

describe('peer rows', () => {
  it.each([{ rows: [] }, { rows: [ipv4Only] }, { rows: [ipv6Only, both, ipv4Only] }])(
    'are read as written: $rows.length',
    ({ rows }) => {
      const bytes = writePeerRows(rows);
      expect(bytes).toHaveLength(1 + rows.length * ROW_BYTES);
      expect(parsePeerRows(bytes)).toEqual(success(rows));
    },
  );

  it('that were never written are none', () => {
    expect(parsePeerRows(new Uint8Array(0))).toEqual(success([]));
  });

  const whole = writePeerRows([both]);
  const damaged = (at: number, ...values: readonly number[]): Uint8Array => {
    const bytes = whole.slice();
    bytes.set(values, at);
    return bytes;
  };
  const rejects: readonly {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly code: SnapshotError['code'];
  }[] = [
    { name: 'another version', bytes: damaged(0, 2), code: 'unknown-version' },
    { name: 'half a row', bytes: whole.subarray(0, 40), code: 'bad-length' },
    { name: 'a peer without endpoints', bytes: damaged(25, 0), code: 'bad-row' },
    { name: 'a negative count', bytes: damaged(58, 0xc0), code: 'bad-row' },
    { name: 'a count that is none', bytes: damaged(58, 0x7f, 0xf8), code: 'bad-row' },
  ];
  it.each(rejects)('with $name are refused', ({ bytes, code }) => {
    expect(parsePeerRows(bytes)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('a snapshot', () => {
  it('brings swarm, peers and counters into another tracker', () => {
    const before = createTrackerFixture();
    announce(before.tracker, { key: 5, leftBytes: 0, event: 'completed', uploadedBytes: 7 });
    announce(before.tracker, { key: 5, from: 'fd00::2', leftBytes: 0 });
    announce(before.tracker, { key: 6, from: '192.168.1.3', peerId: peerIdOf('other') });
    before.clock.advance(30_000);
    const after = createTrackerFixture();
    expect(after.tracker.restore(before.tracker.snapshot())).toEqual([]);
    expect(after.tracker.counts(SHARED)).toEqual(before.tracker.counts(SHARED));
    const rows = (fixture: typeof after) =>
      fixture.tracker.peers(SHARED).toSorted((a, b) => (a.address < b.address ? -1 : 1));
    expect(rows(after)).toEqual(rows(before).map((row) => ({ ...row, lastAnnounceAt: row.lastAnnounceAt - 30_000 })));
    expect(listed(announce(after.tracker, { from: '10.0.0.1', peerId: peerIdOf('new') }))).toHaveLength(3);
    announce(after.tracker, { key: 5, leftBytes: 0, event: 'completed' });
    expect(after.tracker.counts(SHARED).completed).toBe(1);
  });

  it('counts the time that passed before it against a peer, and not the time since', () => {
    const before = createTrackerFixture();
    announce(before.tracker);
    before.clock.advance(600_000);
    const after = createTrackerFixture();
    after.tracker.restore(before.tracker.snapshot());
    after.clock.advance(40_000);
    expect(after.tracker.counts(SHARED).leechers).toBe(1);
    after.clock.advance(35_000);
    expect(after.tracker.counts(SHARED).leechers).toBe(0);
  });

  it('adds to what was counted since the start', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker);
    tracker.restore([{ infoHash: SHARED, completed: 3, announces: 10, scrapes: 4, peers: new Uint8Array(0) }]);
    expect(tracker.counts(SHARED)).toMatchObject({ completed: 3, announces: 11, scrapes: 4 });
  });

  it('of a torrent that is not tracked is ignored, and one that cannot be read is told', () => {
    const { tracker } = createTrackerFixture();
    const none = { completed: 0, announces: 0, scrapes: 0 };
    const errors = tracker.restore([
      { infoHash: NOT_SHARED, ...none, peers: new Uint8Array(0) },
      { infoHash: SHARED, ...none, peers: Uint8Array.of(99) },
    ]);
    expect(errors).toMatchObject([{ code: 'unknown-version' }]);
    expect(tracker.totals().swarms).toBe(1);
  });

  it('leaves alone who announced since, and takes in who did not', () => {
    const before = createTrackerFixture();
    announce(before.tracker, { key: 5, port: 1, uploadedBytes: 7, peerId: peerIdOf('moved') });
    announce(before.tracker, { key: 5, from: 'fd00::2', port: 1, peerId: peerIdOf('moved') });
    announce(before.tracker, { key: 6, port: 2, peerId: peerIdOf('renamed') });
    announce(before.tracker, { key: 6, from: 'fd00::2', port: 2, peerId: peerIdOf('renamed') });
    announce(before.tracker, { key: 7, port: 3, peerId: peerIdOf('silent') });
    announce(before.tracker, { key: 8, port: 4, peerId: peerIdOf('replaced') });
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 5, port: 11, uploadedBytes: 9, peerId: peerIdOf('moved') });
    announce(tracker, { key: 6, port: 2, peerId: peerIdOf('newName'), leftBytes: 0 });
    announce(tracker, { key: 9, port: 4, peerId: peerIdOf('other') });
    tracker.restore(before.tracker.snapshot());
    const names = tracker.peers(SHARED).map(({ peerId }) => Buffer.from(peerId, 'hex').toString().slice(8));
    expect(names.toSorted()).toEqual(['moved.......', 'newName.....', 'other.......', 'silent......']);
    expect(tracker.totals()).toMatchObject({ peers: 4, seeders: 1 });
    expect(tracker.peers(SHARED)).toContainEqual(expect.objectContaining({ port: 11, uploadedBytes: 9 }));
    expect(listed(announce(tracker, { key: 1, port: 5, peerId: peerIdOf('asks') })).toSorted()).toEqual([
      '192.168.1.2 11',
      '192.168.1.2 2',
      '192.168.1.2 3',
      '192.168.1.2 4',
      'fd00::2 1',
      'fd00::2 2',
    ]);
  });

  it('brings back nobody who said goodbye while it was being read', () => {
    const before = createTrackerFixture();
    announce(before.tracker);
    const { tracker } = createTrackerFixture();
    tracker.setRestoring(true);
    announce(tracker, { event: 'stopped' });
    tracker.restore(before.tracker.snapshot());
    expect(tracker.totals().peers).toBe(0);
    tracker.setRestoring(false);
    tracker.restore(before.tracker.snapshot());
    expect(tracker.totals().peers).toBe(1);
  });
});

describe('what changed', () => {
  const due = { ageSeconds: 0, isReady: () => true };

  it('is had once, peers with their counters', () => {
    const { tracker, clock } = createTrackerFixture();
    expect(tracker.changes.nextPart(due)).toBeUndefined();
    announce(tracker);
    expect([...tracker.changes.waiting()]).toEqual([SHARED]);
    expect(tracker.changes.nextPart(due)).toMatchObject({ infoHash: SHARED, announces: 1, part: 0, parts: 1 });
    expect(tracker.changes.nextPart(due)).toBeUndefined();
    expect(tracker.changes.nextCounters(due)).toBeUndefined();
    clock.advance(700_000);
    expect(tracker.changes.nextPart(due)).toMatchObject({ infoHash: SHARED, peers: Uint8Array.of(1) });
  });

  it('waits until it is old enough and ready', () => {
    const { tracker, clock } = createTrackerFixture();
    announce(tracker);
    expect(tracker.changes.nextPart({ ...due, ageSeconds: 2 })).toBeUndefined();
    clock.advance(2000);
    expect(tracker.changes.nextPart({ ageSeconds: 2, isReady: () => false })).toBeUndefined();
    expect(tracker.changes.nextPart({ ...due, ageSeconds: 2 })).toMatchObject({ infoHash: SHARED });
  });

  it('gives counters ahead of peers that have to wait', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker);
    const counters = { infoHash: SHARED, announces: 1, completed: 0, scrapes: 0 };
    expect(tracker.changes.nextCounters(due)).toEqual(counters);
    expect(tracker.changes.nextCounters(due)).toBeUndefined();
    expect(tracker.changes.nextPart(due)).toMatchObject(counters);
  });

  it('comes in parts where there are many peers, each peer in one', () => {
    const { tracker } = createTrackerFixture();
    const count = 5000;
    for (let i = 0; i < count; i++)
      announce(tracker, { key: i, port: 1 + i, from: i % 3 === 0 ? 'fd00::2' : '10.0.0.1' });
    const fresh = createTrackerFixture();
    const numbers: number[] = [];
    let parts = 0;
    for (let next = tracker.changes.nextPart(due); next !== undefined; next = tracker.changes.nextPart(due)) {
      numbers.push(next.part);
      parts = next.parts;
      expect(fresh.tracker.restore([{ ...next, announces: 0 }])).toEqual([]);
    }
    expect(parts).toBe(4);
    expect(numbers).toEqual([3, 2, 1, 0]);
    expect(fresh.tracker.totals()).toMatchObject({ peers: count });
  });
});
