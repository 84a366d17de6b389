import { type InfoHash, parseInfoHash } from '../../../shared/infoHash.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { type ListItem, type ListResult, MAX_LISTED_NAME } from '../../../shared/torrentLists.ts';
import { parseMagnet } from '../codec/magnet.ts';
import { parseTorrent, type Torrent } from '../metainfo/torrentParser.ts';
import { writeTorrent } from '../metainfo/torrentWriter.ts';

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

/** A torrent that a person means, with what its .torrent file says where they gave one. */
export interface GivenTorrent extends NamedTorrent {
  readonly file?: {
    /** Of its content. */
    readonly contentBytes: number;
    /** The file as it is kept: whose trackers and passkeys stood in it is nobody's business here. */
    readonly metainfo: Uint8Array;
  };
}

export type ItemError = Omit<ListResult['rejected'][number], 'index'>;

/** Finds out which torrent a person means. */
export function readListItem(item: ListItem): Result<GivenTorrent, ItemError> {
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
  const torrent = parsed(bytes);
  if (!torrent.ok) return torrent;
  const { infoHash, name, totalBytes } = torrent.value.info;
  return success({ ...named(infoHash, name), bytes: totalBytes });
}

function readTorrent(bytes: Uint8Array): Result<GivenTorrent, ItemError> {
  const torrent = parsed(bytes);
  if (!torrent.ok) return torrent;
  const { info, comment, createdAtSeconds } = torrent.value;
  const metainfo = writeTorrent({
    infoBytes: info.infoBytes,
    trackers: [],
    ...(comment !== undefined && { comment }),
    ...(createdAtSeconds !== undefined && { createdAtSeconds }),
  });
  return success({ ...named(info.infoHash, info.name), file: { contentBytes: info.totalBytes, metainfo } });
}

function parsed(bytes: Uint8Array): Result<Torrent, ItemError> {
  const torrent = parseTorrent(bytes);
  return torrent.ok ? torrent : failure({ reason: 'torrent-bad', message: torrent.error.message });
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
