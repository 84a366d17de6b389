import type { ActivityEntry } from '../../../shared/activity.ts';
import type { TokenRow } from '../../../shared/api.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { ViewKind, ViewSpec, ViewSpecOf } from '../../../shared/views.ts';
import type { ActivityLog } from '../activity/activityLog.ts';
import type { TorrentList } from '../policy/torrentList.ts';
import type { ShareLibrary } from '../shares/shareLibrary.ts';
import type { SwarmWatch } from '../shares/swarmFigures.ts';
import type { PolicySourceRow } from '../../../shared/torrentLists.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { createDiscoverySource, type DiscoveryDeps } from './discoverySource.ts';
import { rowsAsItems } from './fixedRows.ts';
import { createPeersSource } from './peersSource.ts';
import { createListedSource, createRefusedSource, type ListSourcesDeps } from './listSources.ts';
import {
  createGroupsSource,
  createInvitationsSource,
  createPeopleSource,
  createPersonSource,
  createPersonTorrentsSource,
  type PeopleSourcesDeps,
} from './peopleSources.ts';
import type { OpenRowSource, RowSource } from './rowSource.ts';
import {
  createFilesSource,
  createFileTrees,
  createPiecesSource,
  createShareSource,
  type ShareSourceDeps,
} from './shareSources.ts';
import { createSharesSource } from './sharesSource.ts';
import { createStatusSource, type StatusSourceDeps } from './statusSource.ts';
import { createSwarmPeersSource } from './swarmPeersSource.ts';
import { createSwarmsSource } from './swarmsSource.ts';

export interface RowSourcesDeps
  extends Omit<ShareSourceDeps, 'library'>,
    Omit<DiscoveryDeps, 'library'>,
    Omit<StatusSourceDeps, 'tracker' | 'people'>,
    Omit<ListSourcesDeps, 'library' | 'torrentList'>,
    Omit<PeopleSourcesDeps, 'library' | 'torrentList'> {
  readonly library: ShareLibrary;
  readonly torrentList: TorrentList;
  readonly tracker: Tracker;
  readonly watch: SwarmWatch;
  readonly activity: Pick<ActivityLog, 'items'>;
  readonly policySources: () => readonly PolicySourceRow[];
  readonly tokens: { rows(): readonly TokenRow[] };
}

type Openers = { readonly [Kind in ViewKind]: (spec: ViewSpecOf<Kind>) => RowSource<unknown> };

/** What is behind each kind of view of the real engine. Those of one share throw `share-unknown` for one that is not there. */
export function createRowSources(deps: RowSourcesDeps): OpenRowSource {
  const trees = createFileTrees();
  const ofShare =
    <Spec extends { readonly infoHash: InfoHash }>(open: (infoHash: InfoHash, spec: Spec) => RowSource<unknown>) =>
    (spec: Spec): RowSource<unknown> => {
      const { infoHash } = spec;
      // Throws.
      if (!deps.library.has(infoHash)) deps.library.get(infoHash);
      return open(infoHash, spec);
    };
  const openers: Openers = {
    status: () => createStatusSource(deps),
    shares: () => createSharesSource(deps),
    share: ofShare((infoHash) => createShareSource(deps, infoHash)),
    peers: ofShare((infoHash) => createPeersSource(deps.watch, infoHash)),
    pieces: ofShare((infoHash) => createPiecesSource(deps, infoHash)),
    files: ofShare((_, spec) => createFilesSource({ library: deps.library, trees }, spec)),
    discovery: ofShare((infoHash) => createDiscoverySource(deps, infoHash)),
    swarms: () => createSwarmsSource({ ...deps, isFreeLeech: deps.people.accounting.isFree }),
    swarmPeers({ infoHash }) {
      // Throws, unless the tracker serves a swarm of others.
      if (!deps.library.has(infoHash) && deps.tracker.look(infoHash) === undefined) deps.library.get(infoHash);
      return createSwarmPeersSource(deps.tracker, infoHash);
    },
    listed: (spec) => createListedSource(deps, spec),
    refused: () => createRefusedSource(deps),
    policySources: () => rowsAsItems(deps.policySources),
    people: (spec) => createPeopleSource(deps, spec),
    person: (spec) => createPersonSource(deps, spec),
    tokens: () =>
      rowsAsItems(
        () => deps.tokens.rows(),
        ({ name, scopes }) => `${name} ${scopes.join(' ')}`,
      ),
    personTorrents: (spec) => createPersonTorrentsSource(deps, spec),
    invitations: () => createInvitationsSource(deps),
    groups: () => createGroupsSource(deps),
    activity: (spec) => createActivitySource(deps.activity, spec),
  };
  return (spec: ViewSpec) => openers[spec.kind](spec as never);
}

function createActivitySource(
  { items }: Pick<ActivityLog, 'items'>,
  { kinds }: ViewSpecOf<'activity'>,
): RowSource<ActivityEntry> {
  return rowsAsItems(
    () => (kinds === undefined ? items() : items().filter(({ kind }) => kinds.includes(kind))),
    ({ kind, values }) => `${kind} ${Object.values(values).join(' ')}`,
  );
}
