import { type InfoHash, parseInfoHash } from '../../../shared/infoHash.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { type ListItem, type ListResult, MAX_LISTED_NAME } from '../../../shared/torrentLists.ts';
import { parseMagnet } from '../codec/magnet.ts';
import { parseTorrent } from '../metainfo/torrentParser.ts';

/** A torrent as the list knows it. */
export interface NamedTorrent {
  readonly infoHash: InfoHash;
  /** Untrusted. */
  readonly name?: string;
}

/** A .torrent file of a watched folder. */
export interface FileTorrent extends NamedTorrent {
  /** Of its content. */
  readonly bytes?: number;
}

export type ItemError = Omit<ListResult['rejected'][number], 'index'>;

/** Finds out which torrent a person means. */
export function readListItem(item: ListItem): Result<NamedTorrent, ItemError> {
  switch (item.kind) {
    case 'infoHash':
      return readInfoHash(item);
    case 'magnet':
      return readMagnet(item.link);
    case 'torrent':
      return readTorrent(Buffer.from(item.base64, 'base64'));
  }
}

/** The same for the bytes of a .torrent file in a folder. */
export function readTorrentFile(bytes: Uint8Array): Result<FileTorrent, ItemError> {
  const torrent = parseTorrent(bytes);
  if (!torrent.ok) return failure({ reason: 'torrent-bad', message: torrent.error.message });
  const { infoHash, name, totalBytes } = torrent.value.info;
  return success({ ...named(infoHash, name), bytes: totalBytes });
}

function readTorrent(bytes: Uint8Array): Result<NamedTorrent, ItemError> {
  const torrent = readTorrentFile(bytes);
  return torrent.ok ? success(named(torrent.value.infoHash, torrent.value.name)) : torrent;
}

function readInfoHash({
  infoHash: text,
  name,
}: Extract<ListItem, { kind: 'infoHash' }>): Result<NamedTorrent, ItemError> {
  const infoHash = parseInfoHash(text.trim());
  if (infoHash !== undefined) return success(named(infoHash, name));
  return failure({ reason: 'info-hash-bad', message: 'an info-hash is 40 hexadecimal digits' });
}

function readMagnet(link: string): Result<NamedTorrent, ItemError> {
  const magnet = parseMagnet(link);
  if (!magnet.ok) return failure({ reason: 'magnet-bad', message: magnet.error.message });
  return success(named(magnet.value.infoHash, magnet.value.name));
}

function named(infoHash: InfoHash, name: string | undefined): NamedTorrent {
  const trimmed = name?.trim().slice(0, MAX_LISTED_NAME).toWellFormed();
  return trimmed === undefined || trimmed === '' ? { infoHash } : { infoHash, name: trimmed };
}
