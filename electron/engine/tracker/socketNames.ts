import { networkInterfaces } from 'node:os';
import { ipAddressFromBytes, parseIpAddress } from '../codec/ipAddress.ts';
import type { SocketAddress } from '../ports.ts';

/**
 * Socket addresses as Linux lays them out in memory:
 *
 *   sockaddr_in     0  2  family, 2, this machine's order     sockaddr_in6    0  2  family, 10, this machine's order
 *                   2  2  port, network order                                 2  2  port, network order
 *                   4  4  address                                             4  4  flow information, 0
 *                   8  8  zeros                                               8 16  address
 *                                                                            24  4  interface of a link-local address,
 *                                                                                   this machine's order
 */
export const NAME_BYTES = { IPv4: 16, IPv6: 28 } as const;
/** Room for either. */
export const MAX_NAME_BYTES = 32;
export const FAMILY_NUMBERS = { IPv4: 2, IPv6: 10 } as const;

const PORT_AT = 2;
const IPV4_AT = 4;
const IPV6_AT = 8;
const INTERFACE_AT = 24;
/** Texts of addresses that are remembered; those who announce do so every minute. */
const MAX_REMEMBERED = 16_384;

/** Turns an interface's name into its number; 0 for a name that none has. */
export type InterfaceNumber = (name: string) => number;

/** Writes the name and returns its length, or 0 for an address that is none of this family. */
export function writeName(
  to: { readonly view: DataView; readonly at: number },
  { address, family, port }: SocketAddress,
  interfaceNumber: InterfaceNumber,
): number {
  const parsed = parseIpAddress(address);
  if (parsed?.family !== family) return 0;
  const { view, at } = to;
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, MAX_NAME_BYTES).fill(0);
  view.setUint16(at, FAMILY_NUMBERS[family], true);
  view.setUint16(at + PORT_AT, port);
  bytes.set(parsed.bytes, family === 'IPv4' ? IPV4_AT : IPV6_AT);
  const zone = address.indexOf('%');
  if (zone >= 0) view.setUint32(at + INTERFACE_AT, interfaceNumber(address.slice(zone + 1)), true);
  return NAME_BYTES[family];
}

export interface NameReader {
  /** What the name at `at` says; the same text object for the same address, for a while. */
  read(view: DataView, at: number): SocketAddress;
}

export function createNameReader(): NameReader {
  const ipv4 = new Map<number, string>();
  const ipv6 = new Map<string, string>();

  function ipv4Text(view: DataView, at: number): string {
    const key = view.getUint32(at + IPV4_AT);
    const known = ipv4.get(key);
    if (known !== undefined) return known;
    const text = `${key >>> 24}.${(key >>> 16) & 255}.${(key >>> 8) & 255}.${key & 255}`;
    remember(ipv4, key, text);
    return text;
  }

  function ipv6Text(view: DataView, at: number): string {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at + IPV6_AT, 16);
    const number = view.getUint32(at + INTERFACE_AT, true);
    const key = `${String.fromCharCode(...bytes)}${number}`;
    const known = ipv6.get(key);
    if (known !== undefined) return known;
    const zone = number === 0 ? undefined : interfaceName(number);
    const text = `${ipAddressFromBytes(bytes).text}${zone === undefined ? '' : `%${zone}`}`;
    remember(ipv6, key, text);
    return text;
  }

  return {
    read(view, at) {
      const isIPv4 = view.getUint16(at, true) === FAMILY_NUMBERS.IPv4;
      const address = isIPv4 ? ipv4Text(view, at) : ipv6Text(view, at);
      return { address, family: isIPv4 ? 'IPv4' : 'IPv6', port: view.getUint16(at + PORT_AT) };
    },
  };
}

function remember<Key>(texts: Map<Key, string>, key: Key, text: string): void {
  if (texts.size >= MAX_REMEMBERED) texts.clear();
  texts.set(key, text);
}

function interfaceName(number: number): string | undefined {
  const all = Object.entries(networkInterfaces());
  return all.find(([, addresses]) => addresses?.some(({ scopeid }) => scopeid === number))?.[0];
}
