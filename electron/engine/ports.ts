import type { Socket } from 'node:net';
import type { EpochMs } from '../../shared/units.ts';

/** What the engine asks of the system around it, so that tests can put a virtual clock or network in its place. */

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall time, for what is stored or shown. May jump. */
  now(): EpochMs;
  /** Milliseconds that only grow, for intervals and timeouts. Starts anywhere. */
  monotonicMs(): number;
  /** Calls `task` every `intervalMs` until cancelled. Never keeps the process alive by itself. */
  every(intervalMs: number, task: () => void): Timer;
  /** Calls `task` once after `delayMs` unless cancelled. Never keeps the process alive by itself. */
  after(delayMs: number, task: () => void): Timer;
}

/** Uniform in [0, 1). Algorithms take it as an argument so that a test can seed it. */
export type Random = () => number;

/** Random bytes fit for secrets. */
export type RandomBytes = (length: number) => Uint8Array;

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

export interface Logger {
  log(level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>): void;
}

export interface SocketAddress {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: number;
}

/**
 * A bound UDP socket. Two implementations share one contract suite: `dgram` everywhere, and later batched system calls on Linux.
 * `packet` belongs to the socket and is valid only until the handler returns.
 */
export interface UdpSocket {
  readonly local: SocketAddress;
  onPacket(handler: (packet: Uint8Array, from: SocketAddress) => void): void;
  /**
   * Of a socket that receives many packets at once: the handler is shown those that are about to be handed out one by one, so
   * that it can look at memory ahead. The first `count` of both lists are valid until it returns.
   */
  onBatch?(handler: (packets: readonly Uint8Array[], from: readonly SocketAddress[], count: number) => void): void;
  /** Copies what it needs before it returns; a packet that cannot be sent is dropped, as UDP does. */
  send(packet: Uint8Array, to: SocketAddress): void;
  close(): Promise<void>;
}

/** Opens a UDP socket. Rejects with `port-taken` or `address-unavailable`. Port 0 lets the system choose. */
export type BindUdp = (address: string, port: number) => Promise<UdpSocket>;

/** Who takes the connections of a TCP listener. */
export interface TcpHandlers {
  /** What was read of the connection is back in the socket, which flows when somebody listens for its data. */
  onConnection(socket: Socket): void;
  /**
   * Asked first by a listener that can spare a connection its socket: the whole answer to what was read of it; undefined to
   * have it as a socket. `received` is valid until this returns. `to` is our end.
   */
  answerAtOnce(received: Uint8Array, from: SocketAddress, to: SocketAddress): AnswerAtOnce | undefined;
  /** The system took only a part of the answer behind which a connection ends: the rest is still to be sent. */
  onUnsent(socket: Socket, rest: Uint8Array): void;
  /** An answer was sent, and its connection stays with the listener. Whoever listens bounds how long. */
  onKept(connection: KeptConnection): void;
  /** It is gone, or about to be a socket; not said of one that was destroyed. */
  onKeptEnd(connection: KeptConnection): void;
  /** A connection could not be taken. */
  onError(error: Error): void;
}

export interface AnswerAtOnce {
  readonly bytes: Uint8Array;
  /** Whether the connection stays open behind it. */
  readonly stays: boolean;
}

/** A connection between two requests, without a socket; the same object as long as it stays. */
export interface KeptConnection {
  /** Cuts it off. */
  destroy(): void;
}

/** Two implementations share one contract suite: Node's own everywhere, and system calls of our own on Linux. */
export interface TcpListener {
  readonly local: SocketAddress;
  /** Takes no further connections; those that were taken go on. */
  close(): Promise<void>;
}

/** Listens on TCP. Rejects with `port-taken` or `address-unavailable`. Port 0 lets the system choose. */
export type ListenTcp = (address: string, port: number, handlers: TcpHandlers) => Promise<TcpListener>;

/**
 * Our address that the system would send from to this one, as it decides it at this moment; undefined when it has no way there.
 * Sends nothing and waits for nothing, and yet takes some microseconds.
 */
export type RouteFrom = (address: string) => string | undefined;

/**
 * Asks the system to keep this memory in large pages, which spares a processor looking up where it is when it is used all over.
 * The system may do otherwise.
 */
export type PreferLargePages = (memory: ArrayBuffer) => void;

export interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly randomBytes: RandomBytes;
  readonly logger: Logger;
  readonly bindUdp: BindUdp;
  readonly listenTcp: ListenTcp;
  /**
   * Lets announces that wait have their turn, where the system does not see to it: to be called in the midst of work that
   * comes in large pieces, one after the other.
   */
  readonly giveWay?: () => void;
  /** Where the system can be asked. */
  readonly routeFrom?: RouteFrom;
  /** Where the system can be asked. */
  readonly preferLargePages?: PreferLargePages;
}
