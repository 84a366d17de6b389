import { afterEach, describe, expect, it } from 'vitest';
import { MAX_ANNOUNCES } from '../../../electron/engine/policy/announceRates.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { createPolicyFixture, numberedHash, type PolicyFixture } from '../../support/policyFixture.ts';
import { type AnnounceOverrides, announceRequest, ip, listed, peerIdOf, SHARED } from '../../support/trackerFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** `ok`, or why not. */
function ask({ tracker }: PolicyFixture, overrides: AnnounceOverrides): string {
  const outcome = tracker.announce(announceRequest(overrides));
  return outcome.ok ? 'ok' : outcome.error.message;
}

function swarms({ tracker }: PolicyFixture): number {
  return tracker.totals().swarms - 1;
}

describe('an open tracker', () => {
  it('begins a swarm with the first announce, but neither with a goodbye, a scrape nor a port that is none', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open' });
    expect(ask(fixture, { infoHash: numberedHash(1), event: 'stopped' })).toBe('this torrent is not tracked here');
    expect(ask(fixture, { infoHash: numberedHash(1), port: 0 })).toContain('port');
    const scraped = fixture.tracker.scrape(numberedHash(1), { requester: ip('10.0.0.1'), passkey: '' });
    expect(scraped).toMatchObject({ ok: true, value: { seeders: 0, leechers: 0 } });
    expect(swarms(fixture)).toBe(0);
    expect(ask(fixture, { infoHash: numberedHash(1) })).toBe('ok');
    expect(swarms(fixture)).toBe(1);
  });

  it('makes who brought most give way when it is full, empty swarms first', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open', maxOpenSwarms: 100 });
    for (let i = 0; i < 60; i++) ask(fixture, { infoHash: numberedHash(i), from: '10.0.0.66' });
    ask(fixture, { infoHash: numberedHash(30), from: '10.0.0.66', event: 'stopped' });
    for (let i = 0; i < 40; i++) ask(fixture, { infoHash: numberedHash(100 + i), from: '10.0.0.1' });
    expect(swarms(fixture)).toBe(100);
    expect(ask(fixture, { infoHash: numberedHash(200), from: '10.0.0.2' })).toBe('ok');
    expect(swarms(fixture)).toBe(100);
    expect(fixture.crowded).toEqual([['evicted', '10.0.0.66']]);
    for (let i = 0; i < 40; i++) expect(fixture.tracker.look(numberedHash(100 + i))).toBeDefined();
  });

  it('forgets what nobody has been in for a while, and what is stored of it', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open' });
    ask(fixture, { infoHash: numberedHash(1) });
    fixture.clock.advance(800_000);
    expect(fixture.tracker.counts(numberedHash(1)).leechers).toBe(0);
    expect(swarms(fixture)).toBe(1);
    fixture.clock.advance(700_000);
    expect(swarms(fixture)).toBe(0);
    expect(fixture.dropped).toEqual([numberedHash(1)]);
  });

  it('keeps what somebody lists or takes off the list, as long as someone is in it', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open', maxOpenSwarms: 1 });
    const infoHash = numberedHash(1);
    ask(fixture, { infoHash });
    fixture.torrentList.list([{ kind: 'infoHash', infoHash }], 'allow', { kind: 'window' });
    ask(fixture, { infoHash: numberedHash(2) });
    expect(swarms(fixture)).toBe(2);
    fixture.torrentList.unlist([infoHash]);
    ask(fixture, { infoHash: numberedHash(3) });
    fixture.torrentList.list([{ kind: 'infoHash', infoHash: numberedHash(3) }], 'block', { kind: 'window' });
    expect(fixture.tracker.look(numberedHash(3))).toBeUndefined();
    expect(fixture.tracker.look(infoHash)).toBeDefined();
  });

  it('takes up the swarms of before a restart, as far as they fit and are served', () => {
    const before = createPolicyFixture(cleanup, { policy: 'open' });
    for (let i = 0; i < 10; i++) ask(before, { infoHash: numberedHash(i) });
    const snapshots = before.tracker.snapshot();
    const peersAfter = (options: Parameters<typeof createPolicyFixture>[1]): number => {
      const { tracker } = createPolicyFixture(cleanup, options);
      expect(tracker.restore(snapshots)).toEqual([]);
      return tracker.totals().peers;
    };
    expect(peersAfter({ policy: 'open' })).toBe(10);
    expect(peersAfter({ policy: 'open', maxOpenSwarms: 4 })).toBe(4);
    expect(peersAfter({ policy: 'listed' })).toBe(0);
  });
});

describe('peers', () => {
  it('of one address are bounded in a swarm, and answered beyond', () => {
    const fixture = createPolicyFixture(cleanup, { newPeersPerAddress: 50 });
    for (let port = 1; port <= 200; port++) ask(fixture, { port, peerId: peerIdOf(`p${port}`) });
    expect(fixture.tracker.counts(SHARED).leechers).toBe(50);
    expect(fixture.crowded.length).toBe(150);
    expect(fixture.crowded[0]).toEqual(['peers', '192.168.1.2']);
    const outcome = fixture.tracker.announce(announceRequest({ from: '192.168.1.3' }));
    expect(outcome.ok && listed(outcome.value).length).toBe(50);
    fixture.change({ newPeersPerAddress: 60 });
    for (let port = 201; port <= 400; port++) ask(fixture, { port, peerId: peerIdOf(`p${port}`) });
    expect(fixture.tracker.counts(SHARED).leechers).toBe(61);
  });

  it('in all are bounded, and those of an open tracker make room for others', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open', maxTrackerPeers: 100 });
    for (let i = 0; i < 90; i++) ask(fixture, { infoHash: numberedHash(i), from: '10.0.0.66' });
    for (let i = 1; i <= 30; i++) ask(fixture, { from: `10.0.1.${i}`, peerId: peerIdOf(`p${i}`) });
    expect(fixture.tracker.totals().peers).toBe(100);
    fixture.clock.advance(1000);
    expect(fixture.tracker.totals().peers).toBe(95);
    expect(new Set(fixture.crowded.map(([what, address]) => `${what} ${address}`))).toContain('evicted 10.0.0.66');
    expect(fixture.tracker.counts(SHARED).leechers).toBe(10);
    for (let i = 1; i <= 15; i++) ask(fixture, { from: `10.0.1.${i}`, peerId: peerIdOf(`p${i}`) });
    expect(fixture.tracker.counts(SHARED).leechers).toBe(15);
  });
});

describe('announces', () => {
  it('of one peer far too often are refused, and no one else behind its address is', () => {
    const fixture = createPolicyFixture(cleanup);
    const bad = { peerId: peerIdOf('bad'), port: 1 };
    const answers = Array.from({ length: 2 * MAX_ANNOUNCES }, () => ask(fixture, bad));
    expect(answers.filter((answer) => answer === 'ok').length).toBe(MAX_ANNOUNCES);
    expect(answers.at(-1)).toBe('you announce too often: once a minute is enough');
    for (let i = 2; i < 300; i++) expect(ask(fixture, { port: i, peerId: peerIdOf(`good ${i}`) })).toBe('ok');
    expect(ask(fixture, { ...bad, event: 'stopped' })).toBe('ok');
    fixture.clock.advance(60_000);
    expect(ask(fixture, bad)).toBe('ok');
  });

  it('from this computer are not counted', () => {
    const fixture = createPolicyFixture(cleanup);
    const answers = Array.from({ length: 3 * MAX_ANNOUNCES }, () => ask(fixture, { from: '127.0.0.1' }));
    expect(new Set(answers)).toEqual(new Set(['ok']));
  });
});
