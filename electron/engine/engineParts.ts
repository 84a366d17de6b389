import type { EngineApi } from '../../shared/contract.ts';
import { noteOfSource } from './activity/sourceNotes.ts';
import type { CommandDeps } from './commands.ts';
import type { EngineConfig } from './config.ts';
import { createLocalNetwork, type LocalNetwork } from './discovery/localNetwork.ts';
import { createMachineInterfaces } from './discovery/machineInterfaces.ts';
import type { EventBus } from './eventBus.ts';
import { statusOf } from './engineStatus.ts';
import { createPeerDialer } from './peer/peerDialer.ts';
import type { TrackerSite } from './portal/trackerSite.ts';
import { createPeople } from './people/people.ts';
import { createMembership } from './people/membership.ts';
import { createPeerGate, type PeerGate } from './peerGate.ts';
import { createPolicyParts, type PolicyParts } from './policyParts.ts';
import { createHttpSettings, type HttpSettings } from './httpSettings.ts';
import type { Ports } from './ports.ts';
import { createRecords, type Records } from './records.ts';
import { createSeeding, type Seeding } from './seeding.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import { createJobs } from './shares/jobs.ts';
import { createOwnFiles } from './shares/ownFiles.ts';
import { createLeecherCalls } from './shares/leecherCalls.ts';
import { createPersistence, type Persistence } from './shares/persistence.ts';
import { createPersonalLinks } from './shares/personalLinks.ts';
import { createShareBroadcast } from './shares/shareBroadcast.ts';
import { createShareLibrary, type ShareLibrary } from './shares/shareLibrary.ts';
import { createShareLinks } from './shares/shareLinks.ts';
import { createSwarmWatch } from './shares/swarmFigures.ts';
import { createApiParts, createSite } from './siteParts.ts';
import type { Storage } from './storage/storage.ts';
import type { StopStack } from './system/stopStack.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG, type Tracker } from './tracker/tracker.ts';
import { createRowSources } from './views/rowSources.ts';
import type { OpenRowSource } from './views/rowSource.ts';
import { createWhereabouts, type Whereabouts } from './whereabouts.ts';

export interface EnginePartsDeps {
  readonly config: EngineConfig;
  readonly ports: Ports;
  readonly storage: Storage;
  readonly events: EventBus;
  readonly version: string;
  readonly settings: SettingsStore;
  /** The engine as its clients drive it, for those that come by the tracker's port. */
  readonly api: EngineApi;
}

/** Everything of the engine that does not listen on the network by itself, wired together. */
export interface EngineParts extends Omit<CommandDeps, 'requestStop' | 'requestRestart'> {
  readonly openSource: OpenRowSource;
  readonly network: LocalNetwork;
  readonly whereabouts: Whereabouts;
  readonly seeding: Seeding;
  readonly site: TrackerSite;
  readonly records: Records;
  readonly httpSettings: HttpSettings;
  readonly persistence: Persistence;
  readonly policy: PolicyParts;
  readonly peerGate: PeerGate;
}

