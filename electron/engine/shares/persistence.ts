import type { Notice } from '../../../shared/because.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { DhtNode } from '../dht/dhtNode.ts';
import type { EventBus } from '../eventBus.ts';
import type { Clock, Timer } from '../ports.ts';
import type { SessionRegistry } from '../session/sessionRegistry.ts';
import type { Storage } from '../storage/storage.ts';
import { createWriteBehind, type WriteBehind } from '../storage/writeBehind.ts';
import type { Tracker } from '../tracker/tracker.ts';

export interface PersistenceDeps {
  readonly clock: Clock;
  readonly storage: Storage;
  readonly sessions: SessionRegistry;
  readonly tracker: Tracker;
  readonly dht: () => DhtNode | undefined;
  readonly events: EventBus;
}

/** Keeps on disk what changes all the time: a crash costs a few seconds of counters, and never a share. */
export interface Persistence {
  /** A removed share leaves nothing behind. */
  forget(infoHash: InfoHash): void;
  /** The tracker has dropped a swarm that is no share's; many of them together cost little. */
  forgetSwarm(infoHash: InfoHash): void;
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
    for (const swarm of tracker.snapshot('changed')) {
      writes.put(`swarm ${swarm.infoHash}`, () => storage.swarms.save([swarm]));
    }
  }

  function collectDht(): void {
    const table = deps.dht()?.saveTable();
    if (table !== undefined) writes.put('dht', () => storage.dht.save(table));
  }

  return {
    forget(infoHash) {
      uploadedWhenWritten.delete(infoHash);
      writes.forget(`uploaded ${infoHash}`);
      writes.forget(`swarm ${infoHash}`);
      storage.swarms.remove(infoHash);
    },
    forgetSwarm: (infoHash) => writes.put(`swarm ${infoHash}`, () => storage.swarms.remove(infoHash)),
    async stop() {
      for (const timer of timers) timer.cancel();
      collect();
      collectDht();
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
