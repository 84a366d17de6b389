import { GranaryError } from '../../../electron/engine/errors.ts';
import type { OpenRowSource, RowSource } from '../../../electron/engine/views/rowSource.ts';
import { createFileTree } from '../../../electron/engine/views/fileTree.ts';
import type { ActivityEntry } from '../../../shared/activity.ts';
import type { FileRow, StatusRow } from '../../../shared/rows.ts';
import type { AnyRow, ViewSpec, ViewSpecOf } from '../../../shared/views.ts';
import { base64, heldPieces, pieceCopies } from './availability.ts';
import { discoveryRows } from './discoveryRows.ts';
import type { MockLists } from './mockLists.ts';
import type { MockApi } from './mockApi.ts';
import type { MockPeople } from './mockPeople.ts';
import type { MockShare } from './mockShares.ts';
import { groupsSource, invitationsSource, peopleSource, personSource, personTorrentsSource } from './peopleSources.ts';
import { peersSource, swarmPeersSource } from './peerSources.ts';
import type { ShareFigures } from './shareFigures.ts';
import { shareDetailRow, shareFiles } from './shareRows.ts';
import { sharesSource, swarmsSource } from './shareSources.ts';
import type { World } from './world.ts';

export interface SourceDeps {
  readonly world: World;
  readonly figuresOf: (share: MockShare) => ShareFigures;
  readonly status: { row(): StatusRow };
  readonly activity: () => readonly ActivityEntry[];
  readonly lists: MockLists;
  readonly people: MockPeople;
  readonly mockApi: Pick<MockApi, 'handlers' | 'tokens'>;
}

/** The rows of every kind of view, made of the mock's world. */
export function createRowSources(deps: SourceDeps): OpenRowSource {
  const { world } = deps;
  return (spec) => {
    if (world.options.fail === 'views')
      throw new GranaryError('internal', 'this view cannot be opened, as was asked for');
    if ('infoHash' in spec) return ofShare(deps, spec);
    switch (spec.kind) {
      case 'status':
        return oneRow(() => deps.status.row());
      case 'shares':
        return sharesSource(deps);
      case 'swarms':
        return swarmsSource(deps);
      case 'listed':
        return deps.lists.listedSource(spec);
      case 'refused':
        return deps.lists.refusedSource();
      case 'policySources':
        return rows(() => deps.lists.policySources());
      case 'people':
        return peopleSource(deps.people, spec);
      case 'person':
        return personSource(deps.people, spec);
      case 'personTorrents':
        return personTorrentsSource(deps.people, spec);
      case 'invitations':
        return invitationsSource(deps.people);
      case 'groups':
        return groupsSource(deps.people);
      case 'activity':
        return activitySource(deps, spec);
      case 'tokens':
        return rows(() => deps.mockApi.tokens());
    }
  };
}

type ShareSpec = Extract<ViewSpec, { infoHash: string }>;

function ofShare(deps: SourceDeps, spec: ShareSpec): RowSource<unknown> {
  const { world, figuresOf } = deps;
  const share = find(world, spec.infoHash);
  switch (spec.kind) {
    case 'share':
      return whileShared(world, share, () => shareDetailRow(share, { world, figures: figuresOf(share) }));
    case 'peers':
      return peersSource(world, share);
    case 'swarmPeers':
      return swarmPeersSource(world, share);
    case 'pieces':
      return whileShared(world, share, () => piecesRow(share, deps));
    case 'files':
      return filesSource(world, share, spec);
    case 'discovery':
      return rows(() => discoveryRows(share, { world, figures: figuresOf(share) }));
  }
}

export function find(world: World, infoHash: string): MockShare {
  const share = world.find(infoHash);
  if (share !== undefined) return share;
  throw new GranaryError('share-unknown', `nothing with the info-hash ${infoHash} is shared here`);
}

function piecesRow(share: MockShare, { world, figuresOf }: SourceDeps) {
  return {
    key: share.infoHash,
    pieces: share.pieces,
    pieceLength: share.pieceLength,
    availability: base64(pieceCopies(share, world)),
    held: base64(heldPieces(share)),
    connectedPeers: figuresOf(share).connected,
  };
}

function filesSource(world: World, share: MockShare, { opened }: ViewSpecOf<'files'>): RowSource<FileRow> {
  const tree = createFileTree(shareFiles(share, world));
  const files = opened === undefined ? tree.files : tree.seen(opened);
  return { ...rows(() => files), textOf: ({ path }) => path.join('/') };
}

function activitySource({ activity }: SourceDeps, { kinds }: ViewSpecOf<'activity'>): RowSource<ActivityEntry> {
  const isWanted = ({ kind }: ActivityEntry): boolean => kinds?.includes(kind) ?? true;
  return {
    ...rows(() => (kinds === undefined ? activity() : activity().filter(isWanted))),
    textOf: ({ kind, values }) => `${kind} ${Object.values(values).join(' ')}`,
  };
}

/** The row, or none once the share was removed. */
function whileShared<Row extends AnyRow>(world: World, share: MockShare, row: () => Row): RowSource<MockShare, Row> {
  return {
    items: () => (world.find(share.infoHash) === undefined ? [] : [share]),
    keyOf: () => share.infoHash,
    textOf: () => '',
    valueOf: () => 0,
    rowOf: row,
  };
}

function oneRow<Row extends AnyRow>(row: () => Row): RowSource<Row, Row> {
  return rows(() => [row()]);
}

function rows<Row extends AnyRow & { readonly key: string }>(items: () => readonly Row[]): RowSource<Row, Row> {
  return { items, keyOf: ({ key }) => key, textOf: () => '', valueOf: () => 0, rowOf: (row) => row };
}
