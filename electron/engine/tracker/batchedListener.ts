import { Socket } from 'node:net';
import type { AnswerAtOnce, ListenTcp, SocketAddress, TcpHandlers, TcpListener } from '../ports.ts';
import { BACKLOG } from './httpLimits.ts';
import { createKeptConnections, type WatchedConnection } from './keptConnections.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import { createReadinessPoll } from './readinessPoll.ts';
import { createNameReader, MAX_NAME_BYTES } from './socketNames.ts';
import {
  callError,
  checkCall,
  CLOSE_ON_EXEC,
  createSystemSockets,
  NONBLOCK,
  type SocketOption,
} from './systemSockets.ts';

/** Above any head that is answered at once, and any answer to one with few exceptions. */
const RECEIVE_BYTES = 16 * 1024;
const SEND_BYTES = 64 * 1024;
/** Connections are taken for about so long, some 100 of them, before something else gets its turn. */
const TURN_MS = 4;
/** A system that is out of descriptors, or memory, is asked again after a moment, not at once and for ever. */
const RETRY_MS = 100;
/** Above 64 bytes, so that it stays where its address says. */
const NAME_ROOM_BYTES = 128;

const DO_NOT_WAIT = 0x40;
/** A client that is gone must not end this program. */
const NO_SIGNAL = 0x4000;
/** The goodbye that follows travels in the same packet. */
const MORE_FOLLOWS = 0x8000;
/** The system keeps a connection to itself until something came on it, for about as long. */
const DEFER_ACCEPT: SocketOption = { level: 6, option: 9 };
const DEFER_SECONDS = 1;
/** Those who are accepted have it too: no answer waits for the client to acknowledge the last. */
const NO_DELAY: SocketOption = { level: 6, option: 1 };
const TRY_AGAIN = 11;
/** What is wrong with the connection alone, which is gone: interrupted, its network fell away, or aborted. */
const NEXT_PLEASE: ReadonlySet<number> = new Set([4, 71, 92, 100, 101, 103, 112, 113]);
const NOTHING = new Uint8Array(0);
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * `ports.ListenTcp` on Linux that spares most connections the stream of Node.js, which costs more than what is done with them:
 * accept, receive, send and close are the only calls that an announce needs, and receive and send those of a connection that
 * is kept. What is not whole at once, or is no such thing, becomes a socket.
 */
