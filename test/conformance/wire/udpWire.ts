import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createChanges } from './changes.ts';
import type { Place } from './place.ts';

/** UDP packets (BEP 15), written and read by hand. */

export interface UdpConversation {
  /**
   * The answer to a packet, by its transaction id (4 bytes at 12), or undefined for silence. Behind the packet goes a connect
   * request: when that is answered, the packet was not.
   */
  ask(packet: Buffer): Promise<Buffer | undefined>;
  close(): void;
}

const CONNECT = 0;
const PROTOCOL_ID = Buffer.from('0000041727101980', 'hex');

export async function openUdp({ host, port, from }: Place): Promise<UdpConversation> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const changes = createChanges();
  const received = new Map<number, Buffer>();
  socket.on('message', (packet) => {
    if (packet.length >= 8) received.set(packet.readUInt32BE(4), packet);
    changes.happen();
  });
  socket.on('error', () => changes.happen());
  socket.bind(0, from);
  await once(socket, 'listening');

  return {
    async ask(packet) {
      const transaction = packet.length >= 16 ? packet.readUInt32BE(12) : undefined;
      const fence = randomInt(2 ** 32);
      socket.send(packet, port, host);
      socket.send(connectPacket(fence), port, host);
      const own = (): Buffer | undefined => (transaction === undefined ? undefined : received.get(transaction));
      const answered = await changes.until(() => own() ?? received.get(fence));
      if (answered === undefined) throw new Error('the tracker answers no connect request any more');
      return own();
    },
    close: () => void socket.close(),
  };
}

export function connectPacket(transaction: number): Buffer {
  const packet = Buffer.alloc(16);
  PROTOCOL_ID.copy(packet);
  packet.writeUInt32BE(CONNECT, 8);
  packet.writeUInt32BE(transaction, 12);
  return packet;
}
