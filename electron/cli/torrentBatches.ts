import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseInfoHash } from '../../shared/infoHash.ts';
import { failure, type Result } from '../../shared/result.ts';
import type { ListResult } from '../../shared/torrentLists.ts';
import { KIB } from '../../shared/units.ts';
import { messageOf } from '../engine/errors.ts';
import { type NamedTorrent, readListItem } from '../engine/policy/listItems.ts';

/** What a person gave to stand for a torrent, and why it cannot be taken. */
export interface Refused {
  /** Among all that were given, from 0. */
  readonly index: number;
  readonly what: string;
  readonly reason: ListResult['rejected'][number]['reason'] | 'file-unreadable';
  readonly message: string;
}

/** Some of the torrents that a person gave: no more than one request takes. */
export interface TorrentBatch {
  readonly torrents: readonly { readonly index: number; readonly what: string; readonly torrent: NamedTorrent }[];
  readonly refused: readonly Refused[];
  /** How many of all that were given are behind us. */
  readonly end: number;
}

/** Few enough that progress is seen, and many enough that the activity log is not full of them. */
const MAX_BATCH = 256;
/** Far below what one request may have; names are long at times. */
const MAX_BATCH_BYTES = 256 * KIB;

/**
 * Info-hashes, magnet links and paths of .torrent files, read as they are needed. Files are read here, and only what they stand
 * for is sent: a big one would not fit a request.
 */
export async function* torrentsInBatches(
  given: readonly string[],
  workingDirectory: string,
): AsyncGenerator<TorrentBatch> {
  let torrents: TorrentBatch['torrents'][number][] = [];
  let refused: Refused[] = [];
  let bytes = 0;
  for (const [index, what] of given.entries()) {
    const read = await readTorrent(what, workingDirectory);
    if (read.ok) {
      torrents.push({ index, what, torrent: read.value });
      bytes += Buffer.byteLength(JSON.stringify(read.value));
    } else refused.push({ index, what, ...read.error });
    const isFull = torrents.length + refused.length >= MAX_BATCH || bytes >= MAX_BATCH_BYTES;
    if (!isFull && index < given.length - 1) continue;
    yield { torrents, refused, end: index + 1 };
    [torrents, refused, bytes] = [[], [], 0];
  }
}

/** What a person means by it. */
async function readTorrent(
  text: string,
  workingDirectory: string,
): Promise<Result<NamedTorrent, Pick<Refused, 'reason' | 'message'>>> {
  if (/^magnet:/i.test(text)) return readListItem({ kind: 'magnet', link: text });
  const infoHash = parseInfoHash(text);
  if (infoHash !== undefined) return readListItem({ kind: 'infoHash', infoHash });
  try {
    return readListItem({ kind: 'torrent', base64: await readFile(resolve(workingDirectory, text), 'base64') });
  } catch (cause) {
    return failure({ reason: 'file-unreadable', message: `cannot be read: ${messageOf(cause)}` });
  }
}
