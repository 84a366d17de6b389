import { ENGINE_ITSELF } from '../../shared/actor.ts';
import type { EngineApi } from '../../shared/contract.ts';
import { createCommandHandlers, runCommand } from './commands.ts';
import type { EngineConfig } from './config.ts';
import { consoleOf, peerServerOf, trackerServerOf } from './engineListeners.ts';
import { createEngineParts, type EngineParts } from './engineParts.ts';
import { createEventBus, type EventBus } from './eventBus.ts';
import { GranaryError } from './errors.ts';
import { startHttpsServer } from './httpsServer.ts';
import { createControlServer } from './portal/controlServer.ts';
import { startPeerServer } from './peerServer.ts';
import type { Ports } from './ports.ts';
import { createSettingsStore, type SettingSources } from './settings/settingsStore.ts';
import { openStorage } from './storage/storage.ts';
import { createStopStack } from './system/stopStack.ts';
import { startTrackerServer } from './trackerServer.ts';
import type { OpenRowSource } from './views/rowSource.ts';

/** The whole of Granary but its faces: what is shared, tracked, seeded, announced and remembered, behind one contract. */
export interface Engine {
  readonly api: EngineApi;
  /** What is behind the views of its clients. Throws `engine-unreachable` while it does not run. */
  readonly openSource: OpenRowSource;
  /** Resolves when everything listens. Rejects with a GranaryError, and then nothing runs and nothing is held. */
  start(): Promise<void>;
  /** Says goodbye to peers, writes what is not written yet, and lets go of everything. May be called again. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** Granary's own, for those who ask and for peers. */
  readonly version: string;
  /** What the configuration was made from, so that settings can be shown and changed; without it, from nothing but the file. */
  readonly sources?: SettingSources;
  /** Called when a client wants it started again, just before it stops; without it, it is not to be had. */
  readonly onRestart?: () => void;
}

export function createEngine(config: EngineConfig, ports: Ports, options: EngineOptions): Engine {
  const { version, sources } = options;
  const events = createEventBus(ports.logger);
  const stops = createStopStack();
  let parts: EngineParts | undefined;
  let starting: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;

  function running(): EngineParts {
    if (parts !== undefined && stopping === undefined) return parts;
    throw new GranaryError('engine-unreachable', 'the engine is not running');
  }

  const openSource: OpenRowSource = (spec) => running().openSource(spec);
  const api: EngineApi = {
    async call(command, params, by = ENGINE_ITSELF) {
      const handlers = createCommandHandlers({ ...running(), requestStop, requestRestart });
      return runCommand(handlers, command, { params, by });
    },
    onEvent: (listener, only) => events.onEvent(listener, only),
  };

  function start(): Promise<void> {
    starting ??= startOrUndo();
    return starting;
  }

  async function startOrUndo(): Promise<void> {
    if (stopping !== undefined)
      throw new GranaryError('engine-unreachable', 'the engine was stopped before it started');
    try {
      await startAll();
    } catch (error) {
      await stops.stop();
      throw error;
    }
  }

  /** In this order: what is remembered, who owns it, who may come to it, and who may command it. */
  async function startAll(): Promise<void> {
    const storage = openStorage({ dataDir: config.dataDir });
    stops.add(() => storage.close());
    const settings = createSettingsStore(config, sources ?? { flags: {}, environment: {} });
    const deps = { config, ports, storage, events, version, settings, api };
    const built = createEngineParts(deps, stops);
    const { library, persistence, whereabouts, network, records } = built;
    await built.policy.ready();
    library.restore();
    persistence.begin();
    records.begin();

    const peers = peerServerOf(built, deps);
    const peerServer = await startPeerServer(peers.deps, peers.config);
    stops.add(() => peerServer.stop());
    whereabouts.peersListen(peerServer);
    library.announceAll();

    const { addresses } = network.bindings;
    const trackerServer = await startTrackerServer(trackerServerOf(built, ports), {
      addresses,
      port: config.trackerPort,
    });
    stops.add(() => trackerServer.stop());
    whereabouts.trackerListens(trackerServer);
    if (config.https) await startHttps(built);

    parts = built;
    const control = await createControlServer(
      { api, openSource, ...ports, store: storage.settings },
      { ...consoleOf(config, ports), dataDir: config.dataDir, port: config.controlPort, version },
    );
    stops.add(() => control.stop());
    whereabouts.controlListens(control);
    for (const notice of control.notices) whereabouts.note(notice);
    records.started(whereabouts.notices);
  }

  async function startHttps(built: EngineParts): Promise<void> {
    const { network, whereabouts } = built;
    const server = await startHttpsServer(trackerServerOf(built, ports), config, {
      listen: network.bindings.addresses,
      reachedAt: network.addresses(),
    });
    stops.add(() => server.stop());
    whereabouts.httpsListens(server);
  }

  function requestStop(): void {
    setImmediate(() => {
      stop().catch((cause: unknown) => ports.logger.log('error', 'the engine did not stop cleanly', { cause }));
    });
  }

  function requestRestart(): void {
    const { onRestart } = options;
    if (onRestart === undefined) {
      throw new GranaryError('bad-input', 'this engine ends with the command that runs it', {
        hint: 'end that command and start it again',
        because: { reason: 'stops-with-command' },
      });
    }
    onRestart();
    requestStop();
  }

  function stop(): Promise<void> {
    stopping ??= stopNow(events);
    return stopping;
  }

  async function stopNow({ emit }: EventBus): Promise<void> {
    // Who hears of it may call `stop`, which by then must know that it is under way.
    await Promise.resolve();
    emit({ event: 'engine.stopping', data: {} });
    // What half a start has opened meanwhile would be left behind. Who started it is told why it failed.
    await starting?.catch(() => undefined);
    await stops.stop();
  }

  return { api, openSource, start, stop };
}
