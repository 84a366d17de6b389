import type { Clock } from '../ports.ts';

/**
 * The open connections of a listener, each with a time at which it is cut off. When there are too many, the one that did
 * nothing for longest goes: whoever holds thousands open without asking anything loses them, and others get in.
 */
export interface OpenSockets {
  count(): number;
  /** Takes the connection in, unless it is; whatever it does later, it is cut off after `timeoutMs`. */
  add(socket: OpenSocket, timeoutMs: number): void;
  /** The connection did something, and now has `timeoutMs` from now. */
  renew(socket: OpenSocket, timeoutMs: number): void;
  /** The connection closed, or is someone else's now. */
  remove(socket: OpenSocket): void;
  /** Cuts all connections off. */
  stop(): void;
}

/** One of Node.js, or a connection that has none. */
export interface OpenSocket {
  destroy(): void;
}

/** How exactly timeouts are kept. */
const CHECK_MS = 1000;

export function createOpenSockets(clock: Clock, maxSockets: number): OpenSockets {
  // In the order in which they last did something: a Map keeps the order of insertion.
  const deadlines = new Map<OpenSocket, number>();
  const timer = clock.every(CHECK_MS, () => {
    const nowMs = clock.monotonicMs();
    for (const [socket, deadlineMs] of deadlines) if (deadlineMs <= nowMs) cutOff(socket);
  });

  function cutOff(socket: OpenSocket): void {
    deadlines.delete(socket);
    socket.destroy();
  }

  function makeRoom(): void {
    if (deadlines.size < maxSockets) return;
    const [idlest] = deadlines.keys();
    if (idlest !== undefined) cutOff(idlest);
  }

  function renew(socket: OpenSocket, timeoutMs: number): void {
    deadlines.delete(socket);
    deadlines.set(socket, clock.monotonicMs() + timeoutMs);
  }

  return {
    count: () => deadlines.size,
    add(socket, timeoutMs) {
      if (!deadlines.has(socket)) makeRoom();
      renew(socket, timeoutMs);
    },
    renew,
    remove: (socket) => void deadlines.delete(socket),
    stop() {
      timer.cancel();
      for (const socket of deadlines.keys()) cutOff(socket);
    },
  };
}
