import type { Socket } from 'node:net';
import type { Clock } from '../ports.ts';

export interface PeerSocketHandlers {
  /** Bytes as they came; valid until the handler returns. What it writes leaves together. */
  readonly onBytes: (bytes: Uint8Array) => void;
  /** The connection is over, for whatever reason. The last call, exactly once. */
  readonly onClosed: () => void;
}

/** A TCP connection to a peer, with the times that tell a live one from a dead one. Times are on the clock that only grows. */
export interface PeerSocket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly lastReceivedMs: number;
  readonly lastSentMs: number;
  /** Since when output waits that the system has not taken; undefined while none does. */
  readonly stalledSinceMs: number | undefined;
  /** Begins to read: `received` first, then what the socket brings. Call once. */
  open(handlers: PeerSocketHandlers, received: Uint8Array): void;
  /** Sends the views one after the other. They must stay as they are until `done`, which says whether the system took them. */
  readonly write: (views: readonly Uint8Array[], done?: (sent: boolean) => void) => void;
  /** Ends the connection at once. */
  cut(): void;
  /** Lets what was written arrive and then ends the connection; cuts it if the peer takes too long. */
  end(): Promise<void>;
}

/** Beyond so much unsent output we stop reading: a peer that does not listen cannot make us answer. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** The same for answers so short that what it costs to keep them counts for more than their bytes. */
const MAX_UNSENT_WRITES = 4096;
const GOODBYE_MS = 1500;

/** Where the peer is, an IPv4 address always in its own form. Empty once the socket is closed. */
export function remoteAddressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

/** Takes over a paused socket. `giveWay` is called between pieces of work. */
export function createPeerSocket(socket: Socket, clock: Clock, giveWay: () => void = () => undefined): PeerSocket {
  let lastReceivedMs = clock.monotonicMs();
  let lastSentMs = lastReceivedMs;
  let lastProgressMs = lastReceivedMs;
  let unsentWrites = 0;
  let isBacklogged = false;

  return {
    remoteAddress: remoteAddressOf(socket),
    remotePort: socket.remotePort ?? 0,
    get lastReceivedMs() {
      return lastReceivedMs;
    },
    get lastSentMs() {
      return lastSentMs;
    },
    get stalledSinceMs() {
      return socket.writableLength > 0 ? lastProgressMs : undefined;
    },
    open,
    write,
    cut: () => void socket.destroy(),
    end,
  };

  function open({ onBytes, onClosed }: PeerSocketHandlers, received: Uint8Array): void {
    const onData = (bytes: Uint8Array): void => {
      lastReceivedMs = clock.monotonicMs();
      socket.cork();
      onBytes(bytes);
      socket.uncork();
      if (socket.writableLength > MAX_UNSENT_BYTES || unsentWrites > MAX_UNSENT_WRITES) {
        isBacklogged = true;
        socket.pause();
      }
      giveWay();
    };
    socket.on('data', onData);
    // `close` follows, and there is nobody to tell.
    socket.on('error', () => undefined);
    socket.once('close', onClosed);
    if (received.length > 0) onData(received);
    if (!isBacklogged) socket.resume();
  }

  function write(views: readonly Uint8Array[], done?: (sent: boolean) => void): void {
    lastSentMs = clock.monotonicMs();
    if (socket.writableLength === 0) lastProgressMs = lastSentMs;
    unsentWrites += 1;
    socket.cork();
    for (const [index, view] of views.entries()) {
      if (index < views.length - 1) socket.write(view);
      else socket.write(view, written);
    }
    socket.uncork();

    function written(error: Error | null | undefined): void {
      lastProgressMs = clock.monotonicMs();
      unsentWrites -= 1;
      if (isBacklogged && unsentWrites < MAX_UNSENT_WRITES / 2 && socket.writableLength < MAX_UNSENT_BYTES / 2) {
        isBacklogged = false;
        socket.resume();
      }
      done?.(error === undefined || error === null);
      giveWay();
    }
  }

  async function end(): Promise<void> {
    if (socket.closed) return;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const timer = clock.after(GOODBYE_MS, () => socket.destroy());
    socket.end();
    // What the peer still sends is of no interest, but its own end comes after it.
    socket.resume();
    await closed;
    timer.cancel();
  }
}
