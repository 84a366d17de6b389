import { afterEach, describe, expect, it } from 'vitest';
import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { interfaceAt } from '../../support/interfaces.ts';
import { createPolicyFixture, numberedHash, type PolicyFixture } from '../../support/policyFixture.ts';
import { announceRequest, type AnnounceOverrides, SHARED } from '../../support/trackerFixture.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const LISTED = numberedHash(1);
const OTHER = numberedHash(2);
const BLOCKED = numberedHash(3);
const BY = { kind: 'window' } as const;

function start(policy: TrackerPolicy): PolicyFixture {
  const fixture = createPolicyFixture(cleanup, { policy });
  fixture.torrentList.list([{ kind: 'infoHash', infoHash: LISTED }], 'allow', BY);
  fixture.torrentList.list([{ kind: 'infoHash', infoHash: BLOCKED }], 'block', BY);
  return fixture;
}

/** `ok`, or why not. */
function ask({ tracker }: PolicyFixture, overrides: AnnounceOverrides): string {
  const outcome = tracker.announce(announceRequest(overrides));
  return outcome.ok ? 'ok' : outcome.error.message;
}

const NOT_SHARED = 'this torrent is not shared here';
const NOT_LISTED = 'this torrent is neither shared here nor on the list of this tracker';
const IS_BLOCKED = 'this torrent is blocked on this tracker';
const NOT_LOCAL = 'this tracker serves its local network only';
const NOT_THIS_NETWORK = 'your network is not served by this tracker';
const NOBODY = 'this tracker serves people with a passkey, and knows nobody yet';

describe.each([
  { policy: 'shares', shared: 'ok', listed: NOT_SHARED, other: NOT_SHARED, blocked: IS_BLOCKED },
  { policy: 'listed', shared: 'ok', listed: 'ok', other: NOT_LISTED, blocked: IS_BLOCKED },
  { policy: 'open', shared: 'ok', listed: 'ok', other: 'ok', blocked: IS_BLOCKED },
  { policy: 'private', shared: NOBODY, listed: NOBODY, other: NOBODY, blocked: NOBODY },
] as const)('with the policy $policy', ({ policy, shared, listed, other, blocked }) => {
  it('serves what it says, over announce and scrape', () => {
    const fixture = start(policy);
    const answers = [SHARED, LISTED, OTHER, BLOCKED].map((infoHash) => ask(fixture, { infoHash }));
    expect(answers).toEqual([shared, listed, other, blocked]);
    const { requester } = announceRequest();
    const scraped = [SHARED, LISTED, OTHER, BLOCKED].map((infoHash) => {
      const outcome = fixture.tracker.scrape(infoHash, { requester, passkey: '' });
      return outcome.ok ? 'ok' : outcome.error.message;
    });
    expect(scraped).toEqual(answers);
  });

  it('serves nobody from outside', () => {
    expect(ask(start(policy), { from: '8.8.8.8' })).toBe(NOT_LOCAL);
  });
});

describe('private', () => {
  it('asks who it is before it tells what is served', () => {
    const why = { code: 'bad-passkey', message: 'unknown passkey' } as const;
    const people = { refusalOf: ({ passkey }: { passkey: string }) => (passkey === 'good' ? undefined : why) };
    const fixture = createPolicyFixture(cleanup, { policy: 'private', people });
    expect(ask(fixture, { passkey: 'bad', infoHash: OTHER })).toBe('unknown passkey');
    expect(ask(fixture, { passkey: 'good' })).toBe('ok');
    expect(ask(fixture, { passkey: 'good', infoHash: OTHER })).toBe(NOT_LISTED);
  });
});

