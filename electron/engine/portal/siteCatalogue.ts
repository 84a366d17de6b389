import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Share, ShareFile, ShareState } from '../../../shared/model.ts';
import type { People } from '../people/people.ts';
import type { Person } from '../people/person.ts';
import type { PersonalLinks } from '../shares/personalLinks.ts';
import type { ShareEntry, ShareLibrary } from '../shares/shareLibrary.ts';
import type { Tracker } from '../tracker/tracker.ts';

/** What the site shows of one torrent in a list. The name is untrusted. */
export interface SiteTorrent {
  readonly infoHash: InfoHash;
  readonly name: string;
  readonly bytes: number;
  readonly files: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly state: ShareState['kind'];
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
}

/** What a page about one torrent shows besides. */
export interface SiteTorrentDetail extends SiteTorrent {
  readonly comment: string | undefined;
  readonly isPrivate: boolean;
  readonly pieces: number;
  readonly pieceLength: number;
  readonly content: readonly Pick<ShareFile, 'path' | 'bytes'>[];
}

export interface TorrentFile {
  /** The share's name, without the extension. Untrusted: it is what the torrent says. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Who looks: anyone on the network, or a person of a private tracker who signed in. */
export interface Visitor {
  readonly person: Pick<Person, 'id' | 'name' | 'role' | 'passkey'> | undefined;
}

/** The torrents that the site tells of. What a visitor may not see is not there for them. */
export interface SiteCatalogue {
  /** In the order in which they were added. */
  list(visitor: Visitor): readonly SiteTorrent[];
  find(infoHash: InfoHash, visitor: Visitor): SiteTorrent | undefined;
  detail(infoHash: InfoHash, visitor: Visitor): SiteTorrentDetail | undefined;
  magnet(infoHash: InfoHash, visitor: Visitor): string | undefined;
  /** For a client that reached us at `localAddress`, whose tracker comes first. */
  torrentFile(infoHash: InfoHash, visitor: Visitor, localAddress: string): TorrentFile | undefined;
}

export interface SiteCatalogueDeps {
  readonly library: Pick<ShareLibrary, 'entries' | 'find' | 'view' | 'get' | 'torrentFile'>;
  readonly tracker: Pick<Tracker, 'counts'>;
  readonly groups: Pick<People['groups'], 'sees'>;
  readonly personalLinks: Pick<PersonalLinks, 'linksOf'>;
}

/** Everything that is shared here: for everyone, or for a person what their groups let them see, with links of their own. */
export function createSiteCatalogue({ library, tracker, groups, personalLinks }: SiteCatalogueDeps): SiteCatalogue {
  function torrentOf({ torrent: { info, createdAt }, session }: ShareEntry): SiteTorrent {
    const { infoHash, name, totalBytes, files } = info;
    const { seeders, leechers, completed } = tracker.counts(infoHash);
    const { kind: state } = session.state;
    return {
      infoHash,
      name,
      bytes: totalBytes,
      files: files.length,
      createdAt,
      state,
      seeders,
      leechers,
      completed,
    };
  }

  function detailOf(entry: ShareEntry): SiteTorrentDetail {
    const { share, files }: { share: Share; files: ShareFile[] } = library.get(entry.session.infoHash);
    const { comment, private: isPrivate, pieces, pieceLength } = share;
    return { ...torrentOf(entry), comment, isPrivate, pieces, pieceLength, content: files };
  }

  function sees({ person }: Visitor, infoHash: InfoHash): boolean {
    return person === undefined || groups.sees(person, infoHash);
  }

  function entryOf(infoHash: InfoHash, visitor: Visitor): ShareEntry | undefined {
    return sees(visitor, infoHash) ? library.find(infoHash) : undefined;
  }

  return {
    list: (visitor) =>
      library
        .entries()
        .filter(({ session }) => sees(visitor, session.infoHash))
        .map(torrentOf),
    find(infoHash, visitor) {
      const entry = entryOf(infoHash, visitor);
      return entry && torrentOf(entry);
    },
    detail(infoHash, visitor) {
      const entry = entryOf(infoHash, visitor);
      return entry && detailOf(entry);
    },
    magnet(infoHash, visitor) {
      const entry = entryOf(infoHash, visitor);
      if (entry === undefined || visitor.person === undefined) return entry && library.view(entry).magnet;
      return personalLinks.linksOf(visitor.person.passkey).magnet(entry.torrent.info);
    },
    torrentFile(infoHash, visitor, localAddress) {
      const entry = entryOf(infoHash, visitor);
      if (entry === undefined || visitor.person === undefined)
        return entry && library.torrentFile(infoHash, localAddress);
      const bytes = personalLinks.linksOf(visitor.person.passkey).torrentFile(entry.torrent, localAddress);
      return { name: entry.torrent.info.name, bytes };
    },
  };
}
