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

const NO_DESCRIPTOR = -1;
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
  const scratch = createScratch();
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
      for (let batch = 0; batch < BATCHES_A_TURN; batch++) {
        const count = calls.recvmmsg(descriptor, incoming.headersFrom(0), BATCH, DO_NOT_WAIT, null);
        for (let slot = 0; slot < count; slot++) hand(slot);
        outgoing.flush();
        if (count < BATCH || closed !== undefined) return;
      }
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
    let descriptor = NO_DESCRIPTOR;
    try {
      descriptor = calls.socket(FAMILY_NUMBERS[family], DATAGRAMS | NONBLOCK | CLOSE_ON_EXEC, 0);
      // A system without IPv6 refuses its sockets here.
      check(calls, 'socket', descriptor);
      bindTo({ calls, scratch }, descriptor, { address, family, port });
      return open(descriptor, names.read(scratch.name, 0));
    } catch (cause) {
      if (descriptor !== NO_DESCRIPTOR) calls.close(descriptor);
      throw bindError(cause, { protocol: 'UDP', address, port });
    }
  };
}

/** What a few calls are given and give back. It lasts as long as there are sockets, and so is there until each call has ended. */
interface Scratch {
  readonly name: DataView;
  readonly number: Uint32Array;
}

function createScratch(): Scratch {
  return {
    name: new DataView(new ArrayBuffer(SCRATCH_BYTES)),
    number: new Uint32Array(SCRATCH_BYTES / 4),
  };
}

interface SocketCalls {
  readonly calls: LinuxCalls;
  readonly scratch: Scratch;
}

/** Binds it and leaves its name in the scratch memory. Throws what the system answered. */
function bindTo({ calls, scratch }: SocketCalls, descriptor: number, wanted: SocketAddress): void {
  const { name, number } = scratch;
  const nameAddress = calls.addressOf(name);
  const numberAddress = calls.addressOf(number);
  function setOption({ level, option }: { readonly level: number; readonly option: number }, value: number): number {
    number[0] = value;
    return calls.setsockopt(descriptor, level, option, numberAddress, 4);
  }

  // An IPv6 socket never takes IPv4 packets.
  if (wanted.family === 'IPv6') check(calls, 'setsockopt', setOption(IPV6_ONLY, 1));
  const length = writeName({ view: name, at: 0 }, wanted, calls.ifNametoindex);
  check(calls, 'bind', calls.bind(descriptor, nameAddress, length));
  // The system may grant less.
  setOption(RECEIVE_BUFFER, RECEIVE_BUFFER_BYTES);
  number[0] = MAX_NAME_BYTES;
  check(calls, 'getsockname', calls.getsockname(descriptor, nameAddress, numberAddress));
}

/** Throws an error as Node.js makes them when the call failed. */
function check(calls: LinuxCalls, syscall: string, result: number): void {
  if (result >= 0) return;
  const errno = calls.errno();
  const [code = `errno ${errno}`] = Object.entries(constants.errno).find(([, number]) => number === errno) ?? [];
  throw Object.assign(new Error(`${syscall} ${code}`), { code, errno, syscall });
}
