import type { InfoHash } from '../../../shared/infoHash.ts';
import type { ShareState } from '../../../shared/model.ts';

/** What the site shows of one torrent in a list. The name is untrusted. */
export interface SiteTorrent {
  readonly infoHash: InfoHash;
  /** The info-hash where nothing else is known. */
  readonly name: string;
  /** Undefined where only a name or an info-hash is known. */
  readonly bytes: number | undefined;
  /** Milliseconds since the epoch: when it was made, or listed. */
  readonly createdAt: number;
  /** Of the share, or that it is on the list and others have it. */
  readonly state: ShareState['kind'] | 'listed';
  /** Whether its .torrent file can be had here. */
  readonly hasFile: boolean;
  readonly seeders: number;
  readonly leechers: number;
  readonly completed: number;
}

/** What a page about one torrent shows besides. */
export interface SiteTorrentDetail extends SiteTorrent {
  readonly comment: string | undefined;
  /** Undefined where the .torrent file is not here. */
  readonly content: SiteContent | undefined;
}

export interface SiteContent {
  readonly isPrivate: boolean;
  readonly pieces: number;
  readonly pieceLength: number;
  /** Folders and file name, untrusted, below the torrent's own folder. */
  readonly files: readonly { readonly path: readonly string[]; readonly bytes: number }[];
}

export interface TorrentFile {
  /** The share's name, without the extension. Untrusted: it is what the torrent says. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
