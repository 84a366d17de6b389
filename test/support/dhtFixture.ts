import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import {
  createDhtNode,
  type DhtNode,
  type DhtNodeConfig,
  type DhtNodeDeps,
} from '../../electron/engine/dht/dhtNode.ts';
import { type KrpcMessage, parseKrpc, writeKrpc } from '../../electron/engine/dht/krpc.ts';
import type { BindUdp, LogLevel, SocketAddress, UdpSocket } from '../../electron/engine/ports.ts';
import { bindDgram } from '../../electron/engine/tracker/dgramSocket.ts';
import { parseInfoHash, type InfoHash } from '../../shared/infoHash.ts';
import type { Cleanup } from './cleanup.ts';
import { realClock } from './realClock.ts';

export const LOOPBACK = '127.0.0.1';

export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
}

/** A node on loopback that stops with the test. `log` takes what it says at `warning` and above. */
export async function startDhtNode(
  cleanup: Cleanup,
  config: Partial<DhtNodeConfig> = {},
  { log = [], ...deps }: Partial<DhtNodeDeps> & { readonly log?: LogEntry[] } = {},
): Promise<DhtNode> {
  const node = await createDhtNode(
    {
      clock: realClock,
      logger: { log: (level, message) => void (level !== 'debug' && log.push({ level, message })) },
      bindUdp: bindDgram,
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      addressFacing: () => LOOPBACK,
      ...deps,
    },
    { address: LOOPBACK, port: 0, peerPort: 6881, ...config },
  );
  cleanup.add(() => node.stop());
  return node;
}

/** An info-hash whose bytes are all `byte`. */
export function infoHashOf(byte: number): InfoHash {
  const infoHash = parseInfoHash(byte.toString(16).padStart(2, '0').repeat(20));
  if (infoHash === undefined) throw new RangeError(`not a byte: ${byte}`);
  return infoHash;
}

/** A UDP socket that asks and waits for the answer, over the queries that a node sends to whoever it hears from. */
export interface Asker {
  readonly socket: Socket;
  ask(packet: Uint8Array, port: number): Promise<Buffer>;
}

export async function startAsker(cleanup: Cleanup, address = LOOPBACK): Promise<Asker> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  cleanup.add(() => new Promise((resolve) => socket.close(() => resolve())));
  return {
    socket,
    async ask(packet, port) {
      const answer = Promise.withResolvers<Buffer>();
      const listen = (message: Buffer): void => {
        if (!message.toString('latin1').endsWith('1:y1:qe')) answer.resolve(message);
      };
      socket.on('message', listen);
      socket.send(packet, port, LOOPBACK);
      try {
        return await answer.promise;
      } finally {
        socket.off('message', listen);
      }
    },
  };
}

/** A UDP socket without a network: the test hands packets in, and finds what was sent. */
export interface MemoryUdp {
  readonly bindUdp: BindUdp;
  readonly sent: { readonly packet: Buffer; readonly to: SocketAddress }[];
  receive(packet: Uint8Array, from: string, port?: number): void;
  /** The answer to a query, if there is one: what was sent with its transaction id back to the one who asked. */
  ask(query: KrpcMessage, from: string, port?: number): KrpcMessage | undefined;
}

const MEMORY_PORT = 6881;

export function createMemoryUdp(): MemoryUdp {
  let handler: Parameters<UdpSocket['onPacket']>[0] = () => undefined;
  const sent: { readonly packet: Buffer; readonly to: SocketAddress }[] = [];
  const receive = (packet: Uint8Array, address: string, port = MEMORY_PORT): void =>
    handler(packet, { address, family: 'IPv4', port });
  return {
    bindUdp: () =>
      Promise.resolve({
        local: { address: '192.168.1.1', family: 'IPv4', port: MEMORY_PORT },
        onPacket: (given) => {
          handler = given;
        },
        send: (packet, to) => void sent.push({ packet: Buffer.from(packet), to }),
        close: () => Promise.resolve(),
      }),
    sent,
    receive,
    ask(query, from, port) {
      const before = sent.length;
      receive(writeKrpc(query), from, port);
      const answers = sent.slice(before).filter(({ to }) => to.address === from);
      const messages = answers
        .map(({ packet }) => parseKrpc(packet))
        .flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
      return messages.find(
        (message) => message.kind !== 'query' && Buffer.compare(message.transactionId, query.transactionId) === 0,
      );
    },
  };
}
