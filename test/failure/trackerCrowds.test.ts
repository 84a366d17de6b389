import { afterEach, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { createPolicyFixture, numberedHash, type PolicyFixture } from '../support/policyFixture.ts';
import { type AnnounceOverrides, announceRequest, ip, peerIdOf, SHARED } from '../support/trackerFixture.ts';

/** One address that announces a million of something: what it takes is bounded, and others are served as before. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const MILLION = 1_000_000;
const BAD = '10.0.0.66';
const base = announceRequest({ from: BAD });

function ask({ tracker }: PolicyFixture, overrides: AnnounceOverrides): boolean {
  return tracker.announce(announceRequest(overrides)).ok;
}

/** A peer-id for each number, without making text of it. */
function numberedPeer(number: number): Uint8Array {
  const peerId = Uint8Array.from(base.peerId);
  new DataView(peerId.buffer).setUint32(16, number);
  return peerId;
}

function namesOf({ crowded }: PolicyFixture): ReadonlySet<string> {
  return new Set(crowded.map(([what, address]) => `${what} ${address}`));
}

/** A hall of three hundred behind one address: each of them gets its answer and is in the swarm. */
function hallIsServed(fixture: PolicyFixture, infoHash = SHARED): boolean {
  const before = fixture.tracker.counts(infoHash).leechers;
  for (let i = 1; i <= 300; i++) {
    if (!ask(fixture, { infoHash, from: '192.168.7.1', port: 20_000 + i, peerId: peerIdOf(`hall ${i}`) })) return false;
  }
  return fixture.tracker.counts(infoHash).leechers === before + 300;
}

describe.each(['shares', 'open'] as const)('with the policy %s', (policy) => {
  it('a million ports and peer-ids of one address', () => {
    const fixture = createPolicyFixture(cleanup, { policy });
    const request = { ...base };
    for (let i = 0; i < MILLION; i++) {
      const outcome = fixture.tracker.announce({ ...request, port: 1 + (i % 65_535), peerId: numberedPeer(i) });
      if (!outcome.ok) throw new Error(`announce ${i} was refused: ${outcome.error.message}`);
    }
    expect(fixture.tracker.counts(SHARED).leechers).toBe(1000);
    expect(namesOf(fixture)).toEqual(new Set([`peers ${BAD}`]));
    expect(hallIsServed(fixture)).toBe(true);
  });

  it('a million info-hashes of one address', () => {
    const fixture = createPolicyFixture(cleanup, { policy });
    let served = 0;
    for (let i = 0; i < MILLION; i++) {
      if (fixture.tracker.announce({ ...base, infoHash: numberedHash(i) }).ok) served++;
    }
    const isOpen = policy === 'open';
    expect(served).toBe(isOpen ? 5000 : 0);
    expect(fixture.tracker.totals().swarms).toBe(isOpen ? 5001 : 1);
    expect(fixture.refusedTorrents.entries().length).toBe(51);
    expect(namesOf(fixture)).toEqual(new Set(isOpen ? [`swarms ${BAD}`] : []));
    expect(hallIsServed(fixture)).toBe(true);
    expect(ask(fixture, { from: '192.168.7.2', infoHash: numberedHash(2 * MILLION) })).toBe(isOpen);
  });
});

describe('an open tracker', () => {
  it('that a hundred addresses bring two thousand torrents each to holds what it may, and who brought few loses none', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open', maxOpenSwarms: 5000 });
    const quiet = Array.from({ length: 20 }, (_, i) => numberedHash(5 * MILLION + i));
    for (const infoHash of quiet) ask(fixture, { infoHash, from: '192.168.7.2' });
    for (let i = 0; i < 200_000; i++) {
      const requester = BADS[i % BADS.length] ?? base.requester;
      fixture.tracker.announce({ ...base, requester, infoHash: numberedHash(i) });
    }
    expect(fixture.tracker.totals().swarms).toBe(5001);
    expect(quiet.filter((infoHash) => fixture.tracker.look(infoHash) === undefined)).toEqual([]);
    expect(namesOf(fixture).has('evicted 192.168.7.2')).toBe(false);
    expect(hallIsServed(fixture, quiet[0])).toBe(true);
    // Silent peers are forgotten after eleven minutes, and swarms without any ten minutes later.
    fixture.clock.advance(1_500_000);
    expect(fixture.tracker.totals()).toMatchObject({ swarms: 1, peers: 0 });
  });

  it('begins nothing for a million scrapes', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open' });
    const from = { requester: base.requester, passkey: '' };
    for (let i = 0; i < MILLION; i++) fixture.tracker.scrape(numberedHash(i), from);
    expect(fixture.tracker.totals()).toMatchObject({ swarms: 1, scrapes: MILLION });
  });
});

const BADS = Array.from({ length: 100 }, (_, i) => ip(`10.0.1.${i + 1}`));
