import type { ListItem, ListResult } from './torrentLists.ts';

/** Of items together in one request: the engine takes a megabyte at a time. A longer .torrent file has one for itself. */
export const MAX_REQUEST_CHARACTERS = 900_000;
const MAX_REQUEST_ITEMS = 500;

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
export function charactersOf(item: ListItem): number {
  const text = item.kind === 'torrent' ? item.base64 : item.kind === 'magnet' ? item.link : item.infoHash;
  const factor = item.kind === 'torrent' ? 1 : 6;
  return text.length * factor + 400;
}
