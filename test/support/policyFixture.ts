import type { LiveConfig } from '../../electron/engine/config.ts';
import { createMachineInterfaces, type InterfaceAddress } from '../../electron/engine/discovery/machineInterfaces.ts';
import type { Crowding } from '../../electron/engine/policy/crowdControl.ts';
import { createPolicyParts, type PolicyParts } from '../../electron/engine/policyParts.ts';
import type { AnnouncePolicy } from '../../electron/engine/tracker/announcePolicy.ts';
import type { ListedRecord, ListedRepository } from '../../electron/engine/storage/listedRepository.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG, type Tracker } from '../../electron/engine/tracker/tracker.ts';
import { type InfoHash, infoHashFromBytes } from '../../shared/infoHash.ts';
import type { PolicySourceRow } from '../../shared/torrentLists.ts';
import type { Cleanup } from './cleanup.ts';
import { SHARED } from './trackerFixture.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

export interface PolicyFixture extends PolicyParts {
  readonly tracker: Tracker;
  readonly clock: VirtualClock;
  readonly repository: ListedRepository;
  /** As a person changes a setting. */
  change(live: Partial<LiveConfig>): void;
  /** What was told, newest last. */
  readonly crowded: [Crowding, string][];
  readonly unserved: number[];
  readonly dropped: InfoHash[];
  readonly outcomes: PolicySourceRow[];
}

export const STANDARD_LIVE: LiveConfig = {
  policy: 'shares',
  portal: true,
  portalNames: [],
  minRatioPercent: 0,
  ratioGraceBytes: 0,
  maxActiveDownloads: 0,
  seedingHours: 0,
  freeLeech: false,
  addressScope: 'local',
  interfaceScopes: [],
  localRanges: [],
  ipFilters: [],
  listFolders: [],
  allowedClients: [],
  blockedClients: [],
  newPeersPerAddress: 1000,
  maxTrackerPeers: 1_000_000,
  maxOpenSwarms: 50_000,
  proxies: [],
  fullScrape: false,
  maxAnnounceRate: 500_000,
};

export interface PolicyFixtureOptions extends Partial<LiveConfig> {
  readonly people?: AnnouncePolicy;
  readonly repository?: ListedRepository;
  /** What it has; nothing when absent. */
  readonly machine?: readonly InterfaceAddress[];
}

/** A tracker with the whole policy before it, which shares `SHARED`, on a clock that stands still. */
export function createPolicyFixture(cleanup: Cleanup, options: PolicyFixtureOptions = {}): PolicyFixture {
  const { people, repository = createMemoryListed(), machine = [], ...given } = options;
  const clock = createVirtualClock();
  const listeners = new Set<(live: LiveConfig) => void>();
  const told: Pick<PolicyFixture, 'crowded' | 'unserved' | 'dropped' | 'outcomes'> = {
    crowded: [],
    unserved: [],
    dropped: [],
    outcomes: [],
  };
  let live: LiveConfig = { ...STANDARD_LIVE, ...given };
  const settings = {
    live: () => live,
    onLiveChange(listener: (live: LiveConfig) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const random = () => 0.5;
  const parts = createPolicyParts({
    clock,
    random,
    settings,
    storage: { listed: repository },
    interfaces: createMachineInterfaces({ clock, list: () => machine }),
    isShared: (infoHash) => infoHash === SHARED,
    ...(people !== undefined && { people }),
    tracker: () => tracker,
    onDropped: (infoHash) => told.dropped.push(infoHash),
    onCrowded: (...crowding) => told.crowded.push(crowding),
    onAccessChanged: () => tracker.dropUnserved(),
    onUnserved: (count) => told.unserved.push(count),
    onOutcome: (source) => told.outcomes.push(source),
  });
  const tracker: Tracker = createTracker(
    {
      clock,
      random,
      policy: parts.policy,
      admission: parts.admission,
      serves: parts.serves,
      localSeeder: () => undefined,
      onRefused: (...refused) => parts.refusedTorrents.refused(...refused),
    },
    DEFAULT_TRACKER_CONFIG,
  );
  tracker.addSwarm(SHARED);
  cleanup.add(() => tracker.stop());
  cleanup.add(() => parts.stop());
  return {
    ...parts,
    ...told,
    tracker,
    clock,
    repository,
    change(next) {
      live = { ...live, ...next };
      for (const listener of listeners) listener(live);
    },
  };
}

/** A repository that outlives the list it is used by. */
export function createMemoryListed(): ListedRepository {
  const records = new Map<InfoHash, ListedRecord>();
  const files = new Map<InfoHash, Uint8Array>();
  return {
    load: () => [...records.values()],
    save(added) {
      for (const { file, ...record } of added) {
        const { infoHash } = record;
        if (file !== undefined) files.set(infoHash, file.metainfo);
        const given = file && { contentBytes: file.contentBytes, fileBytes: file.metainfo.length };
        records.set(infoHash, { ...record, kept: given ?? records.get(infoHash)?.kept });
      }
    },
    remove(infoHashes) {
      for (const infoHash of infoHashes) {
        records.delete(infoHash);
        files.delete(infoHash);
      }
    },
    metainfoOf: (infoHash) => files.get(infoHash),
  };
}

/** An info-hash for each number. */
export function numberedHash(number: number): InfoHash {
  const bytes = new Uint8Array(20).fill(0x11);
  new DataView(bytes.buffer).setUint32(0, number);
  return infoHashFromBytes(bytes);
}