export function createBatchedTcp(calls: LinuxCalls, poll = createReadinessPoll(calls)): ListenTcp {
  const names = createNameReader();
  const sockets = createSystemSockets(calls, names);
  const name = new DataView(new ArrayBuffer(NAME_ROOM_BYTES));
  const nameBytes = new Uint32Array(NAME_ROOM_BYTES / 4);
  const received = new Uint8Array(RECEIVE_BYTES);
  const sent = new Uint8Array(SEND_BYTES);
  const at = {
    name: calls.addressOf(name),
    nameBytes: calls.addressOf(nameBytes),
    received: calls.addressOf(received),
    sent: calls.addressOf(sent),
  };

  function open(listening: number, local: SocketAddress, handlers: TcpHandlers): TcpListener {
    const isWildcard = WILDCARDS.has(local.address);
    const kept = createKeptConnections({ calls, poll }, takeNext);
    let closed: Promise<void> | undefined;
    let retry: NodeJS.Timeout | undefined;

    function accept(): void {
      const endMs = performance.now() + TURN_MS;
      do {
        if (closed !== undefined) return;
        nameBytes[0] = MAX_NAME_BYTES;
        const connection = calls.accept4(listening, at.name, at.nameBytes, NONBLOCK | CLOSE_ON_EXEC);
        if (connection >= 0) take(connection, names.read(name, 0));
        else if (calls.errno() === TRY_AGAIN) return;
        else if (!NEXT_PLEASE.has(calls.errno())) return pause(callError(calls, 'accept4'));
      } while (performance.now() < endMs);
    }

    function pause(error: Error): void {
      handlers.onError(error);
      void poll.unwatch(listening);
      retry = setTimeout(() => poll.watch(listening, accept), RETRY_MS);
    }

    function take(descriptor: number, from: SocketAddress): void {
      const count = receive(descriptor);
      const bytes = received.subarray(0, Math.max(0, count));
      if (count <= 0) return hand(descriptor, bytes);
      const to = ourEnd(descriptor);
      const answer = handlers.answerAtOnce(bytes, from, to);
      if (answer === undefined) return hand(descriptor, bytes);
      const rest = send(descriptor, answer);
      if (!answer.stays) return finish(descriptor, rest);
      const connection = rest.length === 0 ? kept.add(descriptor, from, to) : undefined;
      if (connection === undefined) goOn(descriptor, rest);
      else handlers.onKept(connection);
    }

    function takeNext(connection: WatchedConnection): void {
      const { descriptor, from, to } = connection;
      const count = receive(descriptor);
      if (count < 0 && calls.errno() === TRY_AGAIN) return;
      // It ended, or broke.
      if (count <= 0) return finish(release(connection), NOTHING);
      const bytes = received.subarray(0, count);
      const answer = handlers.answerAtOnce(bytes, from, to);
      // Whoever answers may cut it off.
      if (!kept.has(connection)) return;
      if (answer === undefined) return hand(release(connection), bytes);
      const rest = send(descriptor, answer);
      if (!answer.stays) finish(release(connection), rest);
      else if (rest.length > 0) goOn(release(connection), rest);
      else handlers.onKept(connection);
    }

    function release(connection: WatchedConnection): number {
      kept.release(connection);
      handlers.onKeptEnd(connection);
      return connection.descriptor;
    }

    function ourEnd(descriptor: number): SocketAddress {
      return isWildcard ? sockets.localAddress(descriptor) : local;
    }

    /** Ends the connection behind the rest of its last answer. */
    function finish(descriptor: number, rest: Uint8Array): void {
      if (rest.length === 0) calls.close(descriptor);
      else handlers.onUnsent(socketOf(descriptor), rest);
    }

    /** As a stream, which writes the rest of an answer before others. */
    function goOn(descriptor: number, rest: Uint8Array): void {
      const socket = socketOf(descriptor);
      // Whoever takes it listens for errors by then.
      handlers.onConnection(socket);
      if (rest.length > 0) socket.write(rest);
    }

    /** As a stream, which reads on behind what was read. */
    function hand(descriptor: number, bytes: Uint8Array): void {
      const socket = socketOf(descriptor);
      if (bytes.length > 0) socket.unshift(Buffer.from(bytes));
      handlers.onConnection(socket);
    }

    poll.watch(listening, accept);
    return {
      local,
      close() {
        clearTimeout(retry);
        closed ??= poll.unwatch(listening).then(() => {
          calls.close(listening);
          return kept.end();
        });
        return closed;
      },
    };
  }

  function receive(descriptor: number): number {
    return calls.recv(descriptor, at.received, RECEIVE_BYTES, DO_NOT_WAIT);
  }

  /** Returns what the system did not take. */
  function send(descriptor: number, { bytes, stays }: AnswerAtOnce): Uint8Array {
    const length = Math.min(bytes.length, SEND_BYTES);
    sent.set(length < bytes.length ? bytes.subarray(0, length) : bytes);
    const flags = DO_NOT_WAIT | NO_SIGNAL | (stays ? 0 : MORE_FOLLOWS);
    const gone = Math.max(0, calls.send(descriptor, at.sent, length, flags));
    return gone < bytes.length ? bytes.subarray(gone) : NOTHING;
  }

  function socketOf(descriptor: number): Socket {
    return new Socket({ fd: descriptor, readable: true, writable: true });
  }

  return async (address, port, handlers) => {
    const { descriptor, local } = sockets.bind('TCP', { address, port }, (bound) => {
      sockets.setOption(bound, DEFER_ACCEPT, DEFER_SECONDS);
      sockets.setOption(bound, NO_DELAY, 1);
      checkCall(calls, 'listen', calls.listen(bound, BACKLOG));
    });
    return open(descriptor, local, handlers);
  };
}
