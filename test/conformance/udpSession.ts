import { randomInt } from 'node:crypto';
import { type Peer, peerIdOf } from './httpAnnounce.ts';
import { expectThat } from './target.ts';
import { connectPacket, type UdpConversation } from './wire/udpWire.ts';

/** A client of the UDP protocol (BEP 15) that has a connection id. */
export interface UdpSession extends UdpConversation {
  /** The 8 bytes that it was given; kept as long as the client likes. */
  readonly connectionId: Buffer;
  /** The reply to an announce, which must be one. */
  announce(peer: Peer): Promise<UdpReply>;
  /** Seeders, completions and leechers of each torrent, in order. */
  scrape(torrents: readonly Buffer[]): Promise<readonly (readonly [number, number, number])[]>;
}

export interface UdpReply {
  readonly intervalSeconds: number;
  readonly leechers: number;
  readonly seeders: number;
  /** Compact endpoints. */
  readonly peers: Buffer;
  /** Ports of those that are not the one that asks; of `stride` bytes each. */
  others(stride?: 6 | 18): readonly number[];
}

const CONNECT = 0;
const ANNOUNCE = 1;
const SCRAPE = 2;
const ERROR = 3;
const EVENTS = { none: 0, completed: 1, started: 2, stopped: 3 } as const;

export async function openUdpSession(conversation: UdpConversation): Promise<UdpSession> {
  const connectionId = await connect(conversation);
  return {
    ...conversation,
    connectionId,
    async announce(peer) {
      const reply = await conversation.ask(announcePacket(connectionId, peer));
      expectThat(reply !== undefined, 'no answer to an announce');
      expectAction(reply, ANNOUNCE);
      expectThat(reply.length >= 20, `an announce reply of ${reply.length} bytes`);
      return {
        intervalSeconds: reply.readUInt32BE(8),
        leechers: reply.readUInt32BE(12),
        seeders: reply.readUInt32BE(16),
        peers: reply.subarray(20),
        others: (stride = 6) => portsIn(reply.subarray(20), stride).filter((port) => port !== peer.port),
      };
    },
    async scrape(torrents) {
      const reply = await conversation.ask(scrapePacket(connectionId, torrents));
      expectThat(reply !== undefined, 'no answer to a scrape');
      expectAction(reply, SCRAPE);
      expectThat((reply.length - 8) % 12 === 0, `a scrape reply of ${reply.length} bytes`);
      return Array.from({ length: (reply.length - 8) / 12 }, (_, i) => {
        const at = 8 + i * 12;
        return [reply.readUInt32BE(at), reply.readUInt32BE(at + 4), reply.readUInt32BE(at + 8)] as const;
      });
    },
  };
}

/** The connection id that this client is given. */
export async function connect(conversation: UdpConversation): Promise<Buffer> {
  const reply = await conversation.ask(connectPacket(newTransaction()));
  expectThat(reply !== undefined, 'no answer to a connect request');
  expectAction(reply, CONNECT);
  expectThat(reply.length === 16, `a connect reply of ${reply.length} bytes`);
  return reply.subarray(8);
}

export function announcePacket(connectionId: Buffer, peer: Peer, options: Buffer = Buffer.alloc(0)): Buffer {
  const { torrent, name, port, left = 1000, event = 'none', key = '0', numWant = -1, claimed = '0.0.0.0' } = peer;
  const packet = Buffer.alloc(98);
  writeHead(packet, connectionId, ANNOUNCE);
  torrent.copy(packet, 16);
  packet.write(peerIdOf(name), 36, 'latin1');
  packet.writeBigUInt64BE(BigInt(left), 64);
  packet.writeUInt32BE(event === 'paused' ? EVENTS.none : EVENTS[event], 80);
  Buffer.from(claimed.split('.').map(Number)).copy(packet, 84);
  packet.writeUInt32BE(Number.parseInt(key, 16), 88);
  packet.writeInt32BE(numWant, 92);
  packet.writeUInt16BE(port, 96);
  return Buffer.concat([packet, options]);
}

export function scrapePacket(connectionId: Buffer, torrents: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(16);
  writeHead(head, connectionId, SCRAPE);
  return Buffer.concat([head, ...torrents]);
}

/** A packet of any action and nothing else. */
export function barePacket(connectionId: Buffer, action: number): Buffer {
  const packet = Buffer.alloc(16);
  writeHead(packet, connectionId, action);
  return packet;
}

/** The words of an error reply; undefined for another one. */
export function errorIn(reply: Buffer): string | undefined {
  return reply.readUInt32BE(0) === ERROR ? reply.toString('utf8', 8) : undefined;
}

function portsIn(peers: Buffer, stride: 6 | 18): number[] {
  expectThat(peers.length % stride === 0, `${peers.length} bytes of peers are no multiple of ${stride}`);
  return Array.from({ length: peers.length / stride }, (_, i) => peers.readUInt16BE((i + 1) * stride - 2));
}

function expectAction(reply: Buffer, action: number): void {
  const error = errorIn(reply);
  expectThat(error === undefined, `refused: ${error}`);
  expectThat(reply.readUInt32BE(0) === action, `action ${reply.readUInt32BE(0)} answers action ${action}`);
}

function writeHead(packet: Buffer, connectionId: Buffer, action: number): void {
  connectionId.copy(packet);
  packet.writeUInt32BE(action, 8);
  packet.writeUInt32BE(newTransaction(), 12);
}

function newTransaction(): number {
  return randomInt(2 ** 32);
}
