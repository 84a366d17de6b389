import type { EngineApi } from '../../shared/contract.ts';
import { createCommandHandlers, runCommand } from './commands.ts';
import type { EngineConfig } from './config.ts';
import { createEngineParts, type EngineParts, peerServerOf, trackerServerOf } from './engineParts.ts';
import { createEventBus, type EventBus } from './eventBus.ts';
import { GranaryError } from './errors.ts';
import { createControlServer } from './portal/controlServer.ts';
import { startPeerServer } from './peerServer.ts';
import type { Ports } from './ports.ts';
import { openStorage } from './storage/storage.ts';
import { createStopStack } from './system/stopStack.ts';
import { startTrackerServer } from './trackerServer.ts';

/** The whole of Granary but its faces: what is shared, tracked, seeded, announced and remembered, behind one contract. */
export interface Engine {
  readonly api: EngineApi;
  /** Resolves when everything listens. Rejects with a GranaryError, and then nothing runs and nothing is held. */
  start(): Promise<void>;
  /** Says goodbye to peers, writes what is not written yet, and lets go of everything. May be called again. */
  stop(): Promise<void>;
}

/** `version` is Granary's own, for those who ask and for peers. */
export function createEngine(config: EngineConfig, ports: Ports, version: string): Engine {
  const events = createEventBus(ports.logger);
  const stops = createStopStack();
  let parts: EngineParts | undefined;
  let stopping: Promise<void> | undefined;

  const api: EngineApi = {
    async call(command, params) {
      if (parts === undefined || stopping !== undefined) {
        throw new GranaryError('engine-unreachable', 'the engine is not running');
      }
      return runCommand(createCommandHandlers({ ...parts, requestStop }), command, params);
    },
    onEvent: (listener) => events.onEvent(listener),
  };

  async function start(): Promise<void> {
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
    const deps = { config, ports, storage, events, version };
    const built = createEngineParts(deps, stops);
    const { library, tracker, whereabouts, network } = built;
    library.restore();
    for (const problem of tracker.restore(storage.swarms.load())) ports.logger.log('warning', problem.message);

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

    parts = built;
    const control = await createControlServer(
      { api, ...ports },
      { dataDir: config.dataDir, port: config.controlPort, version },
    );
    stops.add(() => control.stop());
    whereabouts.controlListens(control);
  }

  function requestStop(): void {
    setImmediate(() => {
      stop().catch((cause: unknown) => ports.logger.log('error', 'the engine did not stop cleanly', { cause }));
    });
  }

  function stop(): Promise<void> {
    stopping ??= stopNow(events);
    return stopping;
  }

  async function stopNow({ emit }: EventBus): Promise<void> {
    emit({ event: 'engine.stopping', data: {} });
    await stops.stop();
  }

  return { api, start, stop };
}
