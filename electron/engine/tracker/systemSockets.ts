import { isIPv6 } from 'node:net';
import { constants } from 'node:os';
import type { SocketAddress } from '../ports.ts';
import { bindError } from './bindError.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import { FAMILY_NUMBERS, MAX_NAME_BYTES, type NameReader, writeName } from './socketNames.ts';

/** Sockets that are bound with system calls of our own. They never wait, and are closed in programs that we start. */
export interface SystemSockets {
  /**
   * Throws `port-taken` or `address-unavailable`, also when `prepare` throws what the system answered. An IPv6 socket never
   * takes what is IPv4.
   */
  bind(protocol: 'UDP' | 'TCP', at: BindAt, prepare: (descriptor: number) => void): BoundSocket;
  /** Returns what the system answered. */
  setOption(descriptor: number, option: SocketOption, value: number): number;
  /** The address and port at our end. */
  localAddress(descriptor: number): SocketAddress;
}

export interface BindAt {
  readonly address: string;
  readonly port: number;
}

export interface BoundSocket {
  readonly descriptor: number;
  readonly local: SocketAddress;
}

export interface SocketOption {
  readonly level: number;
  readonly option: number;
}

/** Of sockets and of those who are accepted from them. */
export const NONBLOCK = 0o4000;
export const CLOSE_ON_EXEC = 0o2000000;

export const SOCKET_TYPES = { TCP: 1, UDP: 2 } as const;
const NO_DESCRIPTOR = -1;
const REUSE_ADDRESS: SocketOption = { level: 1, option: 2 };
const IPV6_ONLY: SocketOption = { level: 41, option: 26 };
/** Above 64 bytes, so that it stays where its address says. */
const SCRATCH_BYTES = 128;

export function createSystemSockets(calls: LinuxCalls, names: NameReader): SystemSockets {
  // What a few calls are given and give back. It lasts as long as there are sockets, and so is there until each call has ended.
  const name = new DataView(new ArrayBuffer(SCRATCH_BYTES));
  const number = new Uint32Array(SCRATCH_BYTES / 4);
  const nameAddress = calls.addressOf(name);
  const numberAddress = calls.addressOf(number);

  function setOption(descriptor: number, { level, option }: SocketOption, value: number): number {
    number[0] = value;
    return calls.setsockopt(descriptor, level, option, numberAddress, 4);
  }

  function localAddress(descriptor: number): SocketAddress {
    number[0] = MAX_NAME_BYTES;
    checkCall(calls, 'getsockname', calls.getsockname(descriptor, nameAddress, numberAddress));
    return names.read(name, 0);
  }

  function bindTo(descriptor: number, wanted: SocketAddress): void {
    if (wanted.family === 'IPv6') checkCall(calls, 'setsockopt', setOption(descriptor, IPV6_ONLY, 1));
    const length = writeName({ view: name, at: 0 }, wanted, calls.ifNametoindex);
    checkCall(calls, 'bind', calls.bind(descriptor, nameAddress, length));
  }

  return {
    setOption,
    localAddress,
    bind(protocol, { address, port }, prepare) {
      const family = isIPv6(address) ? 'IPv6' : 'IPv4';
      let descriptor = NO_DESCRIPTOR;
      try {
        descriptor = calls.socket(FAMILY_NUMBERS[family], SOCKET_TYPES[protocol] | NONBLOCK | CLOSE_ON_EXEC, 0);
        // A system without IPv6 refuses its sockets here.
        checkCall(calls, 'socket', descriptor);
        // A port whose last connections are still dying is free, as it is for Node.js.
        if (protocol === 'TCP') setOption(descriptor, REUSE_ADDRESS, 1);
        bindTo(descriptor, { address, family, port });
        prepare(descriptor);
        return { descriptor, local: localAddress(descriptor) };
      } catch (cause) {
        if (descriptor !== NO_DESCRIPTOR) calls.close(descriptor);
        throw bindError(cause, { protocol, address, port });
      }
    },
  };
}

/** Throws an error as Node.js makes them when the call failed. */
export function checkCall(calls: LinuxCalls, syscall: string, result: number): void {
  if (result < 0) throw callError(calls, syscall);
}

/** Of the call that failed just now. */
export function callError(calls: LinuxCalls, syscall: string): Error {
  const errno = calls.errno();
  const [code = `errno ${errno}`] = Object.entries(constants.errno).find(([, number]) => number === errno) ?? [];
  return Object.assign(new Error(`${syscall} ${code}`), { code, errno, syscall });
}
