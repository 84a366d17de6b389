import { describe, expect, it } from 'vitest';
import {
  announce,
  announceRequest,
  createTrackerFixture,
  ip,
  listed,
  NOT_SHARED,
  peerIdOf,
  SHARED,
} from '../../support/trackerFixture.ts';

const EMPTY = { seeders: 0, leechers: 0, paused: 0, completed: 0, announces: 0, scrapes: 0 };

describe('an announce', () => {
  it('is answered with the other peers, the counts and the intervals', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { from: '192.168.1.3', peerId: peerIdOf('seeder'), leftBytes: 0 });
    const reply = announce(tracker);
    expect(reply).toMatchObject({
      intervalSeconds: 60,
      minIntervalSeconds: 15,
      seeders: 1,
      leechers: 1,
      completed: 0,
    });
    expect(listed(reply)).toEqual(['192.168.1.3 6881']);
  });

  it('never lists its sender, over either family', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 7 });
    expect(listed(announce(tracker, { key: 7, from: 'fd00::2' }))).toEqual([]);
    expect(listed(announce(tracker, { key: 7 }))).toEqual([]);
  });

  it('of a seeder lists no seeders, of a leecher both', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { from: '192.168.1.3', peerId: peerIdOf('one'), leftBytes: 0 });
    announce(tracker, { from: '192.168.1.4', peerId: peerIdOf('two') });
    const seeder = { peerId: peerIdOf('three'), leftBytes: 0, downloadedBytes: 1000 };
    expect(listed(announce(tracker, seeder))).toEqual(['192.168.1.4 6881']);
    expect(listed(announce(tracker)).toSorted()).toEqual(['192.168.1.3 6881', '192.168.1.4 6881']);
  });

  it('with nothing left and nothing ever transferred may come from a magnet link, and lists seeders', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { from: '192.168.1.3', peerId: peerIdOf('seeder'), leftBytes: 0 });
    expect(listed(announce(tracker, { leftBytes: 0 }))).toEqual(['192.168.1.3 6881']);
  });

  it.each([
    { numWant: undefined, count: 50 },
    { numWant: -1, count: 50 },
    { numWant: 0, count: 0 },
    { numWant: 7, count: 7 },
    { numWant: 200, count: 200 },
    { numWant: 100_000, count: 200 },
  ])('that wants $numWant peers gets $count', ({ numWant, count }) => {
    const { tracker } = createTrackerFixture({ seederPort: 6881 });
    for (let i = 0; i < 300; i++) announce(tracker, { from: `10.0.${i >> 8}.${i & 255}`, peerId: peerIdOf(`${i}`) });
    const reply = announce(tracker, { numWant, facing: '192.168.1.1' });
    expect(listed(reply)).toHaveLength(count);
    expect(new Set(listed(reply)).size).toBe(count);
  });

  it('hands all peers out in turn', () => {
    const { tracker } = createTrackerFixture();
    for (let i = 0; i < 100; i++) announce(tracker, { from: `192.168.1.${i + 100}`, peerId: peerIdOf(`${i}`) });
    const seen = new Set(Array.from({ length: 12 }, () => listed(announce(tracker, { numWant: 10 }))).flat());
    expect(seen.size).toBe(100);
  });

  it('that stops is answered without peers, and its sender is gone at once', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { from: '192.168.1.3', peerId: peerIdOf('other') });
    announce(tracker, { key: 1 });
    const reply = announce(tracker, { key: 1, event: 'stopped' });
    expect(listed(reply)).toEqual([]);
    expect(reply.leechers).toBe(1);
    expect(tracker.peers(SHARED)).toHaveLength(1);
  });

  it('that stops in the name of another removes nobody', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 1 });
    announce(tracker, { key: 2, peerId: peerIdOf('stranger'), event: 'stopped' });
    expect(tracker.counts(SHARED).leechers).toBe(1);
  });

  it('with port 0 is refused', () => {
    const { tracker } = createTrackerFixture();
    expect(tracker.announce(announceRequest({ port: 0 }))).toMatchObject({ ok: false, error: { code: 'bad-port' } });
    expect(tracker.totals()).toMatchObject({ refused: 1, announces: 0, peers: 0 });
  });
});

