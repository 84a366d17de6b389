import type { RowSource } from '../../../electron/engine/views/rowSource.ts';
import type { ShareColumn, SwarmColumn } from '../../../shared/columns.ts';
import type { ShareRow, SwarmRow } from '../../../shared/rows.ts';
import type { MockPeople } from './mockPeople.ts';
import type { MockShare } from './mockShares.ts';
import { announcedUploads, lastAnnounceAt } from './peerRows.ts';
import type { ShareFigures } from './shareFigures.ts';
import { seedersOf, shareModel, shareRow } from './shareRows.ts';
import type { World } from './world.ts';

interface Deps {
  readonly world: World;
  readonly figuresOf: (share: MockShare) => ShareFigures;
}

type Values<Column extends string> = Readonly<
  Record<Column, (share: MockShare, figures: ShareFigures) => string | number>
>;

/** Something that waits for ever comes after everything that ends. */
const NEVER = Number.MAX_SAFE_INTEGER;

const shareValues: Values<ShareColumn> = {
  name: (share) => share.name,
  bytes: (share) => share.bytes,
  haveIt: (_, figures) => figures.haveIt,
  seeders: (share, figures) => seedersOf(share, figures),
  leechers: (_, figures) => figures.wantIt,
  uploadRate: (_, figures) => figures.uploadRate,
  secondsLeft: (_, figures) => figures.secondsLeft ?? NEVER,
  uploaded: (_, figures) => figures.uploadedBytes,
  ratio: (share, figures) => figures.uploadedBytes / share.bytes,
  createdAt: (share) => share.createdAt,
  state: (share) => share.state.kind,
};

export function sharesSource({ world, figuresOf }: Deps): RowSource<MockShare, ShareRow> {
  return {
    items: () => world.shares,
    keyOf: (share) => share.infoHash,
    textOf: (share) => share.name,
    valueOf: (share, column) => shareValues[column as ShareColumn](share, figuresOf(share)),
    rowOf: (share) => shareRow(share, { world, figures: figuresOf(share) }),
  };
}

/** Every share has a swarm; every seventeenth swarm is somebody else's, of which the tracker knows no name. */
export function swarmsSource({
  world,
  figuresOf,
  people,
}: Deps & { readonly people: Pick<MockPeople, 'free'> }): RowSource<MockShare, SwarmRow> {
  const values: Values<SwarmColumn> = {
    name: (share) => nameOf(share) ?? '',
    infoHash: (share) => share.infoHash,
    seeders: (share, figures) => seedersOf(share, figures),
    leechers: (_, figures) => figures.wantIt,
    paused: (share, figures) => shareModel(share, { world, figures }).swarm.paused,
    completed: (share, figures) => shareModel(share, { world, figures }).swarm.completed,
    announces: (share, figures) => shareModel(share, { world, figures }).swarm.announces,
    scrapes: (share, figures) => shareModel(share, { world, figures }).swarm.scrapes,
    uploaded: (share, figures) => reportedUploads(share, figures),
    downloaded: (share, figures) => reportedDownloads(share, figures),
    oldestAnnounce: (share) => announceAt(share, world, 'oldest') ?? 0,
    newestAnnounce: (share) => announceAt(share, world, 'newest') ?? 0,
    source: (share) => sourceOf(share),
  };
  return {
    items: () => world.shares,
    keyOf: (share) => share.infoHash,
    textOf: (share) => `${nameOf(share) ?? ''} ${share.infoHash}`,
    valueOf: (share, column) => values[column as SwarmColumn](share, figuresOf(share)),
    rowOf: (share) => ({
      ...swarmRow(share, { world, figures: figuresOf(share) }),
      isFreeLeech: people.free.has(share.infoHash),
    }),
  };
}

function swarmRow(share: MockShare, { world, figures }: { world: World; figures: ShareFigures }): SwarmRow {
  const name = nameOf(share);
  const oldestAnnounceAt = announceAt(share, world, 'oldest');
  const newestAnnounceAt = announceAt(share, world, 'newest');
  return {
    key: share.infoHash,
    ...(name === undefined ? {} : { name }),
    ...shareModel(share, { world, figures }).swarm,
    uploadedBytes: reportedUploads(share, figures),
    downloadedBytes: reportedDownloads(share, figures),
    ...(oldestAnnounceAt === undefined ? {} : { oldestAnnounceAt }),
    ...(newestAnnounceAt === undefined ? {} : { newestAnnounceAt }),
    source: sourceOf(share),
  };
}

function nameOf(share: MockShare): string | undefined {
  return sourceOf(share) === 'open' ? undefined : share.name;
}

function sourceOf({ index }: MockShare): SwarmRow['source'] {
  if (index % 17 === 13) return 'open';
  return index % 17 === 11 ? 'listed' : 'shared-here';
}

function reportedUploads(share: MockShare, figures: ShareFigures): number {
  return announcedUploads(share.firstPeer, share) * Math.min(share.peerCount, 50) + figures.uploadedBytes;
}

function reportedDownloads(share: MockShare, figures: ShareFigures): number {
  return share.bytes * figures.haveIt + Math.floor(share.bytes * figures.wantIt * 0.4);
}

/** Of the first few peers: with a peer each second, the rest would not change what is shown. */
function announceAt(share: MockShare, world: World, which: 'oldest' | 'newest'): number | undefined {
  if (share.peerCount === 0) return undefined;
  const looked = Math.min(share.peerCount, 20);
  const times = Array.from({ length: looked }, (_, i) => lastAnnounceAt(share.firstPeer + i, world));
  return which === 'oldest' ? Math.min(...times) : Math.max(...times);
}
