import { describe, expect, it } from 'vitest';
import { passkeyOf } from '../../../electron/engine/codec/passkey.ts';
import { createPersonalLinks } from '../../../electron/engine/shares/personalLinks.ts';
import { createShareLinks } from '../../../electron/engine/shares/shareLinks.ts';

const PASSKEY = '0123456789abcdef0123456789abcdef';
const where = {
  announceTiers: () => [
    ['http://10.0.0.1:6969/announce', 'udp://10.0.0.1:6969/announce'],
    ['http://[fd00::1]:6969/announce', 'udp://[fd00::1]:6969/announce'],
  ],
  addresses: () => ['10.0.0.1', 'fd00::1'],
  trackerPort: 6969,
  peerPort: 6881,
  dhtPort: undefined,
};
const links = createPersonalLinks(where, 'Granary');

describe('personal links', () => {
  it('carry the passkey in every announce URL, where trackers and scrapes find it', () => {
    const trackers = links.trackers(PASSKEY);
    expect(trackers).toEqual([
      [`http://10.0.0.1:6969/${PASSKEY}/announce`, `udp://10.0.0.1:6969/${PASSKEY}/announce`],
      [`http://[fd00::1]:6969/${PASSKEY}/announce`, `udp://[fd00::1]:6969/${PASSKEY}/announce`],
    ]);
    for (const url of trackers.flat()) {
      const { pathname } = new URL(url);
      expect(passkeyOf(pathname)).toBe(PASSKEY);
      expect(passkeyOf(pathname.replace('announce', 'scrape'))).toBe(PASSKEY);
    }
  });

  it('leave those that are made for nobody without one', () => {
    const shared = createShareLinks(where, 'Granary');
    expect(shared.trackers()).toEqual(where.announceTiers());
    expect(JSON.stringify([shared.trackers(), shared.torrentUrls('0'.repeat(40) as never)])).not.toContain(PASSKEY);
  });

  it('lead to the page of an invitation at every address', () => {
    expect(links.invitationUrls('a-code')).toEqual([
      'http://10.0.0.1:6969/join/a-code',
      'http://[fd00::1]:6969/join/a-code',
    ]);
  });
});
