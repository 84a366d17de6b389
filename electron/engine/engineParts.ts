import type { EngineStatus } from '../../shared/model.ts';
import { parseIpAddress } from './codec/ipAddress.ts';
import type { CommandDeps } from './commands.ts';
import type { EngineConfig } from './config.ts';
import type { EventBus } from './eventBus.ts';
import { createLocalNetwork, type LocalNetwork } from './discovery/localNetwork.ts';
import type { PeerHost } from './peer/peerHost.ts';
import type { PeerServer, PeerServerConfig, PeerServerDeps } from './peerServer.ts';
import { createShareSite } from './portal/shareSite.ts';
import type { Ports } from './ports.ts';
import { createFileHandles } from './session/fileHandles.ts';
import { createSegmentCache } from './session/segmentCache.ts';
import { createSessionRegistry } from './session/sessionRegistry.ts';
import { createShareSession, type ShareSessionDeps } from './session/shareSession.ts';
import { createJobs } from './shares/jobs.ts';
import { createPersistence } from './shares/persistence.ts';
import { createShareBroadcast } from './shares/shareBroadcast.ts';
import { createShareLibrary } from './shares/shareLibrary.ts';
import { createShareLinks } from './shares/shareLinks.ts';
import type { Storage } from './storage/storage.ts';
import type { StopStack } from './system/stopStack.ts';
import { createSharesOnlyPolicy } from './tracker/announcePolicy.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from './tracker/tracker.ts';
import type { TrackerServer, TrackerServerDeps } from './trackerServer.ts';

export interface EnginePartsDeps {
  readonly config: EngineConfig;
  readonly ports: Ports;
  readonly storage: Storage;
  readonly events: EventBus;
  readonly version: string;
}

/** Everything of the engine that does not listen on the network by itself, wired together. */
export interface EngineParts extends Omit<CommandDeps, 'requestStop'> {
  readonly network: LocalNetwork;
  readonly peerServerDeps: PeerServerDeps;
  readonly trackerServerDeps: TrackerServerDeps;
  peerServerConfig(): PeerServerConfig;
  /** Takes up the stored shares and swarms. */
  restore(): void;
  /** The network side tells where it came to listen. */
  peersListen(server: PeerServer): void;
  trackerListens(server: TrackerServer): void;
  controlListens(port: number): void;
}

const MAX_OPEN_FILES = 256;
const PEER_ID_PREFIX = '-GY0100-';