describe('a completion', () => {
  it('counts once per peer, and only with nothing left', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { event: 'started' });
    announce(tracker, { event: 'completed' });
    expect(tracker.counts(SHARED).completed).toBe(0);
    announce(tracker, { event: 'completed', leftBytes: 0 });
    announce(tracker, { event: 'completed', leftBytes: 0 });
    expect(tracker.counts(SHARED)).toMatchObject({ completed: 1, seeders: 1, leechers: 0 });
  });

  it('counts once for a peer that tells over both families', () => {
    const { tracker } = createTrackerFixture();
    for (const from of ['192.168.1.2', 'fd00::2'])
      announce(tracker, { key: 9, from, event: 'completed', leftBytes: 0 });
    expect(tracker.counts(SHARED)).toMatchObject({ completed: 1, seeders: 1 });
  });

  it('is not what a seeder that starts tells', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { event: 'started', leftBytes: 0 });
    expect(tracker.counts(SHARED)).toMatchObject({ completed: 0, seeders: 1 });
  });
});

describe('a peer', () => {
  it('that changes its address is one peer, at its new address', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 5 });
    announce(tracker, { key: 5, from: '192.168.1.77', port: 7000 });
    expect(tracker.counts(SHARED).leechers).toBe(1);
    expect(tracker.peers(SHARED)).toMatchObject([{ address: '192.168.1.77', port: 7000 }]);
  });

  it('without a key is known by its peer-id', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker);
    announce(tracker, { from: '192.168.1.77' });
    expect(tracker.peers(SHARED)).toMatchObject([{ address: '192.168.1.77' }]);
  });

  it('cannot be moved by a stranger that knows its peer-id but not its key', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 5 });
    announce(tracker, { key: 6, from: '192.168.1.77' });
    expect(
      tracker
        .peers(SHARED)
        .map(({ address }) => address)
        .toSorted(),
    ).toEqual(['192.168.1.2', '192.168.1.77']);
  });

  it('that restarts with another peer-id at its endpoint takes the place of the old one', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 5, from: 'fd00::2' });
    announce(tracker, { key: 5 });
    announce(tracker, { key: 6, peerId: peerIdOf('reborn') });
    expect(tracker.counts(SHARED).leechers).toBe(1);
    expect(tracker.peers(SHARED)).toMatchObject([{ address: '192.168.1.2' }]);
  });

  it('that announces over both families is listed in each and counted once', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 5 });
    announce(tracker, { key: 5, from: 'fd00::2', port: 7000 });
    const reply = announce(tracker, { from: '192.168.1.9', peerId: peerIdOf('other') });
    expect(listed(reply)).toEqual(['192.168.1.2 6881', 'fd00::2 7000']);
    expect(reply.leechers).toBe(2);
    expect(listed(announce(tracker, { from: 'fd00::9', peerId: peerIdOf('third'), bothFamilies: false }))).toEqual([
      'fd00::2 7000',
    ]);
  });

  it('expires after eleven minutes of silence, and not before', () => {
    const { tracker, clock } = createTrackerFixture();
    announce(tracker);
    clock.advance(659_000);
    expect(tracker.counts(SHARED).leechers).toBe(1);
    clock.advance(12_000);
    expect(tracker.counts(SHARED).leechers).toBe(0);
    expect(tracker.peers(SHARED)).toEqual([]);
  });

  it('loses only the endpoint it no longer announces', () => {
    const { tracker, clock } = createTrackerFixture();
    announce(tracker, { key: 5, from: 'fd00::2' });
    for (let minutes = 0; minutes < 12; minutes++) {
      announce(tracker, { key: 5 });
      clock.advance(60_000);
    }
    expect(listed(announce(tracker, { from: '192.168.1.9', peerId: peerIdOf('other') }))).toEqual(['192.168.1.2 6881']);
    expect(tracker.counts(SHARED).leechers).toBe(2);
  });

  it('is shown with its client, its transfer and the time of its announce', () => {
    const { tracker, clock } = createTrackerFixture();
    const peerId = Buffer.from('-qB4520-abcdefghijkl');
    clock.advance(5000);
    announce(tracker, { peerId, uploadedBytes: 1, downloadedBytes: 2, leftBytes: 3 });
    const announcedAt = clock.now();
    clock.advance(10_000);
    expect(tracker.peers(SHARED)).toEqual([
      {
        address: '192.168.1.2',
        port: 6881,
        client: 'qBittorrent 4.5.2',
        peerId: peerId.toString('hex'),
        uploadedBytes: 1,
        downloadedBytes: 2,
        leftBytes: 3,
        isPaused: false,
        lastAnnounceAt: announcedAt,
      },
    ]);
  });

  it('beyond the bound of a swarm is answered and not remembered', () => {
    const { tracker } = createTrackerFixture({ config: { maxPeersPerSwarm: 2 } });
    for (const name of ['a', 'b', 'c'])
      announce(tracker, { from: '192.168.1.3', port: name.charCodeAt(0), peerId: peerIdOf(name) });
    expect(listed(announce(tracker, { peerId: peerIdOf('d') }))).toHaveLength(2);
    expect(tracker.counts(SHARED).leechers).toBe(2);
  });
});

