import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Info } from '../metainfo/info.ts';
import { createPieceMap } from '../metainfo/pieceMap.ts';
import { parseTorrent, type Torrent } from '../metainfo/torrentParser.ts';
import { readListedFile } from '../policy/listFolders.ts';
import type { ListedEntry, TorrentList } from '../policy/torrentList.ts';
import type { ShareLinks } from '../shares/shareLinks.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { SiteContent, SiteTorrent, SiteTorrentDetail, TorrentFile } from './siteTorrent.ts';

/** The torrents that are tracked here because they are on the list, and not shared by this engine. Visibility is others' matter. */
export interface SiteListed {
  list(): readonly SiteTorrent[];
  find(infoHash: InfoHash): SiteTorrent | undefined;
  detail(infoHash: InfoHash): Promise<SiteTorrentDetail | undefined>;
  magnet(infoHash: InfoHash, links: ShareLinks): string | undefined;
  /** Undefined as well where neither the list nor a watched folder holds the file. Its trackers are ours alone. */
  torrentFile(infoHash: InfoHash, links: ShareLinks, localAddress: string): Promise<TorrentFile | undefined>;
}

export interface SiteListedDeps {
  readonly torrentList: Pick<TorrentList, 'entries' | 'find' | 'fileOf' | 'keptFile'>;
  readonly isShared: (infoHash: InfoHash) => boolean;
  readonly tracker: Pick<Tracker, 'counts'>;
  /** Whether the list is what people come for at this moment. */
  readonly isOn: () => boolean;
}

export function createSiteListed({ torrentList, isShared, tracker, isOn }: SiteListedDeps): SiteListed {
  function isShown({ infoHash, verdict }: ListedEntry): boolean {
    return verdict === 'allow' && !isShared(infoHash);
  }

  function entryOf(infoHash: InfoHash): ListedEntry | undefined {
    const entry = isOn() ? torrentList.find(infoHash) : undefined;
    return entry !== undefined && isShown(entry) ? entry : undefined;
  }

  /** A list may be long and a page is short: only what is shown, or sorted by, is counted. */
  function torrentOf({ infoHash, name, addedAt }: ListedEntry): SiteTorrent {
    const file = torrentList.fileOf(infoHash);
    return {
      infoHash,
      name: name ?? infoHash,
      bytes: file?.bytes,
      createdAt: addedAt,
      state: 'listed',
      hasFile: file !== undefined,
      get seeders() {
        return tracker.counts(infoHash).seeders;
      },
      get leechers() {
        return tracker.counts(infoHash).leechers;
      },
      get completed() {
        return tracker.counts(infoHash).completed;
      },
    };
  }

  /** A file in a folder may have become another's since it was read. */
  async function read(infoHash: InfoHash): Promise<Torrent | undefined> {
    const file = torrentList.fileOf(infoHash);
    if (file === undefined) return undefined;
    const torrent = file.path === undefined ? readKept(infoHash) : await readListedFile(file.path);
    return torrent?.info.infoHash === infoHash ? torrent : undefined;
  }

  function readKept(infoHash: InfoHash): Torrent | undefined {
    const bytes = torrentList.keptFile(infoHash);
    const torrent = bytes && parseTorrent(bytes);
    return torrent?.ok === true ? torrent.value : undefined;
  }

  return {
    list: () => (isOn() ? torrentList.entries().filter(isShown).map(torrentOf) : []),
    find(infoHash) {
      const entry = entryOf(infoHash);
      return entry && torrentOf(entry);
    },
    async detail(infoHash) {
      const entry = entryOf(infoHash);
      if (entry === undefined) return undefined;
      const torrent = await read(infoHash);
      if (torrent === undefined) return { ...torrentOf(entry), hasFile: false, comment: undefined, content: undefined };
      return { ...torrentOf(entry), comment: torrent.comment, content: contentOf(torrent.info) };
    },
    magnet(infoHash, links) {
      const entry = entryOf(infoHash);
      if (entry === undefined) return undefined;
      const bytes = torrentList.fileOf(infoHash)?.bytes;
      return links.listedMagnet({
        infoHash,
        ...(entry.name !== undefined && { name: entry.name }),
        ...(bytes !== undefined && { exactLength: bytes }),
      });
    },
    async torrentFile(infoHash, links, localAddress) {
      const entry = entryOf(infoHash);
      const torrent = entry && (await read(infoHash));
      if (entry === undefined || torrent === undefined) return undefined;
      const { info, comment, createdAtSeconds } = torrent;
      const createdAt = createdAtSeconds === undefined ? entry.addedAt : createdAtSeconds * 1000;
      return { name: info.name, bytes: links.torrentFile({ info, comment, createdAt }, localAddress) };
    },
  };
}

function contentOf({ private: isPrivate, totalBytes, pieceLength, files }: Info): SiteContent {
  return {
    isPrivate,
    pieces: createPieceMap(totalBytes, pieceLength).pieceCount,
    pieceLength,
    files: files.filter(({ isPadding }) => isPadding !== true).map(({ path, length: bytes }) => ({ path, bytes })),
  };
}
