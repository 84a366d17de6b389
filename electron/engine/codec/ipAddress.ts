import ipaddr from 'ipaddr.js';
import type { SocketAddress } from '../ports.ts';

/**
 * IP addresses as bytes and as text, and how far each one reaches. An IPv4 address that arrives in its IPv6 form
 * (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2) is the IPv4 address everywhere behind this file.
 */

export type AddressFamily = SocketAddress['family'];

/**
 * - `loopback`: this machine only
 * - `link-local`: one cable or radio cell (169.254/16, fe80::/10)
 * - `private`: a local network (RFC 1918, RFC 4193 unique local, RFC 6598 carrier-grade NAT)
 * - `public`: anywhere
 * - `unusable`: nothing a peer could have (unspecified, multicast, broadcast, reserved)
 */
export type AddressScope = 'loopback' | 'link-local' | 'private' | 'public' | 'unusable';

export interface IpAddress {
  readonly family: AddressFamily;
  /** 4 or 16 bytes in network order; shared, not to be written to. */
  readonly bytes: Uint8Array;
  /** Canonical (RFC 5952), without brackets and without a zone. */
  readonly text: string;
  readonly scope: AddressScope;
}

export const ADDRESS_BYTES: Readonly<Record<AddressFamily, 4 | 16>> = { IPv4: 4, IPv6: 16 };

/** Reads four decimal octets or an IPv6 address; a zone (`%eth0`) is dropped. Anything else is undefined. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return describe(ipaddr.IPv4.parse(text));
  return ipaddr.IPv6.isValid(text) ? describe(ipaddr.process(text)) : undefined;
}

/** The address in 4 or 16 bytes, which are copied. Throws RangeError for another length. */
export function ipAddressFromBytes(bytes: Uint8Array): IpAddress {
  if (bytes.length !== 4 && bytes.length !== 16) {
    throw new RangeError(`an IP address is 4 or 16 bytes; ${bytes.length} given`);
  }
  const parsed = ipaddr.fromByteArray([...bytes]);
  return describe(parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed);
}

/** Whether the first `prefixLength` bits of both addresses are equal; never across families. */
export function sameSubnet(a: IpAddress, b: IpAddress, prefixLength: number): boolean {
  if (a.family !== b.family) return false;
  const wholeBytes = prefixLength >> 3;
  for (let i = 0; i < wholeBytes; i++) if (a.bytes[i] !== b.bytes[i]) return false;
  const restBits = prefixLength & 7;
  if (restBits === 0) return true;
  return ((a.bytes[wholeBytes] ?? 0) ^ (b.bytes[wholeBytes] ?? 0)) >> (8 - restBits) === 0;
}

function describe(parsed: ipaddr.IPv4 | ipaddr.IPv6): IpAddress {
  const bytes = Uint8Array.from(parsed.toByteArray());
  const isIPv4 = parsed instanceof ipaddr.IPv4;
  // A zone names an interface of one machine; on the wire and in comparisons it means nothing.
  const text = isIPv4 ? parsed.toString() : new ipaddr.IPv6(parsed.parts).toRFC5952String();
  return { family: isIPv4 ? 'IPv4' : 'IPv6', bytes, text, scope: scopeOf(parsed) };
}

/** Of this machine or its local networks. */
export function isLocalScope(scope: AddressScope): boolean {
  return scope === 'private' || scope === 'link-local' || scope === 'loopback';
}

function scopeOf(parsed: ipaddr.IPv4 | ipaddr.IPv6): AddressScope {
  switch (parsed.range()) {
    case 'loopback':
      return 'loopback';
    case 'linkLocal':
      return 'link-local';
    case 'private':
    case 'carrierGradeNat':
    case 'uniqueLocal':
      return 'private';
    case 'unspecified':
    case 'multicast':
    case 'broadcast':
    case 'reserved':
    case 'ipv4Mapped':
      return 'unusable';
    default:
      return 'public';
  }
}
