import { describe, expect, it } from 'vitest';
import { compareRosters, createRosterRows } from '../../../electron/engine/shares/peerRoster.ts';
import { fakePeer, fakeTrackerPeer } from '../../support/fakeShare.ts';

describe('createRosterRows', () => {
  it('shows a peer that is connected and announced once, with the port it announced', () => {
    const rows = createRosterRows(
      { connected: [fakePeer({ port: 40_001 })], announced: [fakeTrackerPeer({ leftBytes: 75 })] },
      100,
    );
    expect(rows).toEqual([expect.objectContaining({ port: 51_413, progress: 0.25, hasAll: false, isConnected: true })]);
  });

  it('keeps a peer that has everything and hung up', () => {
    const rows = createRosterRows({ connected: [], announced: [fakeTrackerPeer()] }, 100);
    expect(rows).toEqual([expect.objectContaining({ progress: 1, hasAll: true, isConnected: false })]);
  });

  it('remembers what it sent to a peer that hung up', () => {
    const announced = [fakeTrackerPeer({ leftBytes: 10 })];
    const before = createRosterRows({ connected: [fakePeer({ uploadedBytes: 90 })], announced }, 100);
    const [row] = createRosterRows({ connected: [], announced }, 100, before);
    expect(row).toMatchObject({ uploadedBytes: 90, uploadRateBytesPerSecond: 0, progress: 0.9 });
  });

  it('pairs several clients of one machine by port, then by name', () => {
    const address = '127.0.0.1';
    const connected = [
      fakePeer({ address, port: 40_001, client: 'Transmission 3.00' }),
      fakePeer({ address, port: 40_002, client: 'aria2 1.36.0' }),
      fakePeer({ address, port: 6001, client: 'qBittorrent 4.5.2' }),
    ];
    const announced = [
      fakeTrackerPeer({ address, port: 6001, client: 'qBittorrent 4.5.2', leftBytes: 1 }),
      fakeTrackerPeer({ address, port: 6002, client: 'aria2 1.36.0', leftBytes: 0, downloadedBytes: 100 }),
      fakeTrackerPeer({ address, port: 6003, client: 'Transmission 3.0.0', leftBytes: 2 }),
    ];
    const rows = createRosterRows({ connected, announced }, 100);
    expect(rows.map(({ client, port, hasAll }) => [client, port, hasAll])).toEqual([
      ['Transmission 3.00', 6003, false],
      ['aria2 1.36.0', 6002, true],
      ['qBittorrent 4.5.2', 6001, false],
    ]);
  });

  it('pairs by peer-id before anything else', () => {
    const [peer, other] = [fakePeer({ port: 40_001 }), fakePeer({ port: 40_002 })];
    const announced = [
      fakeTrackerPeer({ peerId: other.peerId, port: 6002, leftBytes: 2 }),
      fakeTrackerPeer({ peerId: peer.peerId, port: 6001, leftBytes: 1 }),
    ];
    expect(createRosterRows({ connected: [peer, other], announced }, 100).map(({ port }) => port)).toEqual([
      6001, 6002,
    ]);
  });

  it('does not believe a client with only a magnet link that it has everything', () => {
    const connected = [fakePeer({ progress: 0 })];
    const [row] = createRosterRows({ connected, announced: [fakeTrackerPeer({ leftBytes: 0 })] }, 100);
    expect(row).toMatchObject({ hasAll: false, progress: 0 });
  });

  it('takes an empty torrent as held by everyone', () => {
    expect(createRosterRows({ connected: [], announced: [fakeTrackerPeer()] }, 0)[0]?.progress).toBe(1);
  });
});

describe('compareRosters', () => {
  const announced = [fakeTrackerPeer({ leftBytes: 50 })];
  const first = createRosterRows({ connected: [], announced }, 100);
  const connected = createRosterRows({ connected: [fakePeer()], announced }, 100);
  const finished = createRosterRows({ connected: [fakePeer({ progress: 1 })], announced: [] }, 100);

  it('sees who joins, finishes and leaves', () => {
    expect(compareRosters([], first)).toEqual({ joined: first, finished: [], left: [] });
    expect(compareRosters(connected, finished)).toEqual({ joined: [], finished, left: [] });
    expect(compareRosters(finished, [])).toEqual({ joined: [], finished: [], left: finished });
  });

  it('knows a peer again when it connects, and when its announce expires', () => {
    expect(compareRosters(first, connected)).toEqual({ joined: [], finished: [], left: [] });
    expect(compareRosters(connected, createRosterRows({ connected: [fakePeer()], announced: [] }, 100))).toEqual({
      joined: [],
      finished: [],
      left: [],
    });
  });
});

describe('the keys of a roster', () => {
  it('stay when a peer that announced connects, and when it hangs up', () => {
    const announced = [fakeTrackerPeer({ leftBytes: 10 })];
    const alone = createRosterRows({ connected: [], announced }, 100);
    const both = createRosterRows({ connected: [fakePeer()], announced }, 100, alone);
    const gone = createRosterRows({ connected: [], announced }, 100, both);
    expect([both, gone].map((rows) => rows.map(({ key }) => key))).toEqual([[alone[0]?.key], [alone[0]?.key]]);
  });

  it('are never given twice', () => {
    const announced = [fakeTrackerPeer({ port: 1, leftBytes: 10 })];
    const before = createRosterRows({ connected: [fakePeer()], announced }, 100);
    const split = createRosterRows(
      { connected: [fakePeer()], announced: [...announced, fakeTrackerPeer({ port: 51_413 })] },
      100,
      before,
    );
    expect(new Set(split.map(({ key }) => key)).size).toBe(split.length);
  });
});

describe('a roster of ten thousand', () => {
  it('behind one address pairs everyone', () => {
    const address = '10.0.0.1';
    const peerIds = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(40, '0'));
    const connected = peerIds.map((peerId, i) => fakePeer({ address, port: 1 + i, peerId }));
    const announced = peerIds.map((peerId, i) => fakeTrackerPeer({ address, port: 20_000 + i, peerId, leftBytes: 1 }));
    const rows = createRosterRows({ connected, announced: announced.toReversed() }, 100);
    expect(rows).toHaveLength(10_000);
    expect(rows.every(({ port }, i) => port === 20_000 + i)).toBe(true);
    const again = createRosterRows({ connected: [], announced }, 100, rows);
    expect(again.map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  });
});
