import type { ListedColumn, RefusedColumn } from '../../../shared/columns.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { ListedRow, RefusedRow } from '../../../shared/torrentLists.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import type { RefusedEntry, RefusedTorrents } from '../policy/refusedTorrents.ts';
import type { ListedEntry, TorrentList } from '../policy/torrentList.ts';
import type { ShareLibrary } from '../shares/shareLibrary.ts';
import type { RowSource } from './rowSource.ts';

export interface ListSourcesDeps {
  readonly library: Pick<ShareLibrary, 'has' | 'find'>;
  readonly torrentList: Pick<TorrentList, 'entries' | 'nameOf'>;
  readonly refusedTorrents: Pick<RefusedTorrents, 'entries'>;
}

type Values<Column extends string, Item> = Readonly<Record<Column, (item: Item) => string | number>>;

const listedValues: Values<ListedColumn, ListedEntry> = {
  name: ({ name }) => name ?? '',
  infoHash: ({ infoHash }) => lettersOf(infoHash),
  verdict: ({ verdict }) => verdict,
  origin: ({ file }) => file ?? '',
  addedAt: ({ addedAt }) => addedAt,
  addedBy: ({ addedBy, addedByName = '' }) => `${addedBy} ${addedByName}`,
};

/** What is on the tracker's list. */
export function createListedSource(
  { library, torrentList }: ListSourcesDeps,
  { verdict: wanted }: Pick<ViewSpecOf<'listed'>, 'verdict'>,
): RowSource<ListedEntry, ListedRow> {
  const isWanted = ({ verdict }: ListedEntry): boolean => wanted === undefined || verdict === wanted;
  return {
    items: () => (wanted === undefined ? torrentList.entries() : torrentList.entries().filter(isWanted)),
    keyOf: ({ infoHash }) => infoHash,
    textOf: ({ infoHash, name = '', file = '' }) => `${name} ${infoHash} ${file}`,
    valueOf: (entry, column) => listedValues[column as ListedColumn](entry),
    rowOf: ({ infoHash, name, verdict, file, addedAt, addedBy, addedByName }) => ({
      key: infoHash,
      ...(name !== undefined && { name }),
      verdict,
      origin: file === undefined ? 'person' : 'folder',
      ...(file !== undefined && { file }),
      addedAt,
      addedBy,
      ...(addedByName !== undefined && { addedByName }),
      isShared: library.has(infoHash),
    }),
  };
}

/** What the tracker turned away. */
export function createRefusedSource({
  library,
  torrentList,
  refusedTorrents,
}: ListSourcesDeps): RowSource<RefusedEntry, RefusedRow> {
  const nameOf = (infoHash: InfoHash | undefined): string | undefined =>
    infoHash && (torrentList.nameOf(infoHash) ?? library.find(infoHash)?.torrent.info.name);
  const values: Values<RefusedColumn, RefusedEntry> = {
    name: ({ infoHash }) => nameOf(infoHash) ?? '',
    infoHash: ({ infoHash = '' }) => lettersOf(infoHash),
    reason: ({ refusal }) => refusal.message,
    count: ({ count }) => count,
    addresses: ({ addresses }) => addresses.size,
    lastAddress: ({ lastAddress }) => lastAddress,
    firstAt: ({ firstAt }) => firstAt,
    lastAt: ({ lastAt }) => lastAt,
  };
  return {
    items: () => refusedTorrents.entries(),
    keyOf: ({ key }) => key,
    textOf: ({ infoHash, lastAddress, refusal }) =>
      `${nameOf(infoHash) ?? ''} ${infoHash ?? ''} ${lastAddress} ${refusal.message}`,
    valueOf: (entry, column) => values[column as RefusedColumn](entry),
    rowOf(entry) {
      const { key, infoHash, refusal, count, addresses, lastAddress, firstAt, lastAt } = entry;
      const name = nameOf(infoHash);
      return {
        key,
        ...(infoHash !== undefined && { infoHash }),
        ...(name !== undefined && { name }),
        reason: refusal.message,
        canAllow: infoHash !== undefined && refusal.code === 'unlisted',
        count,
        addresses: addresses.size,
        lastAddress,
        firstAt,
        lastAt,
      };
    },
  };
}

/** Hexadecimal digits as letters of the same order: text is sorted with its numbers by their value. */
export function lettersOf(hex: string): string {
  return hex.replace(/[0-9a-f]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}
