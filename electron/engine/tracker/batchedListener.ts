import { Socket } from 'node:net';
import type { ListenTcp, SocketAddress, TcpHandlers, TcpListener } from '../ports.ts';
import { BACKLOG } from './httpLimits.ts';
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
const SEND_BYTES = 16 * 1024;
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
const TRY_AGAIN = 11;
/** What is wrong with the connection alone, which is gone: interrupted, its network fell away, or aborted. */
const NEXT_PLEASE: ReadonlySet<number> = new Set([4, 71, 92, 100, 101, 103, 112, 113]);
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/**
 * `ports.ListenTcp` on Linux that spares most connections the stream of Node.js, which costs more than what is done with them:
 * accept, receive, send and close are the only calls that an announce needs. What is not whole at once, or is no such thing,
 * becomes a socket.
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

    function take(connection: number, from: SocketAddress): void {
      const count = calls.recv(connection, at.received, RECEIVE_BYTES, DO_NOT_WAIT);
      const bytes = received.subarray(0, Math.max(0, count));
      const answer = count > 0 ? handlers.answerAtOnce(bytes, from, ourEnd(connection)) : undefined;
      if (answer === undefined) return hand(connection, bytes);
      const gone = send(connection, answer);
      if (gone === answer.length) calls.close(connection);
      else handlers.onUnsent(socketOf(connection), answer.subarray(gone));
    }

    /** Returns how many bytes the system took. */
    function send(connection: number, answer: Uint8Array): number {
      const length = Math.min(answer.length, SEND_BYTES);
      sent.set(answer.subarray(0, length));
      return Math.max(0, calls.send(connection, at.sent, length, DO_NOT_WAIT | NO_SIGNAL | MORE_FOLLOWS));
    }

    function ourEnd(connection: number): SocketAddress {
      return isWildcard ? sockets.localAddress(connection) : local;
    }

    /** As a stream, which reads on behind what was read. */
    function hand(connection: number, bytes: Uint8Array): void {
      const socket = socketOf(connection);
      if (bytes.length > 0) socket.unshift(Buffer.from(bytes));
      handlers.onConnection(socket);
    }

    poll.watch(listening, accept);
    return {
      local,
      close() {
        clearTimeout(retry);
        closed ??= poll.unwatch(listening).then(() => void calls.close(listening));
        return closed;
      },
    };
  }

  function socketOf(descriptor: number): Socket {
    return new Socket({ fd: descriptor, readable: true, writable: true });
  }

  return async (address, port, handlers) => {
    const { descriptor, local } = sockets.bind('TCP', { address, port }, (bound) => {
      sockets.setOption(bound, DEFER_ACCEPT, DEFER_SECONDS);
      checkCall(calls, 'listen', calls.listen(bound, BACKLOG));
    });
    return open(descriptor, local, handlers);
  };
}
