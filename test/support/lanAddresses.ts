import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/**
 * Addresses that clients take for a LAN, to bind real programs to. In the network that `build/ownNetwork.ts` makes there
 * are ten of each family; elsewhere the private addresses of this machine, which programs then share.
 * Throws where there is none.
 */
export interface LanAddresses {
  /** Where Granary listens. */
  readonly host: string;
  /** The address for the client with this number, from 0 up. */
  client(number: number): string;
}

export function lanAddresses(family: 'IPv4' | 'IPv6' = 'IPv4'): LanAddresses {
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === family && !entry.internal)
    .map(({ address }) => address)
    .filter(isPrivate);
  const [host, ...others] = addresses;
  if (host === undefined) {
    throw new Error(`no interface has a private ${family} address; run this with "npm run test:interop" on Linux`);
  }
  return { host, client: (number) => others[number % others.length] ?? host };
}

function isPrivate(address: string): boolean {
  return ['private', 'uniqueLocal'].includes(ipaddr.parse(address).range());
}
