import type { Notice } from '../../../shared/because.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { DhtNode } from '../dht/dhtNode.ts';
import type { EventBus } from '../eventBus.ts';
import type { Clock, Timer } from '../ports.ts';
import type { SessionRegistry } from '../session/sessionRegistry.ts';
import type { Storage } from '../storage/storage.ts';
import { createWriteBehind, type WriteBehind } from '../storage/writeBehind.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { createSwarmFilling, type SwarmFilling } from './swarmFilling.ts';
import { createSwarmWriter } from './swarmWriter.ts';

export interface PersistenceDeps {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly sessions: SessionRegistry;
  readonly tracker: Tracker;
  readonly dht: () => DhtNode | undefined;
  readonly events: EventBus;
  /** Something that was stored cannot be read. */
  readonly onProblem: (message: string) => void;
}

/** Keeps on disk what changes all the time: a crash costs a few seconds of counters, and never a share. */
export interface Persistence {
  /** Brings back what was kept of the swarms that are tracked by now: some of it at once, the rest in the seconds that follow. */
  begin(): void;
  /** A removed share leaves nothing behind. */
  forget(infoHash: InfoHash): void;
  /** Writes all that is new; call it when everything else has stopped. */
  stop(): Promise<void>;
}

/** Together with the interval of the writes, the most that a crash can cost. */
const COLLECT_INTERVAL_MS = 1000;
const DHT_INTERVAL_MS = 60_000;
/** A new node's id is to outlive even a short run. */
const DHT_FIRST_MS = 2000;

export function createPersistence(deps: PersistenceDeps): Persistence {
  const { storage, sessions, tracker } = deps;
  const writes = createWrites(deps);
  const uploadedWhenWritten = new Map<InfoHash, number>();
  let filling: SwarmFilling | undefined;
  const isFilled = (infoHash: InfoHash): boolean => filling?.isFilled(infoHash) ?? false;
  const swarms = createSwarmWriter({ clock: deps.clock, swarms: storage.swarms, tracker, writes, isFilled });
  const timers: readonly Timer[] = [
    deps.clock.every(COLLECT_INTERVAL_MS, collect),
    deps.clock.after(DHT_FIRST_MS, collectDht),
    deps.clock.every(DHT_INTERVAL_MS, collectDht),
  ];

  function collect(): void {
    for (const { infoHash, uploadedBytes } of sessions.list()) {
      if (uploadedWhenWritten.get(infoHash) === uploadedBytes) continue;
      uploadedWhenWritten.set(infoHash, uploadedBytes);
      writes.put(`uploaded ${infoHash}`, () => storage.shares.setUploadedBytes([[infoHash, uploadedBytes]]));
    }
  }

  function collectDht(): void {
    const table = deps.dht()?.saveTable();
    if (table !== undefined) writes.put('dht', () => storage.dht.save(table));
  }

  /** What is stored of a swarm that changed is not to be replaced by half of it. */
  function finishFilling(): void {
    filling?.stop();
    for (const infoHash of tracker.changes.waiting()) filling?.fill(infoHash);
  }

  return {
    begin() {
      filling ??= createSwarmFilling({ ...deps, swarms: storage.swarms });
    },
    forget(infoHash) {
      uploadedWhenWritten.delete(infoHash);
      writes.forget(`uploaded ${infoHash}`);
      swarms.forget(infoHash);
    },
    async stop() {
      for (const timer of timers) timer.cancel();
      collect();
      collectDht();
      finishFilling();
      swarms.stop();
      await writes.stop();
    },
  };
}

function createWrites({ clock, storage, events }: PersistenceDeps): WriteBehind {
  const notice = (level: 'info' | 'error', { message, because }: Notice) =>
    events.emit({ event: 'engine.notice', data: { level, message, because } });
  return createWriteBehind({
    clock,
    transaction: (work) => storage.transaction(work),
    onFailure(error) {
      const message = `counters cannot be saved: ${error.message}; it will be tried again`;
      notice('error', { message, because: { reason: 'counters-not-saved' } });
    },
    onRecovery() {
      notice('info', { message: 'counters are being saved again', because: { reason: 'counters-saved' } });
    },
  });
}
