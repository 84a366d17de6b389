import { describe, expect, it } from 'vitest';
import type { Tracker } from '../../../electron/engine/tracker/tracker.ts';
import {
  announce,
  type AnnounceOverrides,
  createTrackerFixture,
  listed,
  peerIdOf,
  SHARED,
} from '../../support/trackerFixture.ts';

/** Which addresses a requester is told: what it can reach, nearest first. */

function withPeersAt(...addresses: readonly string[]): Tracker {
  const { tracker } = createTrackerFixture();
  for (const [i, from] of addresses.entries()) announce(tracker, { from, peerId: peerIdOf(`peer${i}`) });
  return tracker;
}

function told(tracker: Tracker, overrides: AnnounceOverrides): string[] {
  return listed(announce(tracker, { peerId: peerIdOf('requester'), port: 1, ...overrides }));
}

describe('peers in a reply', () => {
  it('stand in the order of their distance', () => {
    const tracker = withPeersAt('10.9.9.9', '192.168.1.7', '172.16.0.1', '192.168.1.8');
    const endpoints = told(tracker, {});
    expect(new Set(endpoints.slice(0, 2))).toEqual(new Set(['192.168.1.7 6881', '192.168.1.8 6881']));
    expect(new Set(endpoints.slice(2))).toEqual(new Set(['10.9.9.9 6881', '172.16.0.1 6881']));
    expect(told(tracker, { numWant: 2 })).toEqual(expect.arrayContaining(['192.168.1.7 6881', '192.168.1.8 6881']));
  });

  it('of the own subnet come first over IPv6 as well', () => {
    const tracker = withPeersAt('fd00:0:0:1::7', 'fd00:0:0:2::7', 'fd00:0:0:1::8');
    const endpoints = told(tracker, { from: 'fd00:0:0:2::1', bothFamilies: false });
    expect(endpoints[0]).toBe('fd00:0:0:2::7 6881');
    expect(endpoints).toHaveLength(3);
  });

  it('that announced over loopback are told at the address that faces the requester', () => {
    const tracker = withPeersAt('127.0.0.1', '::1');
    expect(told(tracker, { facing: '192.168.1.1' })).toEqual(['192.168.1.1 6881']);
    expect(told(tracker, { from: 'fd00::9', facing: 'fd00::1' })).toEqual(['fd00::1 6881']);
    expect(told(tracker, { from: '127.0.0.1', facing: '127.0.0.1' })).toEqual(['127.0.0.1 6881', '::1 6881']);
  });

  it('that announced over loopback stay untold when no address faces the requester', () => {
    const tracker = withPeersAt('127.0.0.1');
    expect(told(tracker, {})).toEqual([]);
    expect(told(tracker, { facing: '127.0.0.1' })).toEqual([]);
  });

  it('with link-local addresses are told on link-local networks only', () => {
    const tracker = withPeersAt('169.254.1.1', 'fe80::1');
    expect(told(tracker, {})).toEqual([]);
    expect(told(tracker, { from: '169.254.1.2', bothFamilies: false })).toEqual(['169.254.1.1 6881']);
  });

  it('of the other family fill what the own family leaves', () => {
    const tracker = withPeersAt('192.168.1.7', 'fd00::7', 'fd00::8');
    expect(told(tracker, { numWant: 2 })).toEqual(['192.168.1.7 6881', expect.stringMatching(/^fd00::[78] 6881$/)]);
    expect(told(tracker, { bothFamilies: false })).toEqual(['192.168.1.7 6881']);
  });

  it('are looked for within a bound in a swarm of any size', () => {
    const { tracker } = createTrackerFixture();
    for (let i = 0; i < 2000; i++) announce(tracker, { from: `10.0.${i >> 8}.${i & 255}`, peerId: peerIdOf(`${i}`) });
    announce(tracker, { from: '192.168.1.7', peerId: peerIdOf('near') });
    expect(told(tracker, { numWant: 30 })).toHaveLength(30);
  });
});

describe('the own seeder', () => {
  it('comes first, at the address that faces the requester, and counts as a seeder', () => {
    const { tracker } = createTrackerFixture({ seederPort: 7777 });
    announce(tracker, { from: '192.168.1.9', peerId: peerIdOf('other') });
    const reply = announce(tracker, { facing: '192.168.1.1' });
    expect(listed(reply)).toEqual(['192.168.1.1 7777', '192.168.1.9 6881']);
    expect(reply.ipv4.peerIdAt(0)).toBeUndefined();
    expect(reply.ipv4.peerIdAt(1)).toEqual(peerIdOf('other'));
    expect(reply).toMatchObject({ seeders: 1, leechers: 2 });
    expect(tracker.counts(SHARED).seeders).toBe(1);
  });

  it.each([
    { who: 'a seeder', overrides: { leftBytes: 0, downloadedBytes: 1, facing: '192.168.1.1' } },
    { who: 'one who wants nobody', overrides: { numWant: 0, facing: '192.168.1.1' } },
    { who: 'one whom no address faces', overrides: {} },
    { who: 'one faced by loopback from elsewhere', overrides: { facing: '127.0.0.1' } },
    { who: 'one faced in another family', overrides: { facing: 'fd00::1' } },
  ])('is not told to $who', ({ overrides }) => {
    const { tracker } = createTrackerFixture({ seederPort: 7777 });
    expect(listed(announce(tracker, overrides))).toEqual([]);
  });
});

describe('a claimed address', () => {
  it('counts from loopback', () => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { from: '127.0.0.1', claimed: '192.168.1.50' });
    expect(tracker.peers(SHARED)).toMatchObject([{ address: '192.168.1.50' }]);
  });

  it.each([
    { name: 'from elsewhere', from: '192.168.1.2', claimed: '192.168.1.50', expected: '192.168.1.2' },
    { name: 'that nobody can have', from: '127.0.0.1', claimed: '0.0.0.0', expected: '127.0.0.1' },
  ])('does not count $name', ({ from, claimed, expected }) => {
    const { tracker } = createTrackerFixture();
    announce(tracker, { from, claimed });
    expect(tracker.peers(SHARED)).toMatchObject([{ address: expected }]);
  });

  it('of a public network is refused like its owner', () => {
    const { tracker } = createTrackerFixture();
    expect(() => announce(tracker, { from: '127.0.0.1', claimed: '8.8.8.8' })).toThrow('local network only');
  });
});
