import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { BindUdp, SocketAddress, UdpSocket } from '../ports.ts';
import { bindError } from './bindError.ts';

/** Room for what arrives while the event loop is busy. The system may grant less, and Linux does so by default. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
/** Unsent packets behind which further ones are dropped; a system that takes none would otherwise fill our memory. */
const MAX_QUEUED = 1024;
const MAX_DATAGRAM_BYTES = 65_536;

/** `ports.BindUdp` on Node's own sockets, which run everywhere. An IPv6 socket never takes IPv4 packets. */
export const bindDgram: BindUdp = async (address, port) => {
  const isV6 = isIPv6(address);
  const socket = createSocket({ type: isV6 ? 'udp6' : 'udp4', ipv6Only: isV6, lookup: alreadyAnAddress });
  try {
    const listening = once(socket, 'listening');
    // Exclusive, or a cluster worker would be handed a socket that others share.
    socket.bind({ address, port, exclusive: true });
    await listening;
  } catch (cause) {
    socket.close();
    throw bindError(cause, { protocol: 'UDP', address, port });
  }
  enlargeReceiveBuffer(socket);
  return wrap(socket);
};

function wrap(socket: Socket): UdpSocket {
  const scratch = new Uint8Array(MAX_DATAGRAM_BYTES);
  let closed: Promise<void> | undefined;
  // What the system reports of packets sent earlier (an unreachable host, on Windows) concerns no later packet.
  socket.on('error', () => undefined);

  return {
    local: socket.address() as SocketAddress,
    onPacket(handler) {
      socket.on('message', handler);
    },
    send(packet, to) {
      if (closed !== undefined || packet.length > MAX_DATAGRAM_BYTES) return;
      const queued = socket.getSendQueueCount();
      if (queued >= MAX_QUEUED) return;
      // The system nearly always takes a packet at once. One that has to wait keeps the bytes it was given.
      const steady = queued === 0 ? scratch : new Uint8Array(packet.length);
      steady.set(packet);
      socket.send(steady, 0, packet.length, to.port, to.address);
    },
    close() {
      closed ??= new Promise((resolve) => socket.close(() => resolve()));
      return closed;
    },
  };
}

/** Packets go to addresses, never to names: looking them up would cost a turn of the event loop each. */
function alreadyAnAddress(
  address: string,
  family: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
): void {
  callback(null, address, family === 6 ? 6 : 4);
}

function enlargeReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Systems that refuse a size above their limit, instead of granting the limit, keep their default.
  }
}
