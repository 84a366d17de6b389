import type { SocketAddress, UdpSocket } from '../../electron/engine/ports.ts';

/** A UDP socket without a network: a test puts packets in and sees what is sent. */
export interface FakeUdpSocket extends UdpSocket {
  /** Hands a packet to whoever listens and returns what it sent back meanwhile. */
  receive(packet: Uint8Array, from: SocketAddress): Uint8Array[];
  readonly isClosed: boolean;
}

export function createFakeUdpSocket(): FakeUdpSocket {
  let handler: ((packet: Uint8Array, from: SocketAddress) => void) | undefined;
  let sent: Uint8Array[] = [];
  let isClosed = false;
  return {
    local: { address: '192.168.1.1', family: 'IPv4', port: 6969 },
    onPacket(onPacket) {
      handler = onPacket;
    },
    send(packet) {
      sent.push(packet.slice());
    },
    close() {
      isClosed = true;
      return Promise.resolve();
    },
    receive(packet, from) {
      sent = [];
      handler?.(packet, from);
      return sent;
    },
    get isClosed() {
      return isClosed;
    },
  };
}
