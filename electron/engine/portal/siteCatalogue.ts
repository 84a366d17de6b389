import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Share, ShareFile } from '../../../shared/model.ts';
import type { People } from '../people/people.ts';
import type { Person } from '../people/person.ts';
import type { PersonalLinks } from '../shares/personalLinks.ts';
import type { ShareEntry, ShareLibrary } from '../shares/shareLibrary.ts';
import type { ShareLinks } from '../shares/shareLinks.ts';
import type { Tracker } from '../tracker/tracker.ts';
import type { SiteListed } from './siteListed.ts';
import type { SiteTorrent, SiteTorrentDetail, TorrentFile } from './siteTorrent.ts';

/** Who looks: anyone on the network, or a person of a private tracker who signed in. */
export interface Visitor {
  readonly person: Pick<Person, 'id' | 'name' | 'role' | 'passkey'> | undefined;
}

/** The torrents that the site tells of. What a visitor may not see is not there for them. */
export interface SiteCatalogue {
  /** What is shared here, then what is listed; each in the order in which it was added. */
  list(visitor: Visitor): readonly SiteTorrent[];
  find(infoHash: InfoHash, visitor: Visitor): SiteTorrent | undefined;
  detail(infoHash: InfoHash, visitor: Visitor): Promise<SiteTorrentDetail | undefined>;
  magnet(infoHash: InfoHash, visitor: Visitor): string | undefined;
  /** For a client that reached us at `localAddress`, whose tracker comes first. */
  torrentFile(infoHash: InfoHash, visitor: Visitor, localAddress: string): Promise<TorrentFile | undefined>;
}

export interface SiteCatalogueDeps {
  readonly library: Pick<ShareLibrary, 'entries' | 'find' | 'get'>;
  readonly tracker: Pick<Tracker, 'counts'>;
  readonly groups: Pick<People['groups'], 'sees'>;
  readonly personalLinks: Pick<PersonalLinks, 'linksOf'>;
  /** Links that are for nobody in particular. */
  readonly links: ShareLinks;
  readonly listed: SiteListed;
}

/**
 * Everything that is shared here or listed: for everyone, or for a person what their groups let them see, with links of
 * their own.
 */
export function createSiteCatalogue(deps: SiteCatalogueDeps): SiteCatalogue {
  const { library, tracker, groups, personalLinks, listed } = deps;

  function torrentOf({ torrent: { info, createdAt }, session }: ShareEntry): SiteTorrent {
    const { infoHash, name, totalBytes } = info;
    const { seeders, leechers, completed } = tracker.counts(infoHash);
    const { kind: state } = session.state;
    return {
      infoHash,
      name,
      bytes: totalBytes,
      createdAt,
      state,
      hasFile: true,
      seeders,
      leechers,
      completed,
    };
  }

  function detailOf(entry: ShareEntry): SiteTorrentDetail {
    const { share, files }: { share: Share; files: ShareFile[] } = library.get(entry.session.infoHash);
    const { comment, private: isPrivate, pieces, pieceLength } = share;
    return { ...torrentOf(entry), comment, content: { isPrivate, pieces, pieceLength, files } };
  }

  function sees({ person }: Visitor, infoHash: InfoHash): boolean {
    return person === undefined || groups.sees(person, infoHash);
  }

  function linksOf({ person }: Visitor): ShareLinks {
    return person === undefined ? deps.links : personalLinks.linksOf(person.passkey);
  }

  return {
    list: (visitor) => [
      ...library
        .entries()
        .filter(({ session }) => sees(visitor, session.infoHash))
        .map(torrentOf),
      ...listed.list().filter(({ infoHash }) => sees(visitor, infoHash)),
    ],
    find(infoHash, visitor) {
      if (!sees(visitor, infoHash)) return undefined;
      const entry = library.find(infoHash);
      return entry === undefined ? listed.find(infoHash) : torrentOf(entry);
    },
    async detail(infoHash, visitor) {
      if (!sees(visitor, infoHash)) return undefined;
      const entry = library.find(infoHash);
      return entry === undefined ? listed.detail(infoHash) : detailOf(entry);
    },
    magnet(infoHash, visitor) {
      if (!sees(visitor, infoHash)) return undefined;
      const entry = library.find(infoHash);
      const links = linksOf(visitor);
      return entry === undefined ? listed.magnet(infoHash, links) : links.magnet(entry.torrent.info);
    },
    async torrentFile(infoHash, visitor, localAddress) {
      if (!sees(visitor, infoHash)) return undefined;
      const entry = library.find(infoHash);
      const links = linksOf(visitor);
      if (entry === undefined) return listed.torrentFile(infoHash, links, localAddress);
      return { name: entry.torrent.info.name, bytes: links.torrentFile(entry.torrent, localAddress) };
    },
  };
}
