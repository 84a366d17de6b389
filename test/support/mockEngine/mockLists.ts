import { readListItem } from '../../../electron/engine/policy/listItems.ts';
import type { RowSource } from '../../../electron/engine/views/rowSource.ts';
import type { ParsedParams } from '../../../shared/contract.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { ListedRow, ListResult, PolicySourceRow, RefusedRow } from '../../../shared/torrentLists.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { mockInfoHash } from './mockShares.ts';
import { addressOf } from './peerTexts.ts';
import { chanceOf, pick } from './random.ts';
import { shareName } from './shareNames.ts';
import type { World } from './world.ts';

/** The tracker's list, and what it turned away. */
export interface MockLists {
  list(params: ParsedParams<'tracker.list'>): ListResult;
  unlist(infoHashes: readonly InfoHash[]): { unlisted: InfoHash[] };
  listedSource(spec: ViewSpecOf<'listed'>): RowSource<ListedRow, ListedRow>;
  refusedSource(): RowSource<RefusedRow, RefusedRow>;
  policySources(): PolicySourceRow[];
}

/** None of either where nothing is shared. */
const LISTED = 40;
const REFUSED = 120;
/** So that none of them is a share. */
const FIRST_INDEX = 1_000_000;
const REASONS = [
  'this torrent is not shared here',
  'this torrent is blocked on this tracker',
  'this tracker serves its local network only',
  'this torrent is neither shared here nor on the list of this tracker',
];

export function createMockLists(world: World): MockLists {
  const listed = new Map<string, ListedRow>();
  const isNew = world.shares.length === 0;
  for (let i = 0; i < (isNew ? 0 : LISTED); i++) {
    const row = listedRow(world, i);
    listed.set(row.key, row);
  }
  const isAllowed = ({ infoHash = '' }: RefusedRow): boolean => listed.get(infoHash)?.verdict === 'allow';

  return {
    list({ items, verdict }) {
      const result: ListResult = { listed: [], rejected: [] };
      for (const [index, item] of items.entries()) {
        const read = readListItem(item);
        if (!read.ok) {
          result.rejected.push({ index, ...read.error });
          continue;
        }
        const { infoHash } = read.value;
        const isShared = world.find(infoHash) !== undefined;
        const added = { addedAt: world.now(), addedBy: 'window', origin: 'person' } as const;
        const name = read.value.name ?? listed.get(infoHash)?.name;
        listed.set(infoHash, { key: infoHash, ...(name !== undefined && { name }), verdict, ...added, isShared });
        result.listed.push(read.value);
      }
      return result;
    },
    unlist(infoHashes) {
      const unlisted = infoHashes.filter((infoHash) => listed.get(infoHash)?.origin === 'person');
      for (const infoHash of unlisted) listed.delete(infoHash);
      return { unlisted };
    },
    listedSource: ({ verdict }) =>
      tableOf(() => [...listed.values()].filter((row) => verdict === undefined || row.verdict === verdict)),
    refusedSource: () =>
      tableOf(() =>
        Array.from({ length: isNew ? 0 : REFUSED }, (_, i) => refusedRow(world, i)).filter((row) => !isAllowed(row)),
      ),
    policySources: () => (isNew ? [] : policySources(world)),
  };
}

function policySources({ startedAt }: World): PolicySourceRow[] {
  return [
    { key: '/srv/torrents', kind: 'list-folder', state: 'read', entries: 13, rejected: 0, readAt: startedAt },
    {
      key: '/home/ada/ipfilter.dat',
      kind: 'ip-filter',
      state: 'read',
      entries: 216_483,
      rejected: 2,
      firstRejected: 'line 1,204: 300.1.1.1 - 300.1.1.9 , 000 , ?',
      message: '300.1.1.1 is no IP address',
      readAt: startedAt,
    },
  ];
}

function listedRow({ options, startedAt }: World, index: number): ListedRow {
  const infoHash = mockInfoHash(options.seed, FIRST_INDEX + index);
  const name = options.hostile
    ? (HOSTILE_TEXTS[index % HOSTILE_TEXTS.length] ?? '')
    : shareName(options.seed, FIRST_INDEX + index);
  const isOfFolder = index % 3 === 1;
  return {
    key: infoHash,
    ...(index % 7 === 5 ? {} : { name }),
    verdict: index % 5 === 4 && !isOfFolder ? 'block' : 'allow',
    origin: isOfFolder ? 'folder' : 'person',
    ...(isOfFolder && { file: `/srv/torrents/${index}.torrent` }),
    addedAt: startedAt - Math.floor(chanceOf(411, index) * 4e9),
    addedBy: isOfFolder ? 'engine' : pick(['window', 'console', 'command-line', 'api'], chanceOf(412, index)),
    ...(index % 9 === 2 && { addedByName: addressOf(index) }),
    isShared: false,
  };
}

function refusedRow({ options, startedAt, seconds }: World, index: number): RefusedRow {
  const reason = pick(REASONS, chanceOf(421, index) ** 2);
  const base = {
    reason,
    lastAddress: addressOf(index),
    firstAt: startedAt - (index + 1) * 60_000,
    lastAt: startedAt - Math.floor(chanceOf(424, index) * (index + 1) * 60_000),
  };
  if (index === 7) return { key: `${addressOf(index)} more`, ...base, canAllow: false, count: 90_000, addresses: 1 };
  const infoHash = mockInfoHash(options.seed, 2 * FIRST_INDEX + index);
  return {
    key: infoHash,
    infoHash,
    ...base,
    canAllow: reason.includes('not shared') || reason.includes('neither'),
    count: 1 + Math.floor(chanceOf(422, index) ** 3 * 900) + (index < 3 ? seconds() : 0),
    addresses: 1 + Math.floor(chanceOf(423, index) ** 4 * 63),
  };
}

function tableOf<Row extends ListedRow | RefusedRow>(items: () => readonly Row[]): RowSource<Row, Row> {
  return {
    items,
    keyOf: ({ key }) => key,
    textOf: (row) => JSON.stringify([row.name, row.key, 'reason' in row ? row.reason : row.file]),
    valueOf(row, column) {
      const value: unknown = column === 'infoHash' ? row.key : row[column as keyof Row];
      return typeof value === 'number' ? value : String(value ?? '');
    },
    rowOf: (row) => row,
  };
}
