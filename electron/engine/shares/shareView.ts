import type { Share, ShareFile, SwarmCounts } from '../../../shared/model.ts';
import type { Info } from '../metainfo/info.ts';
import { createPieceMap } from '../metainfo/pieceMap.ts';
import type { SourceFile } from '../metainfo/sourceFiles.ts';
import type { ShareSession } from '../session/shareSession.ts';
import type { ShareLinks } from './shareLinks.ts';

/** A share as the library keeps it. */
export interface SharedTorrent {
  readonly info: Info;
  /** In the order of `info.files`. */
  readonly files: readonly SourceFile[];
  readonly comment: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What the session and the tracker know at this moment. */
export interface LiveFigures
  extends Pick<ShareSession, 'state' | 'peersConnected' | 'uploadedBytes'>,
    Pick<Share, 'uploadRateBytesPerSecond'> {
  readonly swarm: SwarmCounts;
}

/** The share as the contract shows it. */
export function shareOf(torrent: SharedTorrent, live: LiveFigures, links: ShareLinks): Share {
  const { info, comment, createdAt } = torrent;
  return {
    infoHash: info.infoHash,
    name: info.name,
    bytes: info.totalBytes,
    files: info.files.length,
    pieceLength: info.pieceLength,
    pieces: createPieceMap(info.totalBytes, info.pieceLength).pieceCount,
    private: info.private,
    ...(comment !== undefined && { comment }),
    createdAt,
    magnet: links.magnet(info),
    torrentUrl: links.torrentUrl(info.infoHash),
    trackers: links.trackers(),
    ...live,
  };
}

export function shareFilesOf({ files }: SharedTorrent): ShareFile[] {
  return files.map(({ path, sourcePath, length }) => ({ path: [...path], sourcePath, bytes: length }));
}
