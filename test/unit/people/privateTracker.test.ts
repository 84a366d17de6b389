import { describe, expect, it } from 'vitest';
import { parseIpAddress } from '../../../electron/engine/codec/ipAddress.ts';
import type { AnnounceRequest } from '../../../electron/engine/tracker/announce.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from '../../../electron/engine/tracker/tracker.ts';
import { ENGINE_ITSELF } from '../../../shared/actor.ts';
import { peopleOnVirtualClock, TORRENT } from '../../support/peopleFixture.ts';

/** The tracker itself, asking the people whom it serves. */
function start() {
  const fixture = peopleOnVirtualClock({ names: ['Ada', 'Ben'] });
  const { people, clock } = fixture;
  const tracker = createTracker(
    {
      clock,
      random: () => 0.5,
      policy: people.policy,
      localSeeder: () => undefined,
      onAnnounced(request, address) {
        const holder = people.holderOf(request.passkey);
        if (holder !== undefined) people.announced(holder, request, { address, isCounted: true });
      },
    },
    DEFAULT_TRACKER_CONFIG,
  );
  tracker.addSwarm(TORRENT);
  const announce = (passkey: string, address: string, report: Partial<AnnounceRequest> = {}) => {
    const requester = parseIpAddress(address);
    if (requester === undefined) throw new Error(`${address} is no address`);
    const peerId = Buffer.from(address.padEnd(20, '.'));
    const rest = { claimed: undefined, facing: undefined, numWant: undefined, bothFamilies: true, key: 0 };
    const totals = { uploadedBytes: 0, downloadedBytes: 0, leftBytes: 9, event: 'none' as const };
    return tracker.announce({
      infoHash: TORRENT,
      peerId,
      requester,
      port: 6881,
      passkey,
      ...rest,
      ...totals,
      ...report,
    });
  };
  return { ...fixture, tracker, announce };
}

describe('a private tracker', () => {
  it('shows several PCs of one person to each other', () => {
    const { announce, person } = start();
    const { passkey } = person('Ada');
    announce(passkey, '10.0.0.2');
    const answer = announce(passkey, '10.0.0.3');
    expect(answer).toMatchObject({ ok: true, value: { leechers: 2, ipv4: { count: 1 } } });
  });

  it('counts what it answers, and nothing of what it refuses', async () => {
    const { announce, person, people, clock } = start();
    const { passkey } = person('Ada');
    announce(passkey, '10.0.0.2');
    clock.advance(60_000);
    announce(passkey, '10.0.0.2', { downloadedBytes: 4, leftBytes: 5 });
    expect(person('Ada').ledger).toMatchObject({ downloaded: 4n, activeDownloads: 1 });
    await people.change(1, { isDisabled: true }, ENGINE_ITSELF);
    clock.advance(60_000);
    const refused = announce(passkey, '10.0.0.2', { downloadedBytes: 9, leftBytes: 0 });
    expect(refused).toMatchObject({ ok: false, error: { code: 'bad-passkey' } });
    expect(person('Ada').ledger.downloaded).toBe(4n);
  });

  it('answers scrapes of people, and no others', () => {
    const { tracker, person } = start();
    const requester = parseIpAddress('10.0.0.2');
    if (requester === undefined) throw new Error('no address');
    const scrape = (passkey: string) => tracker.scrape(TORRENT, { requester, passkey });
    expect(scrape(person('Ben').passkey)).toMatchObject({ ok: true });
    expect(scrape('')).toMatchObject({ ok: false, error: { code: 'bad-passkey' } });
  });
});
