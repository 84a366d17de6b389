import type { InfoHash } from '../../shared/infoHash.ts';
import type { PolicySourceRow } from '../../shared/torrentLists.ts';
import { type IpAddress, parseIpAddress } from './codec/ipAddress.ts';
import type { LiveConfig } from './config.ts';
import type { MachineInterfaces } from './discovery/machineInterfaces.ts';
import { createAddressGate } from './policy/addressGate.ts';
import type { AddressRanges } from './policy/addressRanges.ts';
import { createClientFilter } from './policy/clientFilter.ts';
import { createCrowdControl, type CrowdControlDeps } from './policy/crowdControl.ts';
import { createInterfaceScopes, type InterfaceScopes } from './policy/interfaceScopes.ts';
import { createIpFilters } from './policy/ipFilters.ts';
import { createListFolders } from './policy/listFolders.ts';
import { createRefusedTorrents, type RefusedTorrents } from './policy/refusedTorrents.ts';
import { createTorrentList, type TorrentList } from './policy/torrentList.ts';
import { createServedTorrents, createTrackerPolicy, type ServedTorrents } from './policy/trackerPolicy.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { Storage } from './storage/storage.ts';
import type { Admission } from './tracker/admission.ts';
import type { AnnouncePolicy } from './tracker/announcePolicy.ts';

export interface PolicyPartsDeps extends Omit<CrowdControlDeps, 'served'> {
  readonly storage: Pick<Storage, 'listed'>;
  readonly settings: Pick<SettingsStore, 'live' | 'onLiveChange'>;
  readonly interfaces: MachineInterfaces;
  readonly isShared: (infoHash: InfoHash) => boolean;
  /** Who has a passkey. */
  readonly people?: AnnouncePolicy;
  /** Who may come is not what it was: some of those who are here may have to go. Not called before `createPolicyParts` returns. */
  readonly onAccessChanged: () => void;
  /** A folder or a list was read, for better or worse. */
  readonly onOutcome: (source: PolicySourceRow) => void;
}

/** Whom the tracker serves: what decides it, wired together. */
export interface PolicyParts {
  readonly policy: AnnouncePolicy;
  readonly admission: Admission;
  /** Whether an address gets anything here at all. */
  serves(address: IpAddress | string): boolean;
  readonly isClosed: InterfaceScopes['isClosed'];
  readonly served: ServedTorrents;
  readonly torrentList: TorrentList;
  readonly refusedTorrents: RefusedTorrents;
  readonly policySources: () => readonly PolicySourceRow[];
  /** Resolves when folders and lists are read, or after a while: a start does not wait for ever. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS = 2000;

export function createPolicyParts(deps: PolicyPartsDeps): PolicyParts {
  const { clock, storage, settings, interfaces, isShared, people, onAccessChanged, onOutcome } = deps;
  const first = settings.live();
  const mode = () => settings.live().policy;
  const refusedTorrents = createRefusedTorrents({ clock });
  const torrentList = createTorrentList({ clock, repository: storage.listed, onChanged: reconsider });
  const served = createServedTorrents({ isShared, list: torrentList, mode });
  const scopes = createInterfaceScopes(interfaces, first);
  const gate = createAddressGate(scopes, first);
  const clients = createClientFilter(first);
  const crowds = createCrowdControl({ ...deps, served }, first);
  const filters = createIpFilters({ clock, onRead: block, onOutcome });
  const folders = createListFolders({ clock, list: torrentList, onOutcome });
  const policy = createTrackerPolicy({ mode, served, gate, clients, people });
  let lastMode = mode();
  let lastAccess = accessOf(first);

  function reconsider(infoHashes: readonly InfoHash[]): void {
    served.changed();
    crowds.reconsider(infoHashes);
    refusedTorrents.forget(infoHashes);
  }

  function block(ranges: AddressRanges): void {
    gate.setBlocked(ranges);
    onAccessChanged();
  }

  function takeUp(live: LiveConfig): void {
    served.changed();
    scopes.configure(live);
    gate.configure(live);
    clients.configure(live);
    crowds.configure(live);
    filters.setPaths(live.ipFilters);
    folders.setFolders(live.listFolders);
    takeUpAccess(accessOf(live));
    if (live.policy === lastMode) return;
    lastMode = live.policy;
    crowds.dropUnserved();
    const infoHashes = refusedTorrents.entries().flatMap(({ infoHash }) => infoHash ?? []);
    refusedTorrents.forget(infoHashes.filter((infoHash) => served.sourceOf(infoHash) !== undefined));
  }

  function takeUpAccess(access: string): void {
    if (access === lastAccess) return;
    lastAccess = access;
    onAccessChanged();
  }

  filters.setPaths(first.ipFilters);
  folders.setFolders(first.listFolders);
  const endLive = settings.onLiveChange(takeUp);

  return {
    policy,
    admission: crowds.admission,
    serves(given) {
      const address = typeof given === 'string' ? parseIpAddress(given) : given;
      return address !== undefined && gate.refusalOf(address) === undefined;
    },
    isClosed: scopes.isClosed,
    served,
    torrentList,
    refusedTorrents,
    policySources: () => [...folders.sources(), ...filters.sources()],
    async ready() {
      const late = Promise.withResolvers<void>();
      const timer = clock.after(READY_MS, late.resolve);
      await Promise.race([Promise.all([folders.ready(), filters.settled()]), late.promise]);
      timer.cancel();
    },
    async stop() {
      endLive();
      crowds.stop();
      await Promise.all([folders.stop(), filters.stop()]);
    },
  };
}

/** What of the settings says who may come, but for the lists, which take time to be read. */
function accessOf({ policy, addressScope, interfaceScopes, localRanges }: LiveConfig): string {
  return JSON.stringify([policy, addressScope, interfaceScopes, localRanges]);
}
