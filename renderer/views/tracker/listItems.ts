import type { ListItem, ListResult } from '../../../shared/torrentLists.ts';

/** What a person gives the list: lines that are magnet links or info-hashes, and .torrent files. */

export interface ItemLine {
  /** From 1, as a person counts. */
  readonly line: number;
  readonly text: string;
  readonly item: ListItem;
}

const MAGNET = /^magnet:/i;
const INFO_HASH = /^[0-9a-f]{40}$/i;
/** The engine takes no longer ones; what names the torrent stands at the beginning. */
const MAX_LINK_CHARACTERS = 65_536;
const MAX_INFO_HASH_CHARACTERS = 200;
/** Of items together in one request: the engine takes a megabyte at a time. A longer .torrent file has one for itself. */
const MAX_REQUEST_CHARACTERS = 900_000;
const MAX_REQUEST_ITEMS = 500;

/** An item for each line that is not empty. Whether it is one is for the engine to say. */
export function itemLines(text: string): readonly ItemLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((raw, index) => {
    const line = raw.trim();
    return line === '' ? [] : [{ line: index + 1, text: line, item: itemOf(line) }];
  });
}

/** Whether a text that was pasted is meant for the list. */
export function hasItems(text: string): boolean {
  return itemLines(text).some(({ text: line }) => MAGNET.test(line) || INFO_HASH.test(line));
}

function itemOf(line: string): ListItem {
  return MAGNET.test(line)
    ? { kind: 'magnet', link: line.slice(0, MAX_LINK_CHARACTERS) }
    : { kind: 'infoHash', infoHash: line.slice(0, MAX_INFO_HASH_CHARACTERS) };
}

/** Requests that the engine takes, with all items in their order. */
export function inRequests(items: readonly ListItem[]): readonly (readonly ListItem[])[] {
  const requests: ListItem[][] = [];
  let room = 0;
  for (const item of items) {
    const characters = charactersOf(item);
    const last = requests.at(-1);
    if (last !== undefined && characters <= room && last.length < MAX_REQUEST_ITEMS) {
      last.push(item);
      room -= characters;
    } else {
      requests.push([item]);
      room = MAX_REQUEST_CHARACTERS - characters;
    }
  }
  return requests;
}

/** What requests came to, as if they had been one. */
export function joinResults(
  requests: readonly (readonly ListItem[])[],
  results: readonly ListResult[],
): Readonly<ListResult> {
  let first = 0;
  const joined: ListResult = { listed: [], rejected: [] };
  for (const [place, { listed, rejected }] of results.entries()) {
    joined.listed.push(...listed);
    for (const { index, ...why } of rejected) joined.rejected.push({ index: first + index, ...why });
    first += requests[place]?.length ?? 0;
  }
  return joined;
}

/** More than its JSON takes, whatever has to be escaped. */
function charactersOf(item: ListItem): number {
  const text = item.kind === 'torrent' ? item.base64 : item.kind === 'magnet' ? item.link : item.infoHash;
  const factor = item.kind === 'torrent' ? 1 : 6;
  return text.length * factor + 400;
}
