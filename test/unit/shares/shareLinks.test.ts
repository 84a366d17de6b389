import { describe, expect, it } from 'vitest';
import { parseMagnet } from '../../../electron/engine/codec/magnet.ts';
import { parseInfo } from '../../../electron/engine/metainfo/infoParser.ts';
import { parseTorrent } from '../../../electron/engine/metainfo/torrentParser.ts';
import { writeInfo } from '../../../electron/engine/metainfo/torrentWriter.ts';
import { createShareLinks, type Reachability } from '../../../electron/engine/shares/shareLinks.ts';

const TIERS = [
  ['http://192.168.7.20:6969/announce', 'udp://192.168.7.20:6969/announce'],
  ['http://[fd00:7::20]:6969/announce', 'udp://[fd00:7::20]:6969/announce'],
];
const HERE: Reachability = {
  announceTiers: () => TIERS,
  addresses: () => ['192.168.7.20', 'fd00:7::20'],
  trackerPort: 6969,
  peerPort: 6881,
  dhtPort: 6881,
};

describe('a magnet link', () => {
  it('has all that a client needs to find us', () => {
    const magnet = parseMagnet(createShareLinks(HERE, 'Granary').magnet(infoOf()));
    expect(magnet).toMatchObject({
      ok: true,
      value: {
        infoHash: infoOf().infoHash,
        name: 'corn & oats',
        exactLength: 5,
        trackers: TIERS.flat(),
        peers: ['192.168.7.20:6881'],
      },
    });
  });

  it('leads to the tracker alone when the share is private', () => {
    const magnet = parseMagnet(createShareLinks(HERE, 'Granary').magnet(infoOf({ private: true })));
    expect(magnet).toMatchObject({ ok: true, value: { trackers: TIERS.flat(), peers: [] } });
  });
});

describe('a page', () => {
  it('and its .torrent file are found at every address', () => {
    const links = createShareLinks(HERE, 'Granary');
    const { infoHash } = infoOf();
    const pages = [`http://192.168.7.20:6969/torrents/${infoHash}`, `http://[fd00:7::20]:6969/torrents/${infoHash}`];
    expect(links.pageUrls(infoHash)).toEqual(pages);
    expect(links.torrentUrls(infoHash)).toEqual(pages.map((url) => `${url}.torrent`));
  });
});

describe('a .torrent file', () => {
  const links = createShareLinks(HERE, 'Granary 1.2.3');

  it('has the tracker, the DHT node, and the info bytes as they are', () => {
    const info = infoOf();
    expect(read(links.torrentFile({ info, comment: 'harvest', createdAt: 1_700_000_000_999 }))).toMatchObject({
      info: { infoHash: info.infoHash, infoBytes: info.infoBytes },
      trackers: TIERS,
      nodes: [{ host: '192.168.7.20', port: 6881 }],
      comment: 'harvest',
      createdAtSeconds: 1_700_000_000,
      createdBy: 'Granary 1.2.3',
    });
  });

  it('names first the address through which it was asked for', () => {
    const file = links.torrentFile({ info: infoOf(), createdAt: 0 }, 'fd00:7::20');
    expect(read(file).trackers).toEqual([TIERS[1], TIERS[0]]);
  });

  it('keeps the order when it was asked for through an address without a tier', () => {
    expect(read(links.torrentFile({ info: infoOf(), createdAt: 0 }, '127.0.0.1')).trackers).toEqual(TIERS);
  });

  it('has no DHT node when the share is private or there is none', () => {
    expect(read(links.torrentFile({ info: infoOf({ private: true }), createdAt: 0 })).nodes).toEqual([]);
    const withoutDht = createShareLinks({ ...HERE, dhtPort: undefined }, 'Granary');
    expect(read(withoutDht.torrentFile({ info: infoOf(), createdAt: 0 })).nodes).toEqual([]);
  });
});

it('gives the address of the .torrent file, with brackets for IPv6', () => {
  const { infoHash } = infoOf();
  const torrentUrl = (addresses: readonly string[]) =>
    createShareLinks({ ...HERE, addresses: () => addresses }, 'Granary').torrentUrl(infoHash);
  expect(torrentUrl(['192.168.7.20'])).toBe(`http://192.168.7.20:6969/torrents/${infoHash}.torrent`);
  expect(torrentUrl(['fd00:7::20'])).toBe(`http://[fd00:7::20]:6969/torrents/${infoHash}.torrent`);
});

function infoOf({ private: isPrivate = false } = {}) {
  const pieceHashes = new Uint8Array(20).fill(7);
  const content = { name: 'corn & oats', pieceLength: 16_384, pieceHashes, private: isPrivate, content: 5 };
  const parsed = parseInfo(writeInfo(content));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function read(file: Uint8Array) {
  const parsed = parseTorrent(file);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}
