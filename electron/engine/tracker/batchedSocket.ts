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
/** Datagrams are answered for about so long, some 600 of them, before something else gets its turn. */
const TURN_MS = 3;

/** Packets: to look at the memory of fewer ahead gains nothing. */
const WORTH_A_LOOK = 4;

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

  const senders: SocketAddress[] = [];

  function read(slot: number): void {
    senders[slot] = names.read(incoming.namesView, incoming.nameAt(slot));
    incoming.resetName(slot);
    const length = incoming.receivedBytes(slot);
    // Most packets of a slot are as long as the one before; a new view costs more than the comparison.
    if (views[slot]?.length === length) return;
    const at = incoming.bytesAt(slot);
    views[slot] = incoming.bytes.subarray(at, at + length);
  }

  function open(descriptor: number, local: SocketAddress): UdpSocket {
    let handler: ((packet: Uint8Array, from: SocketAddress) => void) | undefined;
    let lookAhead: Parameters<NonNullable<UdpSocket['onBatch']>>[0] | undefined;
    let closed: Promise<void> | undefined;

    function receive(): void {
      const endMs = performance.now() + TURN_MS;
      do {
        const count = calls.recvmmsg(descriptor, incoming.headersFrom(0), BATCH, DO_NOT_WAIT, null);
        for (let slot = 0; slot < count; slot++) read(slot);
        if (count >= WORTH_A_LOOK) lookAhead?.(views, senders, count);
        for (let slot = 0; slot < count; slot++) hand(slot);
        outgoing.flush();
        if (count < BATCH || closed !== undefined) return;
      } while (performance.now() < endMs);
    }

    function hand(slot: number): void {
      const [packet, from] = [views[slot], senders[slot]];
      if (closed !== undefined || packet === undefined || from === undefined) return;
      outgoing.expectAnswer(from, slot);
      handler?.(packet, from);
    }

    poll.watch(descriptor, receive);
    return {
      local,
      onPacket(newHandler) {
        handler = newHandler;
      },
      onBatch(newHandler) {
        lookAhead = newHandler;
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
