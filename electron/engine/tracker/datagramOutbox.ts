import type { SocketAddress } from '../ports.ts';
import { BATCH, createDatagramRing, type DatagramRing } from './datagramRing.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import { MAX_NAME_BYTES, NAME_BYTES, writeName } from './socketNames.ts';

/** Datagrams on their way out: those that are put while a batch is handed out leave together, others at once. */
export interface DatagramOutbox {
  /** The datagram in this slot of the ring of received ones is being handed out, and its sender likely to be answered. */
  expectAnswer(from: SocketAddress, slot: number): void;
  /** Copies the packet. */
  put(descriptor: number, packet: Uint8Array, to: SocketAddress): void;
  /** Sends what waits, and ends the batch. What the system does not take is lost, as UDP loses it. */
  flush(): void;
}

const DO_NOT_WAIT = 0x40;
const TRY_AGAIN = 11;
const NO_DESCRIPTOR = -1;
const NAME_WORDS = MAX_NAME_BYTES / 4;

export function createDatagramOutbox(calls: LinuxCalls, incoming: DatagramRing): DatagramOutbox {
  const ring = createDatagramRing(calls);
  let descriptor = NO_DESCRIPTOR;
  let count = 0;
  let expected: SocketAddress | undefined;
  let expectedSlot = 0;

  function nameOf(to: SocketAddress, slot: number): number {
    const at = ring.nameAt(slot);
    if (to !== expected) return writeName({ view: ring.namesView, at }, to, calls.ifNametoindex);
    const from = expectedSlot * NAME_WORDS;
    for (let i = 0; i < NAME_WORDS; i++) ring.nameWords[slot * NAME_WORDS + i] = incoming.nameWords[from + i] ?? 0;
    return NAME_BYTES[to.family];
  }

  function send(): void {
    let sent = 0;
    while (sent < count) {
      const taken = calls.sendmmsg(descriptor, ring.headersFrom(sent), count - sent, DO_NOT_WAIT);
      // A system that has no room has none for the rest either; a packet that it refuses concerns no other.
      if (taken < 0 && calls.errno() === TRY_AGAIN) break;
      sent += Math.max(1, taken);
    }
    count = 0;
  }

  return {
    expectAnswer(from, slot) {
      expected = from;
      expectedSlot = slot;
    },
    put(to, packet, address) {
      if (to !== descriptor) send();
      descriptor = to;
      const nameBytes = nameOf(address, count);
      if (nameBytes === 0) return;
      ring.bytes.set(packet, ring.bytesAt(count));
      ring.setLengths(count, nameBytes, packet.length);
      count++;
      if (count === BATCH || expected === undefined) send();
    },
    flush() {
      expected = undefined;
      send();
    },
  };
}
