import type { InfoHash } from '../../../shared/infoHash.ts';
import { type Magnet, writeMagnet } from '../codec/magnet.ts';
import type { Info } from '../metainfo/info.ts';
import { writeTorrent } from '../metainfo/torrentWriter.ts';

/** Where this engine is reached at this moment. Addresses change, so links are made when they are asked for. */
export interface Reachability {
  /** Announce URLs: a tier for each served address. */
  announceTiers(): readonly (readonly string[])[];
  /** Addresses that others can reach, the best first; loopback alone when nothing else is served. */
  addresses(): readonly string[];
  readonly trackerPort: number;
  readonly peerPort: number;
  /** UDP port of the DHT node, if there is one. */
  readonly dhtPort: number | undefined;
}

/** What a person hands to others so that they find a share. */
export interface ShareLinks {
  magnet(info: Info): string;
  /** Of a torrent that is tracked here and not shared, by what is known of it. */
  listedMagnet(torrent: Pick<Magnet, 'infoHash' | 'name' | 'exactLength'>): string;
  /** Where the .torrent file is served over HTTP. */
  torrentUrl(infoHash: InfoHash): string;
  /** The same at every address that others can reach, the best first. */
  torrentUrls(infoHash: InfoHash): readonly string[];
  /** Its page on the tracker's site, at every address that others can reach, the best first. */
  pageUrls(infoHash: InfoHash): readonly string[];
  trackers(): string[][];
  /** The bytes of the .torrent file. `localAddress`, through which it is asked for, comes first among the trackers. */
  torrentFile(share: LinkedShare, localAddress?: string): Uint8Array;
}

export interface LinkedShare {
  readonly info: Info;
  readonly comment?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

export function createShareLinks(where: Reachability, createdBy: string): ShareLinks {
  function trackers(firstAddress?: string): string[][] {
    const tiers = where.announceTiers().map((tier) => [...tier]);
    const first = tiers.findIndex((tier) => tier.some((url) => new URL(url).hostname === hostOf(firstAddress ?? '')));
    const [tier] = first > 0 ? tiers.splice(first, 1) : [];
    return tier === undefined ? tiers : [tier, ...tiers];
  }

  function pageUrlAt(address: string, infoHash: InfoHash): string {
    return `http://${hostOf(address)}:${where.trackerPort}/torrents/${infoHash}`;
  }

  function pageUrls(infoHash: InfoHash): string[] {
    return where.addresses().map((address) => pageUrlAt(address, infoHash));
  }

  function torrentUrls(infoHash: InfoHash): string[] {
    return pageUrls(infoHash).map((url) => `${url}.torrent`);
  }

  return {
    magnet(info) {
      return writeMagnet({
        infoHash: info.infoHash,
        name: info.name,
        exactLength: info.totalBytes,
        trackers: where.announceTiers().flat(),
        // Saves clients that understand it the way over the tracker; a private torrent has no other way (BEP 27).
        peers: info.private
          ? []
          : where
              .addresses()
              .slice(0, 1)
              .map((address) => `${hostOf(address)}:${where.peerPort}`),
      });
    },
    listedMagnet: (torrent) => writeMagnet({ ...torrent, trackers: where.announceTiers().flat(), peers: [] }),
    torrentUrl: (infoHash) => torrentUrls(infoHash)[0] ?? `${pageUrlAt('127.0.0.1', infoHash)}.torrent`,
    torrentUrls,
    pageUrls,
    trackers: () => trackers(),
    torrentFile({ info, comment, createdAt }, localAddress) {
      const { dhtPort: port } = where;
      const isOpen = port !== undefined && !info.private;
      return writeTorrent({
        infoBytes: info.infoBytes,
        trackers: trackers(localAddress),
        createdBy,
        createdAtSeconds: Math.floor(createdAt / 1000),
        ...(isOpen && {
          nodes: where
            .addresses()
            .filter(isIpv4)
            .map((host) => ({ host, port })),
        }),
        ...(comment !== undefined && { comment }),
      });
    },
  };
}

/** An address as it stands in a URL. */
function hostOf(address: string): string {
  return isIpv4(address) ? address : `[${address}]`;
}

function isIpv4(address: string): boolean {
  return !address.includes(':');
}
