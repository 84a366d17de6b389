import { EventEmitter } from 'node:events';
import type { Logger, SocketAddress, UdpSocket } from '../ports.ts';
import { type Endpoint, type EndpointFilter, endpointOf, filterNodes } from './endpoints.ts';
import { type KrpcMessage, type KrpcQuery, METHOD_UNKNOWN, OWN_REPLY_LIMITS, parseKrpc, writeKrpc } from './krpc.ts';
import type { FinishReply } from './replyFinisher.ts';

export interface DhtSocketDeps {
  readonly udp: UdpSocket;
  readonly isAllowed: EndpointFilter;
  readonly finishReply: FinishReply;
  /** Called before a query of a node that answers none (BEP 43) is handed on; what it returns is called after it. */
  readonly onReadOnlyNode: (nodeId: Uint8Array) => () => void;
  readonly logger: Logger;
}

/**
 * Stands between the network and the bittorrent-dht package, in the shape of the `dgram.Socket` that the package expects.
 *
 * The package trusts what it reads: a method that is a dictionary, a target that is a number or a short node id make it
 * throw in the middle of its work, and it asks any address that it is told of. So it gets to see only messages that were
 * parsed and written again here, from and about endpoints that the filter accepts, and it reaches no others.
 */
export function createDhtSocket(deps: DhtSocketDeps): EventEmitter {
  const { udp, isAllowed, finishReply, onReadOnlyNode, logger } = deps;
  /** The query that the package is answering; it does so before `emit` returns. */
  let answering: { readonly query: KrpcQuery; readonly from: Endpoint } | undefined;

  const socket = Object.assign(new EventEmitter(), {
    /** It is bound already. */
    bind: () => queueMicrotask(() => socket.emit('listening')),
    address: () => udp.local,
    send: (buffer: Uint8Array, ...[offset, length, port, address]: [number, number, number, string]) => {
      const packet = buffer.subarray(offset, offset + length);
      transmit(answering === undefined ? packet : finished(packet, answering), { address, port });
    },
    close: () => void udp.close().then(() => socket.emit('close')),
  });
  udp.onPacket(receive);
  return socket;

  function receive(packet: Uint8Array, from: SocketAddress): void {
    if (!isAllowed(from)) return;
    const parsed = parseKrpc(packet);
    if (!parsed.ok) return;
    const message = parsed.value;
    if (message.kind === 'query' && message.method === 'unknown') refuse(message, { from, packet });
    else deliver(cleaned(message, isAllowed), from);
  }

  function deliver(message: KrpcMessage, from: SocketAddress): void {
    const isQuery = message.kind === 'query';
    const forget = isQuery && message.isReadOnly ? onReadOnlyNode(message.nodeId) : undefined;
    answering = isQuery ? { query: message, from } : undefined;
    try {
      socket.emit('message', Buffer.from(writeKrpc(message)), from);
    } catch (cause) {
      logger.log('error', 'the DHT failed on a message', { from, kind: message.kind, cause });
    } finally {
      answering = undefined;
      forget?.();
    }
  }

  /** An answer of the package, made fit for the node that asked; its own queries pass as they are. */
  function finished(packet: Uint8Array, { query, from }: { readonly query: KrpcQuery; readonly from: Endpoint }) {
    const parsed = parseKrpc(packet, OWN_REPLY_LIMITS);
    if (!parsed.ok || parsed.value.kind !== 'reply') return packet;
    return writeKrpc(finishReply(parsed.value, query, from));
  }

  /** BEP 5, "Errors": never with more bytes than were sent, for the sender's address is not proven. */
  function refuse(query: KrpcQuery, { from, packet }: { readonly from: Endpoint; readonly packet: Uint8Array }): void {
    const message = Buffer.from('Method Unknown');
    const refusal = writeKrpc({ kind: 'error', transactionId: query.transactionId, code: METHOD_UNKNOWN, message });
    if (refusal.length <= packet.length) transmit(refusal, from);
  }

  function transmit(packet: Uint8Array, to: Endpoint): void {
    if (isAllowed(to)) udp.send(packet, { ...to, family: 'IPv4' });
  }
}

/** What a node tells of others is cut down to those that may be asked. */
function cleaned(message: KrpcMessage, isAllowed: EndpointFilter): KrpcMessage {
  if (message.kind !== 'reply') return message;
  const { nodes, peers } = message;
  return {
    ...message,
    ...(nodes && { nodes: filterNodes(nodes, isAllowed) }),
    ...(peers && { peers: peers.filter((peer) => isAllowed(endpointOf(peer))) }),
  };
}
