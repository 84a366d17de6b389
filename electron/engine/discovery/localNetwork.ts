import { type IpAddress, parseIpAddress } from '../codec/ipAddress.ts';
import { GranaryError } from '../errors.ts';
import { entrancesOf, type FindSource, type InterfaceAddress, type MachineInterfaces } from './machineInterfaces.ts';

/** The addresses of this machine that Granary serves, as they are at this moment. */
export interface LocalNetwork {
  /** Where to listen. Fixed at the start: everything, or the addresses of the interfaces that were named. */
  readonly bindings: { readonly addresses: readonly string[]; readonly dhtAddress: string | undefined };
  /** What others can reach, the best first: IPv4 of the LAN, IPv6; loopback alone when nothing else is served. */
  addresses(): readonly string[];
  /** Our address as a machine at `requester` sees it; undefined when it is on none of our networks. */
  facing(requester: IpAddress): IpAddress | undefined;
  /** Announce URLs (BEP 12): a tier for each address, HTTP before UDP, and HTTPS last where there is a port for it. */
  announceTiers(port: number, httpsPort?: number): readonly (readonly string[])[];
}

export interface LocalNetworkDeps {
  readonly interfaces: MachineInterfaces;
  /** Whether nobody is served through it, at this moment: then it is nothing to tell others. */
  readonly isClosed?: (candidate: InterfaceAddress) => boolean;
}

/**
 * `wanted` holds names or addresses of interfaces; none means all. Throws `address-unavailable`, with what there is, for
 * one that this machine does not have.
 */
export function createLocalNetwork(
  { interfaces, isClosed = () => false }: LocalNetworkDeps,
  wanted: readonly string[],
): LocalNetwork {
  const bindings = bindingsOf(wanted, interfaces.all());
  let found: { readonly all: readonly InterfaceAddress[]; readonly served: readonly InterfaceAddress[] } | undefined;

  function served(): readonly InterfaceAddress[] {
    const all = interfaces.all();
    if (found?.all !== all) found = { all, served: all.filter((candidate) => isWanted(candidate, wanted)) };
    return found.served;
  }

  function addresses(): readonly string[] {
    const reachable = served().filter((candidate) => isReachableByUrl(candidate.address) && !isClosed(candidate));
    const ofNetwork = reachable.filter(({ address }) => address.scope !== 'loopback');
    const best = ofNetwork.length > 0 ? ofNetwork : reachable;
    return best.toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ address }) => address.text);
  }

  return {
    bindings,
    addresses,
    facing: (requester) => addressFacing(requester, served(), interfaces.sourceHint),
    announceTiers: (port, httpsPort) =>
      addresses().map((address) => {
        const host = address.includes(':') ? `[${address}]` : address;
        const https = httpsPort === undefined ? [] : [`https://${host}:${httpsPort}/announce`];
        return [`http://${host}:${port}/announce`, `udp://${host}:${port}/announce`, ...https];
      }),
  };
}

/** Where the requester comes in; for one that came through a router, nobody knows which, the best of its family. */
function addressFacing(
  requester: IpAddress,
  served: readonly InterfaceAddress[],
  sourceToward: FindSource,
): IpAddress | undefined {
  const [entrance] = entrancesOf(requester, served, sourceToward);
  if (entrance !== undefined || requester.scope === 'loopback') return entrance?.address;
  const routed = served.filter(
    ({ address }) => address.family === requester.family && (address.scope === 'private' || address.scope === 'public'),
  );
  return routed.toSorted((a, b) => rankOf(a) - rankOf(b))[0]?.address;
}

function isWanted({ interfaceName, address }: InterfaceAddress, wanted: readonly string[]): boolean {
  return (
    wanted.length === 0 || wanted.some((text) => text === interfaceName || parseIpAddress(text)?.text === address.text)
  );
}

function bindingsOf(wanted: readonly string[], existing: readonly InterfaceAddress[]): LocalNetwork['bindings'] {
  if (wanted.length === 0) {
    const hasIpv6 = existing.some(({ address }) => address.family === 'IPv6');
    return { addresses: hasIpv6 ? ['0.0.0.0', '::'] : ['0.0.0.0'], dhtAddress: '0.0.0.0' };
  }
  for (const text of wanted) {
    if (!existing.some((candidate) => isWanted(candidate, [text]))) throw unknownInterface(text, existing);
  }
  const chosen = existing.filter((candidate) => isWanted(candidate, wanted)).map(({ address }) => address);
  const bindable = chosen.filter((address) => !isZoned(address)).map((address) => address.text);
  return { addresses: bindable, dhtAddress: chosen.find((address) => address.family === 'IPv4')?.text };
}

function unknownInterface(text: string, existing: readonly InterfaceAddress[]): GranaryError {
  const there = existing.map(({ interfaceName, address }) => `${interfaceName} (${address.text})`).join(', ');
  return new GranaryError('address-unavailable', `this machine has no interface or address ${text}`, {
    hint: `it has ${there || 'none at all'}`,
    because: { reason: 'interface-unknown', address: text },
  });
}

/** An IPv6 address of one cable needs a zone beside it, which no URL that clients understand can say. */
function isZoned(address: IpAddress): boolean {
  return address.family === 'IPv6' && address.scope === 'link-local';
}

function isReachableByUrl(address: IpAddress): boolean {
  return !isZoned(address) && address.scope !== 'unusable';
}

function rankOf({ address }: InterfaceAddress): number {
  const scopes = ['private', 'public', 'link-local', 'loopback'];
  return (address.family === 'IPv4' ? 0 : scopes.length) + scopes.indexOf(address.scope);
}
