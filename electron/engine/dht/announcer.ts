import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock } from '../ports.ts';

/** Milliseconds since the epoch. */
export interface AnnounceTimes {
  /** When nodes last took it. */
  readonly lastAt: number | undefined;
  readonly nextAt: number;
}

export interface AnnouncerDeps {
  readonly clock: Clock;
  /** Announces once; resolves with the number of nodes that took it. Never rejects. */
  readonly announceOnce: (infoHash: InfoHash) => Promise<number>;
  readonly hasNodes: () => boolean;
}

/** Keeps what is announced known to the nodes around: at once, every quarter of an hour, and sooner where it failed. */
export interface Announcer {
  add(infoHash: InfoHash): void;
  remove(infoHash: InfoHash): void;
  /** Undefined for what is not announced. */
  timesOf(infoHash: InfoHash): AnnounceTimes | undefined;
  /** There is somebody new to tell: what reached nobody so far is announced now. */
  nodesAppeared(): void;
  stop(): void;
}

/** Nodes keep a peer for about half an hour (BEP 5 leaves it to them). */
export const ANNOUNCE_INTERVAL_MS = 15 * 60_000;
export const RETRY_INTERVAL_MS = 60_000;
const LOOK_INTERVAL_MS = 15_000;
/** An announce is a lookup of some dozen packets; a thousand shares at once would drown the node's own queries. */
const MAX_AT_ONCE = 4;

interface Entry {
  /** On the monotonic clock. */
  dueAtMs: number;
  hasReachedNodes: boolean;
  /** Wall time. */
  lastAt: number | undefined;
  isRunning: boolean;
}

export function createAnnouncer({ clock, announceOnce, hasNodes }: AnnouncerDeps): Announcer {
  const entries = new Map<InfoHash, Entry>();
  let runningCount = 0;
  const timer = clock.every(LOOK_INTERVAL_MS, look);

  function look(): void {
    if (!hasNodes()) return;
    const nowMs = clock.monotonicMs();
    for (const [infoHash, entry] of entries) {
      if (runningCount >= MAX_AT_ONCE) return;
      if (!entry.isRunning && entry.dueAtMs <= nowMs) void run(infoHash, entry);
    }
  }

  async function run(infoHash: InfoHash, entry: Entry): Promise<void> {
    runningCount++;
    entry.isRunning = true;
    entry.hasReachedNodes = (await announceOnce(infoHash)) > 0;
    if (entry.hasReachedNodes) entry.lastAt = clock.now();
    entry.dueAtMs = clock.monotonicMs() + (entry.hasReachedNodes ? ANNOUNCE_INTERVAL_MS : RETRY_INTERVAL_MS);
    entry.isRunning = false;
    runningCount--;
    look();
  }

  return {
    add(infoHash) {
      if (entries.has(infoHash)) return;
      entries.set(infoHash, {
        dueAtMs: clock.monotonicMs(),
        hasReachedNodes: false,
        lastAt: undefined,
        isRunning: false,
      });
      look();
    },
    remove(infoHash) {
      entries.delete(infoHash);
    },
    timesOf(infoHash) {
      const entry = entries.get(infoHash);
      if (entry === undefined) return undefined;
      return { lastAt: entry.lastAt, nextAt: clock.now() + Math.max(0, entry.dueAtMs - clock.monotonicMs()) };
    },
    nodesAppeared() {
      for (const entry of entries.values()) {
        if (!entry.hasReachedNodes) entry.dueAtMs = clock.monotonicMs();
      }
      look();
    },
    stop() {
      timer.cancel();
      entries.clear();
    },
  };
}