describe('a tracker', () => {
  it('refuses what is not shared here, and whoever is not of the local network, in words', () => {
    const { tracker } = createTrackerFixture();
    const refusals = [
      tracker.announce(announceRequest({ infoHash: NOT_SHARED })),
      tracker.announce(announceRequest({ from: '8.8.8.8' })),
      tracker.scrape(NOT_SHARED, { requester: ip('192.168.1.2'), passkey: '' }),
      tracker.scrape(SHARED, { requester: ip('2606:4700::1'), passkey: '' }),
    ].map((outcome) => (outcome.ok ? 'answered' : outcome.error.message));
    expect(refusals).toEqual([
      'this torrent is not shared here',
      'this tracker serves its local network only',
      'this torrent is not shared here',
      'this tracker serves its local network only',
    ]);
    expect(tracker.totals()).toMatchObject({ refused: 4, announces: 0, scrapes: 0 });
  });

  it('scrapes its counts', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { leftBytes: 0, event: 'completed' });
    expect(tracker.scrape(SHARED, { requester: ip('127.0.0.1'), passkey: '' })).toMatchObject({
      ok: true,
      value: { seeders: 1, completed: 1, scrapes: 1 },
    });
    expect(tracker.totals()).toEqual({ swarms: 1, peers: 1, seeders: 1, announces: 1, scrapes: 1, refused: 0 });
  });

  it('forgets a swarm that is removed, with all its peers', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { key: 5 });
    announce(tracker, { key: 5, from: 'fd00::2' });
    announce(tracker, { peerId: peerIdOf('other'), from: '10.0.0.1' });
    tracker.removeSwarm(SHARED);
    expect(tracker.counts(SHARED)).toEqual(EMPTY);
    expect(tracker.peers(SHARED)).toEqual([]);
    expect(tracker.changes.nextPart({ ageSeconds: 0, isReady: () => true })).toBeUndefined();
    tracker.addSwarm(SHARED);
    expect(listed(announce(tracker))).toEqual([]);
    expect(tracker.totals().peers).toBe(1);
  });

  it('stops its timer, however often it is stopped', async () => {
    const { tracker, clock } = createTrackerFixture();
    expect(clock.pendingTasks).toBe(1);
    await tracker.stop();
    await tracker.stop();
    expect(clock.pendingTasks).toBe(0);
  });
});

describe('a partial seed (BEP 21)', () => {
  it('is a leecher that is counted apart, for as long as it says so', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { event: 'paused' });
    announce(tracker, { peerId: peerIdOf('other'), port: 2 });
    expect(tracker.counts(SHARED)).toMatchObject({ leechers: 2, paused: 1 });
    announce(tracker, { event: 'none' });
    expect(tracker.counts(SHARED)).toMatchObject({ leechers: 2, paused: 0 });
    announce(tracker, { event: 'paused' });
    announce(tracker, { event: 'paused' });
    announce(tracker, { event: 'stopped' });
    expect(tracker.counts(SHARED)).toMatchObject({ leechers: 1, paused: 0 });
  });

  it('that has all is a seeder', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { event: 'paused', leftBytes: 0 });
    expect(tracker.counts(SHARED)).toMatchObject({ seeders: 1, leechers: 0, paused: 0 });
  });
});
