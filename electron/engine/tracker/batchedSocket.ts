import type { BindUdp, SocketAddress, UdpSocket } from '../ports.ts';
import { createDatagramOutbox } from './datagramOutbox.ts';
import { BATCH, createDatagramRing } from './datagramRing.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import { createReadinessPoll } from './readinessPoll.ts';
import { createNameReader } from './socketNames.ts';
import { createSystemSockets } from './systemSockets.ts';

/** Room for what arrives while the event loop is busy. The system may grant less, and Linux does so by default. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const MAX_DATAGRAM_BYTES = 65_507;
/** Datagrams are answered for about so long, some 500 of them, before something else gets its turn. */
const TURN_MS = 4;

const DO_NOT_WAIT = 0x40;
const RECEIVE_BUFFER = { level: 1, option: 8 } as const;

/**
 * `ports.BindUdp` on Linux with a system call for up to 64 datagrams: what handlers send while a batch is handed to them
 * goes out together at its end. All sockets share two rings of memory and the thread that waits.
 */
export function createBatchedUdp(calls: LinuxCalls, poll = createReadinessPoll(calls)): BindUdp {
  const incoming = createDatagramRing(calls);
  const outgoing = createDatagramOutbox(calls, incoming);
  const names = createNameReader();
  const sockets = createSystemSockets(calls, names);
  const views: Uint8Array[] = Array.from({ length: BATCH }, () => new Uint8Array(0));

  /** Most packets of a slot are as long as the one before; a new view costs more than the comparison. */
  function packetIn(slot: number): Uint8Array {
    const length = incoming.receivedBytes(slot);
    const known = views[slot];
    if (known?.length === length) return known;
    const at = incoming.bytesAt(slot);
    const view = incoming.bytes.subarray(at, at + length);
    views[slot] = view;
    return view;
  }

  function open(descriptor: number, local: SocketAddress): UdpSocket {
    let handler: ((packet: Uint8Array, from: SocketAddress) => void) | undefined;
    let closed: Promise<void> | undefined;

    function receive(): void {
      const endMs = performance.now() + TURN_MS;
      do {
        const count = calls.recvmmsg(descriptor, incoming.headersFrom(0), BATCH, DO_NOT_WAIT, null);
        for (let slot = 0; slot < count; slot++) hand(slot);
        outgoing.flush();
        if (count < BATCH || closed !== undefined) return;
      } while (performance.now() < endMs);
    }

    function hand(slot: number): void {
      const from = names.read(incoming.namesView, incoming.nameAt(slot));
      incoming.resetName(slot);
      outgoing.expectAnswer(from, slot);
      if (closed === undefined) handler?.(packetIn(slot), from);
    }

    poll.watch(descriptor, receive);
    return {
      local,
      onPacket(newHandler) {
        handler = newHandler;
      },
      send(packet, to) {
        if (closed !== undefined || packet.length > MAX_DATAGRAM_BYTES || to.family !== local.family) return;
        outgoing.put(descriptor, packet, to);
      },
      close() {
        outgoing.flush();
        closed ??= poll.unwatch(descriptor).then(() => void calls.close(descriptor));
        return closed;
      },
    };
  }

  return async (address, port) => {
    const { descriptor, local } = sockets.bind('UDP', { address, port }, (bound) => {
      // The system may grant less.
      sockets.setOption(bound, RECEIVE_BUFFER, RECEIVE_BUFFER_BYTES);
    });
    return open(descriptor, local);
  };
}
