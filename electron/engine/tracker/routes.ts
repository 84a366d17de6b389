import { isIPv6 } from 'node:net';
import type { RouteFrom } from '../ports.ts';
import type { LinuxCalls } from './linuxCalls.ts';
import { createNameReader, FAMILY_NUMBERS, writeName } from './socketNames.ts';
import { CLOSE_ON_EXEC, createSystemSockets, NONBLOCK, SOCKET_TYPES } from './systemSockets.ts';

/** Above 64 bytes, so that it stays where its address says. */
const SCRATCH_BYTES = 128;
/** Discard: nothing is sent there, but a socket is connected to some port. */
const PORT = 9;

/** `ports.RouteFrom` on Linux: a UDP socket that is connected has the address that it would send from. */
export function createRouteFrom(calls: LinuxCalls): RouteFrom {
  const sockets = createSystemSockets(calls, createNameReader());
  const name = new DataView(new ArrayBuffer(SCRATCH_BYTES));
  const nameAddress = calls.addressOf(name);

  return (address) => {
    const family = isIPv6(address) ? 'IPv6' : 'IPv4';
    const descriptor = calls.socket(FAMILY_NUMBERS[family], SOCKET_TYPES.UDP | NONBLOCK | CLOSE_ON_EXEC, 0);
    if (descriptor < 0) return undefined;
    try {
      const length = writeName({ view: name, at: 0 }, { address, family, port: PORT }, calls.ifNametoindex);
      if (length === 0 || calls.connect(descriptor, nameAddress, length) < 0) return undefined;
      return sockets.localAddress(descriptor).address;
    } finally {
      calls.close(descriptor);
    }
  };
}