describe('a block', () => {
  it('counts for what is shared here as well, at once, and its swarm stays when it is lifted', () => {
    const fixture = start('shares');
    expect(ask(fixture, {})).toBe('ok');
    fixture.torrentList.list([{ kind: 'infoHash', infoHash: SHARED }], 'block', BY);
    expect(ask(fixture, {})).toBe(IS_BLOCKED);
    fixture.torrentList.unlist([SHARED]);
    expect(fixture.dropped).toEqual([]);
    expect(ask(fixture, {})).toBe('ok');
    expect(fixture.tracker.counts(SHARED).announces).toBe(2);
  });
});

describe('a change of the policy', () => {
  it('forgets what is not served any more at once, never a share, and tells how much', () => {
    const fixture = start('open');
    for (const infoHash of [SHARED, LISTED, OTHER]) ask(fixture, { infoHash });
    fixture.change({ policy: 'listed' });
    expect(fixture.tracker.infoHashes()).toEqual([SHARED, LISTED]);
    fixture.change({ policy: 'shares' });
    expect(fixture.tracker.infoHashes()).toEqual([SHARED]);
    expect(fixture.dropped).toEqual([OTHER, LISTED]);
    expect(fixture.unserved).toEqual([1, 1]);
    expect(fixture.tracker.counts(SHARED).leechers).toBe(1);
  });

  it('leaves what is served again before it was forgotten', () => {
    const fixture = createPolicyFixture(cleanup, { policy: 'open' });
    for (let i = 0; i < 3000; i++) ask(fixture, { infoHash: numberedHash(100 + i) });
    fixture.change({ policy: 'shares' });
    expect(fixture.tracker.infoHashes().length).toBe(1001);
    fixture.change({ policy: 'open' });
    fixture.clock.advance(5000);
    expect(fixture.tracker.infoHashes().length).toBe(1001);
    fixture.change({ policy: 'shares' });
    expect(fixture.tracker.infoHashes()).toEqual([SHARED]);
  });

  it('takes effect for interfaces, of the tracker and the seeder', () => {
    const machine = ['eth0 192.168.1.1/24', 'lab0 141.20.5.1/16'].map(interfaceAt);
    const fixture = createPolicyFixture(cleanup, { machine });
    const [nearby, lab] = ['192.168.1.2', '141.20.9.9'];
    expect([ask(fixture, { from: nearby }), ask(fixture, { from: lab })]).toEqual(['ok', NOT_LOCAL]);
    fixture.change({ interfaceScopes: ['eth0=none', 'lab0=any'] });
    expect([ask(fixture, { from: nearby }), ask(fixture, { from: lab })]).toEqual([NOT_THIS_NETWORK, 'ok']);
    expect([fixture.serves(nearby), fixture.serves(lab), fixture.serves('127.0.0.1')]).toEqual([false, true, true]);
    expect(machine.map(fixture.isClosed)).toEqual([true, false]);
    fixture.change({ interfaceScopes: [] });
    expect([ask(fixture, { from: nearby }), ask(fixture, { from: lab })]).toEqual(['ok', NOT_LOCAL]);
    expect(machine.map(fixture.isClosed)).toEqual([false, false]);
  });

  it('takes effect for addresses, their ranges and clients', () => {
    const fixture = start('shares');
    fixture.change({ localRanges: ['8.8.0.0/16', '2a00:1450::/32'] });
    expect(ask(fixture, { from: '8.8.1.1' })).toBe('ok');
    expect(ask(fixture, { from: '2a00:1450::1' })).toBe('ok');
    expect(ask(fixture, { from: '8.9.1.1' })).not.toBe('ok');
    fixture.change({ addressScope: 'any', localRanges: [] });
    expect(ask(fixture, { from: '8.9.1.1' })).toBe('ok');
    expect(fixture.serves('8.9.1.1')).toBe(true);
    fixture.change({ addressScope: 'local', blockedClients: ['-XX'] });
    expect(fixture.serves('8.9.1.1')).toBe(false);
    expect(fixture.serves('nowhere')).toBe(false);
    expect(ask(fixture, {})).toBe('your client is not served by this tracker');
  });
});
