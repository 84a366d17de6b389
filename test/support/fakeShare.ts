import { createHash } from 'node:crypto';
import { type InfoHash, infoHashFromBytes } from '../../shared/infoHash.ts';
import type { Peer, Share, TrackerPeer } from '../../shared/model.ts';

/** Shares and peers with believable values, for tests that care about a few of them. */

export function fakeInfoHash(seed: string): InfoHash {
  return infoHashFromBytes(createHash('sha1').update(seed).digest());
}

export function fakeShare(overrides: Partial<Share> = {}): Share {
  const name = overrides.name ?? 'holiday photos';
  const infoHash = overrides.infoHash ?? fakeInfoHash(name);
  const announce = 'http://192.168.1.5:6969/announce';
  return {
    infoHash,
    name,
    bytes: 1_503_238_553,
    files: 312,
    pieceLength: 1_048_576,
    pieces: 1434,
    private: false,
    createdAt: 1_700_000_000_000,
    state: { kind: 'seeding' },
    magnet: `magnet:?xt=urn:btih:${infoHash}&dn=${encodeURIComponent(name)}&tr=${encodeURIComponent(announce)}`,
    torrentUrl: `http://192.168.1.5:6969/torrents/${infoHash}.torrent`,
    trackers: [[announce], ['udp://192.168.1.5:6969/announce']],
    peersConnected: 0,
    uploadedBytes: 0,
    uploadRateBytesPerSecond: 0,
    swarm: { seeders: 0, leechers: 0, paused: 0, completed: 0, announces: 0, scrapes: 0 },
    ...overrides,
  };
}

export function fakePeer(overrides: Partial<Peer> = {}): Peer {
  const address = overrides.address ?? '192.168.1.20';
  const port = overrides.port ?? 51413;
  return {
    address,
    port,
    client: 'qBittorrent 4.5.2',
    peerId: createHash('sha1').update(`${address}:${port}`).digest('hex'),
    progress: 0.25,
    isSeeder: false,
    amChoking: false,
    peerInterested: true,
    uploadedBytes: 375_809_638,
    uploadRateBytesPerSecond: 11_744_051,
    connectedAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function fakeTrackerPeer(overrides: Partial<TrackerPeer> = {}): TrackerPeer {
  const address = overrides.address ?? '192.168.1.20';
  const port = overrides.port ?? 51413;
  return {
    peerId: createHash('sha1').update(`${address}:${port}`).digest('hex'),
    address,
    port,
    client: 'qBittorrent 4.5.2',
    leftBytes: 0,
    isPaused: false,
    uploadedBytes: 0,
    downloadedBytes: 0,
    lastAnnounceAt: 1_700_000_000_000,
    ...overrides,
  };
}
