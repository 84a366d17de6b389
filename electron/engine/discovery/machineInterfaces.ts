import { networkInterfaces } from 'node:os';
import { type IpAddress, parseIpAddress, sameSubnet } from '../codec/ipAddress.ts';
import type { Clock, RouteFrom } from '../ports.ts';

/** The interfaces of this machine, and through which of them others come. */
export interface MachineInterfaces {
  /** As they are at this moment: the same list for two seconds, since interfaces come and go. */
  all(): readonly InterfaceAddress[];
  /** Our address on the way to one behind a router; undefined where there is no way, or where the system does not tell. */
  readonly sourceToward: FindSource;
  /** The same for the first few in those two seconds, since it takes time: for what is better to know and no more. */
  readonly sourceHint: FindSource;
}

/** An address of an interface, as the system lists it. */
export interface InterfaceAddress {
  readonly interfaceName: string;
  readonly address: IpAddress;
  /** Bits of the address that its whole subnet shares. */
  readonly prefixLength: number;
}

export type ListInterfaces = () => readonly InterfaceAddress[];

/** Canonical text of the address. */
export type FindSource = (requester: IpAddress) => string | undefined;

export interface MachineInterfacesDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly list?: ListInterfaces;
  readonly routeFrom?: RouteFrom | undefined;
}

/** To list them takes about 50 µs. */
const REMEMBER_MS = 2000;
const MAX_SOURCES = 16_384;
/** To find one takes up to 15 µs: a flood of made-up addresses is not worth more than some milliseconds. */
const MAX_HINTS = 500;

export function createMachineInterfaces(deps: MachineInterfacesDeps): MachineInterfaces {
  const { clock, list = listInterfaces, routeFrom } = deps;
  const sources = new Map<string, string | undefined>();
  let found: { readonly atMs: number; readonly addresses: readonly InterfaceAddress[] } | undefined;

  function all(): readonly InterfaceAddress[] {
    const nowMs = clock.monotonicMs();
    if (found === undefined || nowMs - found.atMs > REMEMBER_MS) {
      found = { atMs: nowMs, addresses: list() };
      sources.clear();
    }
    return found.addresses;
  }

  function sourceToward({ scope, text }: IpAddress): string | undefined {
    // What is no farther than a cable has no router on its way.
    if (routeFrom === undefined || (scope !== 'private' && scope !== 'public')) return undefined;
    all();
    if (sources.has(text)) return sources.get(text);
    if (sources.size >= MAX_SOURCES) sources.clear();
    const source = parseIpAddress(routeFrom(text) ?? '')?.text;
    sources.set(text, source);
    return source;
  }

  return {
    all,
    sourceToward,
    sourceHint(requester) {
      all();
      return sources.size < MAX_HINTS ? sourceToward(requester) : sources.get(requester.text);
    },
  };
}

/**
 * What a requester may have come through: the address that it has itself, the narrowest subnet that it is in, or the address
 * that an answer would leave from. Several where they share a subnet; none where it came through a router, nobody knows which.
 */
export function entrancesOf(
  requester: IpAddress,
  candidates: readonly InterfaceAddress[],
  sourceToward: FindSource,
): readonly InterfaceAddress[] {
  const at = (text: string | undefined) => candidates.filter(({ address }) => address.text === text);
  // A program of this very machine may come from one of its LAN addresses.
  const itself = at(requester.text);
  if (itself.length > 0) return itself;
  const around = candidates.filter(({ address, prefixLength }) => sameSubnet(address, requester, prefixLength));
  if (around.length === 0) return at(sourceToward(requester));
  const narrowest = Math.max(...around.map(({ prefixLength }) => prefixLength));
  return around.filter(({ prefixLength }) => prefixLength === narrowest);
}

/** The system's interfaces, without what is no IP address. */
function listInterfaces(): readonly InterfaceAddress[] {
  return Object.entries(networkInterfaces()).flatMap(([interfaceName, entries = []]) =>
    entries.flatMap(({ address: text, cidr }) => {
      const address = parseIpAddress(text);
      if (address === undefined) return [];
      const prefixLength = Number(cidr?.split('/')[1] ?? address.bytes.length * 8);
      return [{ interfaceName, address, prefixLength }];
    }),
  );
}
