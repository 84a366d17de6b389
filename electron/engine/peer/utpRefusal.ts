import { parseUtpSyn, writeUtpReset } from '../codec/utp.ts';
import type { BindUdp, UdpSocket } from '../ports.ts';

/**
 * UDP sockets that turn uTP connections (BEP 29) down at once, and pass every other packet on. A client that prefers uTP
 * then comes over TCP in the same moment; left without an answer, Transmission waits 20 seconds or more before it does.
 */
export function refusingUtp(bindUdp: BindUdp): BindUdp {
  return async (address, port) => wrap(await bindUdp(address, port));
}

function wrap(socket: UdpSocket): UdpSocket {
  let passOn: Parameters<UdpSocket['onPacket']>[0] | undefined;
  socket.onPacket((packet, from) => {
    const syn = parseUtpSyn(packet);
    if (syn !== undefined) socket.send(writeUtpReset(syn), from);
    else passOn?.(packet, from);
  });
  return {
    local: socket.local,
    onPacket(handler) {
      passOn = handler;
    },
    send: (packet, to) => socket.send(packet, to),
    close: () => socket.close(),
  };
}
