import type { KeptConnection, SocketAddress } from '../ports.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import type { ReadinessPoll } from './readinessPoll.ts';
import { CLOSE_ON_EXEC } from './systemSockets.ts';

/** A connection that is known by its descriptor alone, and watched until it is released or destroyed. */
export interface WatchedConnection extends KeptConnection {
  readonly descriptor: number;
  readonly from: SocketAddress;
  /** Our end. */
  readonly to: SocketAddress;
}

/**
 * The connections of a listener that wait for their next request. The system watches all of them through one descriptor,
 * which takes its turn among the others that are polled: one that waits costs no call, however many there are.
 */
export interface KeptConnections {
  /** Undefined when the system cannot watch one more. */
  add(descriptor: number, from: SocketAddress, to: SocketAddress): WatchedConnection | undefined;
  /** Whether it is neither released nor destroyed. */
  has(connection: WatchedConnection): boolean;
  /** Forgets the connection; its descriptor is the caller's. */
  release(connection: WatchedConnection): void;
  /** No further ones come. Resolves when nothing is left open for those that are gone. */
  end(): Promise<void>;
}

/** Taken from the system with one call. */
const MAX_EVENTS = 64;
/** Something else gets its turn after about so long. */
const TURN_MS = 4;
const READABLE = 1;
const ADD = 1;
const DELETE = 2;
const NO_DESCRIPTOR = -1;
/**
 * struct epoll_event, in words of 4 bytes: events, then 8 bytes of ours, which only x64 puts right behind them. Ours are the
 * descriptor, and a number that no other connection had: the system gives the same descriptor to the next connection while
 * events of the last may still be on their way.
 */
const LAYOUT = process.arch === 'x64' ? { words: 3, ours: 1 } : { words: 4, ours: 2 };

interface Entry {
  readonly connection: WatchedConnection;
  readonly serial: number;
}

/** `onReadable` reads without blocking; what it leaves unread has it called again. */
export function createKeptConnections(
  { calls, poll }: { readonly calls: LinuxCalls; readonly poll: Pick<ReadinessPoll, 'watch' | 'unwatch'> },
  onReadable: (connection: WatchedConnection) => void,
): KeptConnections {
  const entries = new Map<number, Entry>();
  const events = new Uint32Array(MAX_EVENTS * LAYOUT.words);
  const eventsAddress = calls.addressOf(events);
  // Above 64 bytes, so that it stays where its address says.
  const wanted = new Uint32Array(32);
  const wantedAddress = calls.addressOf(wanted);
  let epoll = NO_DESCRIPTOR;
  let serials = 0;
  let isEnding = false;

  function isWatching(): boolean {
    if (epoll !== NO_DESCRIPTOR) return true;
    epoll = calls.epollCreate(CLOSE_ON_EXEC);
    if (epoll === NO_DESCRIPTOR) return false;
    poll.watch(epoll, takeTurn);
    return true;
  }

  function takeTurn(): void {
    const endMs = performance.now() + TURN_MS;
    do {
      const count = calls.epollNow(epoll, eventsAddress, MAX_EVENTS);
      if (count <= 0) return;
      for (let at = LAYOUT.ours; at < count * LAYOUT.words; at += LAYOUT.words) {
        const entry = entries.get(events[at] ?? NO_DESCRIPTOR);
        if (entry !== undefined && entry.serial === events[at + 1]) onReadable(entry.connection);
      }
    } while (performance.now() < endMs);
  }

  const has = (connection: WatchedConnection): boolean => entries.get(connection.descriptor)?.connection === connection;

  function release(connection: WatchedConnection): void {
    if (!has(connection)) return;
    entries.delete(connection.descriptor);
    // Closing it would not do while a program that is just being started has it too.
    calls.epollControl(epoll, DELETE, connection.descriptor, wantedAddress);
    if (isEnding && entries.size === 0) void close();
  }

  async function close(): Promise<void> {
    const closing = epoll;
    epoll = NO_DESCRIPTOR;
    if (closing === NO_DESCRIPTOR) return;
    await poll.unwatch(closing);
    calls.close(closing);
  }

  return {
    has,
    release,
    add(descriptor, from, to) {
      if (isEnding || !isWatching()) return undefined;
      serials = (serials + 1) >>> 0;
      wanted[0] = READABLE;
      wanted[LAYOUT.ours] = descriptor;
      wanted[LAYOUT.ours + 1] = serials;
      if (calls.epollControl(epoll, ADD, descriptor, wantedAddress) < 0) return undefined;
      const connection: WatchedConnection = {
        descriptor,
        from,
        to,
        destroy() {
          if (!has(connection)) return;
          release(connection);
          calls.close(descriptor);
        },
      };
      entries.set(descriptor, { connection, serial: serials });
      return connection;
    },
    async end() {
      isEnding = true;
      if (entries.size === 0) await close();
    },
  };
}
