import type { ListItem } from '../../../shared/torrentLists.ts';

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
