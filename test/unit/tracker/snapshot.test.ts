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
    before.clock.advance(100_000);
    const after = createTrackerFixture();
    after.tracker.restore(before.tracker.snapshot());
    after.clock.advance(40_000);
    expect(after.tracker.counts(SHARED).leechers).toBe(1);
    after.clock.advance(25_000);
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

  it('of what changed holds what changed since the last', () => {
    const { tracker, clock } = createTrackerFixture();
    expect(tracker.snapshot('changed')).toEqual([]);
    announce(tracker);
    expect(tracker.snapshot('changed')).toHaveLength(1);
    expect(tracker.snapshot('changed')).toEqual([]);
    expect(tracker.snapshot()).toHaveLength(1);
    clock.advance(200_000);
    expect(tracker.snapshot('changed')).toMatchObject([{ infoHash: SHARED, peers: Uint8Array.of(1) }]);
  });
});
