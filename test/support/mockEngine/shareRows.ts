import type { Share, ShareFile } from '../../../shared/model.ts';
import type { ShareDetailRow, ShareRow } from '../../../shared/rows.ts';
import { barCopies, base64 } from './availability.ts';
import { hostileText } from './hostileTexts.ts';
import type { MockShare } from './mockShares.ts';
import { PAUSED_PART } from './peerRows.ts';
import { chanceOf } from './random.ts';
import type { ShareFigures } from './shareFigures.ts';
import { filePath } from './shareNames.ts';
import type { World } from './world.ts';

export const SERVED_ADDRESSES = ['192.168.7.20', 'fd00:7::20'];
export const TRACKER_PORT = 6969;

const HOME = '/home/ada/Shared';
const ANNOUNCE = [`http://192.168.7.20:${TRACKER_PORT}/announce`, `udp://192.168.7.20:${TRACKER_PORT}/announce`];
const ANNOUNCES_A_MINUTE = 1;

interface Seen {
  readonly world: World;
  readonly figures: ShareFigures;
}

export function shareModel(share: MockShare, { world, figures }: Seen): Share {
  const { infoHash, name, bytes, files, pieceLength, pieces, createdAt } = share;
  const minutes = (world.now() - createdAt) / 60_000;
  return {
    infoHash,
    name,
    bytes,
    files,
    pieceLength,
    pieces,
    private: share.private,
    ...(share.comment === '' ? {} : { comment: share.comment }),
    createdAt,
    state: share.state,
    magnet: magnetOf(share),
    torrentUrl: `http://192.168.7.20:${TRACKER_PORT}/torrents/${infoHash}.torrent`,
    trackers: ANNOUNCE.map((url) => [url]),
    peersConnected: figures.connected,
    uploadedBytes: figures.uploadedBytes,
    uploadRateBytesPerSecond: figures.uploadRate,
    swarm: {
      seeders: seedersOf(share, figures),
      leechers: figures.wantIt,
      paused: Math.round(figures.wantIt * PAUSED_PART),
      completed: figures.haveIt + Math.floor(share.doneCount * 0.4),
      announces: Math.floor((share.peerCount * minutes * ANNOUNCES_A_MINUTE) / 60),
      scrapes: Math.floor(minutes / 90) + (share.index % 7),
    },
  };
}

/** The tracker counts ourselves among the seeders. */
export function seedersOf(share: MockShare, figures: ShareFigures): number {
  return figures.haveIt + (share.state.kind === 'seeding' ? 1 : 0);
}

export function shareRow(share: MockShare, seen: Seen): ShareRow {
  const { figures } = seen;
  return {
    key: share.infoHash,
    name: share.name,
    bytes: share.bytes,
    files: share.files,
    private: share.private,
    createdAt: share.createdAt,
    state: share.state,
    magnet: magnetOf(share),
    torrentUrl: `http://192.168.7.20:${TRACKER_PORT}/torrents/${share.infoHash}.torrent`,
    ...peerFigures(share, figures),
    seeders: seedersOf(share, figures),
    leechers: figures.wantIt,
    peersConnected: figures.connected,
    uploadedBytes: figures.uploadedBytes,
    uploadRateBytesPerSecond: figures.uploadRate,
    availability: base64(barCopies(share, seen.world)),
  };
}

export function shareDetailRow(share: MockShare, seen: Seen): ShareDetailRow {
  return {
    key: share.infoHash,
    ...shareModel(share, seen),
    ...peerFigures(share, seen.figures),
    exchangedBytes: exchanged(share, seen.figures),
    pageUrls: SERVED_ADDRESSES.map((address) => pageUrl(address, share.infoHash)),
    sourcePath: sourcePathOf(share),
  };
}

/** What the peers have that they did not have from us. */
function exchanged(share: MockShare, { haveIt, wantIt }: ShareFigures): number {
  return Math.floor(share.bytes * (haveIt * 0.8 + wantIt * 0.35));
}

function peerFigures(
  share: MockShare,
  figures: ShareFigures,
): Pick<ShareRow, 'haveIt' | 'wantIt' | 'ratio' | 'secondsLeft'> {
  const { haveIt, wantIt, uploadedBytes, secondsLeft } = figures;
  const ratio = uploadedBytes / share.bytes;
  return { haveIt, wantIt, ratio, ...(secondsLeft === undefined ? {} : { secondsLeft }) };
}

export function shareFiles(share: MockShare, { options }: World): ShareFile[] {
  const weights = Array.from({ length: share.files }, (_, i) => 0.05 + chanceOf(share.index + 5, i));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight, i) => {
    const path = share.files === 1 ? [share.name] : filePath(share.index, i);
    const shown = options.hostile ? [hostileText(chanceOf(i, 1)), hostileText(chanceOf(i, 2))] : path;
    const bytes = Math.floor((share.bytes * weight) / sum);
    return { path: shown, sourcePath: [sourcePathOf(share), ...shown].join('/'), bytes };
  });
}

function sourcePathOf(share: MockShare): string {
  return `${HOME}/${share.name}`;
}

function magnetOf({ infoHash, name }: MockShare): string {
  const trackers = ANNOUNCE.map((url) => `&tr=${encodeURIComponent(url)}`).join('');
  return `magnet:?xt=urn:btih:${infoHash}&dn=${encodeURIComponent(name.toWellFormed().slice(0, 200).toWellFormed())}${trackers}`;
}

function pageUrl(address: string, infoHash: string): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `http://${host}:${TRACKER_PORT}/torrents/${infoHash}`;
}
