import { isIPv6 } from 'node:net';
import { constants } from 'node:os';
import type { BindUdp, SocketAddress, UdpSocket } from '../ports.ts';
import { bindError } from './bindError.ts';
import { createDatagramOutbox } from './datagramOutbox.ts';
import { BATCH, createDatagramRing } from './datagramRing.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import { createReadinessPoll } from './readinessPoll.ts';
import { createNameReader, FAMILY_NUMBERS, MAX_NAME_BYTES, writeName } from './socketNames.ts';

/** Room for what arrives while the event loop is busy. The system may grant less, and Linux does so by default. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const MAX_DATAGRAM_BYTES = 65_507;
/** Batches that are answered before something else gets its turn: some 1000 datagrams, or a few milliseconds. */
const BATCHES_A_TURN = 16;
/** Above 64 bytes, so that it stays where its address says. */
const SCRATCH_BYTES = 128;

const DATAGRAMS = 2;
const NONBLOCK = 0o4000;
const CLOSE_ON_EXEC = 0o2000000;
const DO_NOT_WAIT = 0x40;
const RECEIVE_BUFFER = { level: 1, option: 8 } as const;
const IPV6_ONLY = { level: 41, option: 26 } as const;

/**
 * `ports.BindUdp` on Linux with a system call for up to 64 datagrams: what handlers send while a batch is handed to them
 * goes out together at its end. All sockets share two rings of memory and the thread that waits.
 */
export function createBatchedUdp(calls: LinuxCalls): BindUdp {
  const incoming = createDatagramRing(calls);
  const outgoing = createDatagramOutbox(calls, incoming);
  const names = createNameReader();
  const poll = createReadinessPoll(calls);
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

    /** Whether there may be more. */
    function receive(): boolean {
      for (let batch = 0; batch < BATCHES_A_TURN; batch++) {
        const count = calls.recvmmsg(descriptor, incoming.headersFrom(0), BATCH, DO_NOT_WAIT, null);
        for (let slot = 0; slot < count; slot++) hand(slot);
        outgoing.flush();
        if (count < BATCH || closed !== undefined) return false;
      }
      return true;
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
    const family = isIPv6(address) ? 'IPv6' : 'IPv4';
    const descriptor = check(
      calls,
      'socket',
      calls.socket(FAMILY_NUMBERS[family], DATAGRAMS | NONBLOCK | CLOSE_ON_EXEC, 0),
    );
    try {
      const local = bindTo(calls, descriptor, { address, family, port });
      return open(descriptor, local);
    } catch (cause) {
      calls.close(descriptor);
      throw bindError(cause, { protocol: 'UDP', address, port });
    }
  };
}

/** Binds it and says where to. Throws what the system answered. */
function bindTo(calls: LinuxCalls, descriptor: number, wanted: SocketAddress): SocketAddress {
  const name = new Uint8Array(SCRATCH_BYTES);
  const view = new DataView(name.buffer);
  // An IPv6 socket never takes IPv4 packets.
  if (wanted.family === 'IPv6') check(calls, 'setsockopt', setOption(calls, descriptor, { ...IPV6_ONLY, value: 1 }));
  const length = writeName({ view, at: 0 }, wanted, calls.ifNametoindex);
  check(calls, 'bind', calls.bind(descriptor, calls.addressOf(name), length));
  setOption(calls, descriptor, { ...RECEIVE_BUFFER, value: RECEIVE_BUFFER_BYTES });
  const room = new Uint32Array(SCRATCH_BYTES / 4).fill(MAX_NAME_BYTES);
  check(calls, 'getsockname', calls.getsockname(descriptor, calls.addressOf(name), calls.addressOf(room)));
  return createNameReader().read(view, 0);
}

interface SocketOption {
  readonly level: number;
  readonly option: number;
  readonly value: number;
}

function setOption(calls: LinuxCalls, descriptor: number, { level, option, value }: SocketOption): number {
  const bytes = new Int32Array(SCRATCH_BYTES / 4).fill(value);
  return calls.setsockopt(descriptor, level, option, calls.addressOf(bytes), 4);
}

/** The result, unless it is a failure: then an error as Node.js makes them. */
function check(calls: LinuxCalls, syscall: string, result: number): number {
  if (result >= 0) return result;
  const errno = calls.errno();
  const [code = `errno ${errno}`] = Object.entries(constants.errno).find(([, number]) => number === errno) ?? [];
  throw Object.assign(new Error(`${syscall} ${code}`), { code, errno, syscall });
}