/** What starts here is put on `stops`, to be stopped after everything that is added later. */
export function createEngineParts(deps: EnginePartsDeps, stops: StopStack): EngineParts {
  const { config, ports, storage, events, version } = deps;
  const { clock, random, logger } = ports;
  const startedAt = clock.now();
  const listening: Listening = { trackerPort: 0, peerPort: 0, controlPort: 0, dht: undefined };
  const notices: string[] = [];
  const network = createLocalNetwork({ clock }, config.interfaces);
  const links = createShareLinks(
    {
      announceTiers: () => network.announceTiers(listening.trackerPort),
      addresses: () => network.addresses(),
      get trackerPort() {
        return listening.trackerPort;
      },
      get peerPort() {
        return listening.peerPort;
      },
      get dhtPort() {
        return listening.dht?.port;
      },
    },
    `Granary ${version}`,
  );

  const sessions = createSessionRegistry();
  const tracker = createTracker(
    {
      clock,
      random,
      policy: createSharesOnlyPolicy((infoHash) => library.has(infoHash)),
      localSeeder: (infoHash) =>
        sessions.find(infoHash)?.state.kind === 'seeding' ? { port: listening.peerPort } : undefined,
    },
    DEFAULT_TRACKER_CONFIG,
  );
  const persistence = createPersistence({ clock, storage, sessions, tracker, dht: () => listening.dht, events });
  stops.add(() => persistence.stop());
  stops.add(() => tracker.stop());

  const handles = createFileHandles(MAX_OPEN_FILES);
  stops.add(() => handles.stop());
  const peerId = Buffer.concat([Buffer.from(PEER_ID_PREFIX), ports.randomBytes(20 - PEER_ID_PREFIX.length)]);
  const sessionDeps: ShareSessionDeps = {
    clock,
    random,
    logger,
    handles,
    cache: createSegmentCache(config.cacheBytes),
    identity: () => ({
      peerId,
      client: `Granary ${version}`,
      listenPort: listening.peerPort,
      ...(listening.dht && { dhtPort: listening.dht.port }),
    }),
    config,
  };
  stops.add(() => sessions.stop());

  const library = createShareLibrary({
    clock,
    logger,
    shares: storage.shares,
    sessions,
    createSession: (content) => createShareSession(sessionDeps, content),
    tracker,
    links,
    dht: () => listening.dht,
    onChanged: (infoHash) => broadcast.changed(infoHash),
    onRemoved(infoHash) {
      persistence.forget(infoHash);
      broadcast.removed(infoHash);
    },
  });
  const broadcast = createShareBroadcast({
    clock,
    events,
    list: () => library.list(),
    find: (infoHash) => (library.has(infoHash) ? library.get(infoHash).share : undefined),
  });
  stops.add(() => broadcast.stop());
  const jobs = createJobs(clock, (data) => events.emit({ event: 'job.progress', data }));
  stops.add(() => jobs.stop());
  const site = createShareSite({
    clock,
    logger,
    isServedAddress: isLocal,
    renderTorrent: (infoHash, localAddress) =>
      library.has(infoHash) ? library.torrentFile(infoHash, localAddress) : undefined,
  });
  stops.add(() => site.stop());

  function status(): EngineStatus {
    const { announces, scrapes, refused } = tracker.totals();
    const { dht, ...listeningPorts } = listening;
    return {
      version,
      processId: process.pid,
      startedAt,
      dataDir: config.dataDir,
      ...listeningPorts,
      ...(dht && { dhtPort: dht.port }),
      dhtNodes: dht?.nodeCount() ?? 0,
      addresses: [...network.addresses()],
      notices: [...notices],
      ...sessions.totals(),
      announces,
      scrapes,
      refused,
    };
  }

  function noteReplacedPort(what: string, { insteadOf, port }: { insteadOf: number | undefined; port: number }): void {
    if (insteadOf !== undefined) notices.push(`port ${insteadOf} is in use, so ${what} on port ${port} instead`);
  }

  return {
    library,
    sessions,
    tracker,
    storage,
    jobs,
    status,
    network,
    peerServerDeps: {
      listener: {
        clock,
        identity: sessionDeps.identity,
        hosts: { find: (infoHash) => localOnly(sessions.find(infoHash)) },
      },
      dht: { ...ports, addressFacing: (requester) => facingText(network, requester) },
    },
    trackerServerDeps: { ports, tracker, facing: network.facing, handOver: (socket) => site.accept(socket) },
    peerServerConfig() {
      const { bindings } = network;
      const known = storage.dht.load();
      const dht = config.dht && bindings.dhtAddress !== undefined ? { address: bindings.dhtAddress, known } : undefined;
      return { addresses: bindings.addresses, port: config.peerPort, maxConnections: config.maxConnections, dht };
    },
    restore() {
      library.restore();
      for (const problem of tracker.restore(storage.swarms.load())) logger.log('warning', problem.message);
    },
    peersListen(server) {
      listening.peerPort = server.port;
      listening.dht = server.dht;
      noteReplacedPort('peers are served', server);
      library.announceAll();
    },
    trackerListens(server) {
      listening.trackerPort = server.port;
      noteReplacedPort('the tracker answers', server);
    },
    controlListens(port) {
      listening.controlPort = port;
    },
  };
}

interface Listening {
  trackerPort: number;
  peerPort: number;
  controlPort: number;
  dht: PeerServer['dht'];
}

/** Closed by default: strangers from the internet get nothing, even if a router lets them in. */
function isLocal(address: string): boolean {
  const scope = parseIpAddress(address)?.scope;
  return scope === 'private' || scope === 'link-local' || scope === 'loopback';
}

function localOnly(host: PeerHost | undefined): PeerHost | undefined {
  if (host === undefined) return undefined;
  return {
    admits: (handshake, remoteAddress) => isLocal(remoteAddress) && host.admits(handshake, remoteAddress),
    accept: (socket, handshake, received) => host.accept(socket, handshake, received),
  };
}

function facingText(network: LocalNetwork, requester: string): string | undefined {
  const address = parseIpAddress(requester);
  return address && network.facing(address)?.text;
}