/** What starts here is put on `stops`, to be stopped after everything that is added later. */
export function createEngineParts(deps: EnginePartsDeps, stops: StopStack): EngineParts {
  const { config, ports, storage, events, version, settings } = deps;
  const { clock, random, logger } = ports;
  const startedAt = clock.now();
  const interfaces = createMachineInterfaces(ports);
  const network = createLocalNetwork({ interfaces, isClosed: (one) => policy.isClosed(one) }, config.interfaces);
  const whereabouts = createWhereabouts(network, config);
  const dht = () => whereabouts.dht;
  const client = `Granary ${version}`;

  const people = createPeople(
    {
      clock,
      logger,
      randomBytes: ports.randomBytes,
      storage,
      rules: settings.live(),
      note: (activity) => records.activity.note(activity),
      onLess() {
        if (isPrivate()) onAccessChanged();
      },
    },
    DEFAULT_TRACKER_CONFIG,
  );
  stops.add(() => people.stop());
  const isPrivate = () => settings.live().policy === 'private';
  const membership = createMembership({
    clock,
    people,
    isPrivate,
    isShared: (infoHash) => library.has(infoHash),
    isListed: (infoHash) => policy.torrentList.verdictOf(infoHash) === 'allow',
    patienceSeconds: () => tracker.patienceSeconds(),
  });
  stops.add(async () => membership.stop());
  const onAccessChanged = (): void => {
    tracker.dropUnserved();
    peerGate.recheck();
  };
  stops.add(settings.onLiveChange((live) => people.rules.set(live)));
  const policy = createPolicyParts({
    clock,
    random,
    storage,
    settings,
    interfaces,
    isShared: (infoHash) => library.has(infoHash),
    tracker: () => tracker,
    people: people.policy,
    onDropped: (infoHash) => persistence.forgetSwarm(infoHash),
    onCrowded: (...crowding) => records.onCrowded(...crowding),
    onAccessChanged,
    onUnserved: (count) => records.activity.note({ kind: 'swarms-dropped', values: { count } }),
    onOutcome(source) {
      const note = noteOfSource(source);
      if (note !== undefined) records.activity.note(note);
    },
  });
  const httpSettings = createHttpSettings(settings);
  stops.add(() => httpSettings.stop());
  const apiParts = createApiParts(deps, stops);
  const { apiEvents } = apiParts;

  const tracker: Tracker = createTracker(
    {
      clock,
      random,
      preferLargePages: ports.preferLargePages,
      policy: policy.policy,
      admission: policy.admission,
      serves: policy.serves,
      isMember: membership.isMember,
      isProxy: httpSettings.options.isProxy,
      maxAnnouncesPerSecond: httpSettings.maxAnnouncesPerSecond,
      localSeeder: (infoHash) =>
        seeding.sessions.find(infoHash)?.state.kind === 'seeding' ? { port: whereabouts.peerPort } : undefined,
      onRefused(...refused) {
        records.onRefused(...refused);
        policy.refusedTorrents.refused(...refused);
        apiEvents.refused(...refused);
      },
      onAnnounced(request, address) {
        apiEvents.announced(request, address);
        membership.announced(request, address);
      },
      onCompleted(request, address) {
        records.onCompleted(request, address);
        apiEvents.completed(request, address);
      },
    },
    DEFAULT_TRACKER_CONFIG,
  );
  stops.add(() => tracker.stop());
  const seeding = createSeeding({ config, ports, whereabouts, client });
  const { sessions } = seeding;
  const peerGate = createPeerGate({ sessions, serves: policy.serves, isPrivate, membership });
  const records = createRecords({ ...deps, clock, logger, tracker, sessions, addresses: whereabouts.addresses });
  // What sessions still send while they end belongs to the history.
  stops.add(() => records.stop());
  const onProblem = (message: string): void => logger.log('warning', message);
  const persistence = createPersistence({ clock, storage, sessions, tracker, dht, events, onProblem });
  // Last bytes are counted while sessions end, so the last write comes after.
  stops.add(() => persistence.stop());
  stops.add(() => policy.stop());
  stops.add(() => seeding.stop());

  const links = createShareLinks(whereabouts, client);
  const personalLinks = createPersonalLinks(whereabouts, client);
  const isWithheld = createOwnFiles(config.dataDir);
  const library: ShareLibrary = createShareLibrary({
    isWithheld,
    clock,
    shares: storage.shares,
    sessions,
    createSession: seeding.createSession,
    tracker,
    links,
    dht,
    isSecret: isPrivate,
    onChanged: (infoHash) => broadcast.changed(infoHash),
    onVerified: records.onVerified,
    onRemoved(infoHash) {
      persistence.forget(infoHash);
      records.history.forget(infoHash);
      people.forgetTorrent(infoHash);
      broadcast.removed(infoHash);
    },
    onDamaged(infoHash, why) {
      const message = `the stored share ${infoHash} cannot be read and is not served: ${why}`;
      logger.log('error', message);
      whereabouts.note({ message, because: { reason: 'share-damaged', infoHash } });
    },
  });
  let wasPrivate = isPrivate();
  stops.add(
    settings.onLiveChange(() => {
      if (isPrivate() === wasPrivate) return;
      wasPrivate = isPrivate();
      library.announceAll();
    }),
  );
  const broadcast = createShareBroadcast({ clock, events, library, tracker, addresses: whereabouts.addresses });
  stops.add(() => broadcast.stop());
  const dialer = createPeerDialer({ clock, hosts: peerGate, identity: seeding.identity });
  stops.add(() => dialer.stop());
  const calls = createLeecherCalls({ clock, tracker, sessions, dialer });
  stops.add(() => calls.stop());
  const jobs = createJobs(clock, (data) => events.emit({ event: 'job.progress', data }));
  stops.add(() => jobs.stop());

  const watch = createSwarmWatch({ clock, sessions, tracker });
  const openSource = createRowSources({
    ...records,
    ...policy,
    ...apiParts,
    clock,
    people,
    invitationUrls: (code) => personalLinks.invitationUrls(code),
    library,
    tracker,
    sessions,
    watch,
    calls,
    dht,
    status: () => status(),
    notices: () => whereabouts.notices,
    announceUrls: () => links.trackers().flat(),
    policy: () => settings.live().policy,
    // Where there are no pages, a browser still gets the .torrent file.
    pageUrls: (infoHash) => (settings.live().portal ? links.pageUrls(infoHash) : links.torrentUrls(infoHash)),
  });

  const { serves: isServedAddress, torrentList } = policy;
  const site = createSite(
    {
      ...deps,
      ...apiParts,
      startedAt,
      library,
      tracker,
      people,
      personalLinks,
      links,
      torrentList,
      openSource,
      isServedAddress,
    },
    stops,
  );

  const status = () => statusOf({ version, startedAt, dataDir: config.dataDir, whereabouts, tracker, seeding });
  return {
    policy,
    peerGate,
    torrentList,
    ...apiParts,
    library,
    sessions,
    tracker,
    storage,
    clock,
    jobs,
    status,
    network,
    whereabouts,
    seeding,
    site,
    records,
    persistence,
    settings,
    openSource,
    isWithheld,
    people,
    personalLinks,
    httpSettings,
  };
}
