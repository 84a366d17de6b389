import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type InfoHash, parseInfoHash } from '../../shared/infoHash.ts';
import { charactersOf, MAX_REQUEST_CHARACTERS } from '../../shared/listRequests.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { type ListItem, type ListResult, MAX_TORRENT_BYTES } from '../../shared/torrentLists.ts';
import { MIB } from '../../shared/units.ts';
import { messageOf } from '../engine/errors.ts';
import { readListItem } from '../engine/policy/listItems.ts';

/** What a person gave to stand for a torrent, and why it cannot be taken. */
export interface Refused {
  /** Among all that were given, from 0. */
  readonly index: number;
  readonly what: string;
  readonly reason: ListResult['rejected'][number]['reason'] | 'file-unreadable';
  readonly message: string;
}

/** What a person gave, and what it is for the engine. */
export interface GivenTorrent {
  readonly index: number;
  readonly what: string;
  readonly infoHash: InfoHash;
  readonly item: ListItem;
}

/** Some of the torrents that a person gave: no more than one request takes. */
export interface TorrentBatch {
  readonly torrents: readonly GivenTorrent[];
  readonly refused: readonly Refused[];
  /** How many of all that were given are behind us. */
  readonly end: number;
}

export interface BatchOptions {
  readonly workingDirectory: string;
  /** Whether .torrent files go to the engine whole, which keeps them; what they stand for is enough otherwise. */
  readonly withFiles: boolean;
}

/** Few enough that progress is seen, and many enough that the activity log is not full of them. */
const MAX_BATCH = 256;

/** Info-hashes, magnet links and paths of .torrent files, read as they are needed. */
export async function* torrentsInBatches(
  given: readonly string[],
  options: BatchOptions,
): AsyncGenerator<TorrentBatch> {
  let torrents: GivenTorrent[] = [];
  let refused: Refused[] = [];
  let characters = 0;
  for (const [index, what] of given.entries()) {
    const read = await readTorrent(what, options);
    const more = read.ok ? charactersOf(read.value.item) : 0;
    const count = torrents.length + refused.length;
    if (count > 0 && (count >= MAX_BATCH || characters + more > MAX_REQUEST_CHARACTERS)) {
      yield { torrents, refused, end: index };
      [torrents, refused, characters] = [[], [], 0];
    }
    characters += more;
    if (read.ok) torrents.push({ index, what, ...read.value });
    else refused.push({ index, what, ...read.error });
  }
  if (torrents.length + refused.length > 0) yield { torrents, refused, end: given.length };
}

type Read = Result<Pick<GivenTorrent, 'infoHash' | 'item'>, Pick<Refused, 'reason' | 'message'>>;

/** What a person means by it. */
async function readTorrent(text: string, { workingDirectory, withFiles }: BatchOptions): Promise<Read> {
  if (/^magnet:/i.test(text)) return nameOf({ kind: 'magnet', link: text });
  const infoHash = parseInfoHash(text);
  if (infoHash !== undefined) return nameOf({ kind: 'infoHash', infoHash });
  const path = resolve(workingDirectory, text);
  try {
    const { size } = await stat(path);
    if (size > MAX_TORRENT_BYTES) return failure(TOO_LARGE);
    const item: ListItem = { kind: 'torrent', base64: await readFile(path, 'base64') };
    const named = nameOf(item);
    return named.ok && withFiles ? success({ ...named.value, item }) : named;
  } catch (cause) {
    return failure({ reason: 'file-unreadable', message: `cannot be read: ${messageOf(cause)}` });
  }
}

const TOO_LARGE = {
  reason: 'file-unreadable',
  message: `has more than ${MAX_TORRENT_BYTES / MIB} MiB; give the info-hash of the torrent instead`,
} as const;

/** What the engine needs to know at least. */
function nameOf(item: ListItem): Read {
  const read = readListItem(item);
  if (!read.ok) return read;
  const { infoHash, name } = read.value;
  return success({ infoHash, item: { kind: 'infoHash', infoHash, ...(name !== undefined && { name }) } });
}
