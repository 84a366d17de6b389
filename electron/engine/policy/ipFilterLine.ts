/**
 * Lines of IP filter lists, each on its own in one of these forms:
 *
 * | form            | as in                                                | blocks                                      |
 * |-----------------|------------------------------------------------------|---------------------------------------------|
 * | eMule           | `001.002.003.000 - 001.002.003.255 , 100 , Someone`  | both and between; from access level 128 not |
 * | PeerGuardian    | `Someone:1.2.3.0-1.2.3.255`                          | both and between                            |
 * | CIDR            | `10.0.0.0/8`, `2001:db8::/32`                        | all with that prefix                        |
 * | address, range  | `1.2.3.4`, `1.2.3.4 - 1.2.3.9`                       | that                                        |
 *
 * A line that is empty or begins with `#`, `;` or `//` says nothing. Octets are decimal, with leading zeros or without.
 */
import { parseIpAddress } from '../codec/ipAddress.ts';
import type { AddressRange } from './addressRanges.ts';

export type FilterLine =
  | { readonly kind: 'range'; readonly range: AddressRange }
  | { readonly kind: 'nothing' }
  /** The message names what is wrong, for a person. */
  | { readonly kind: 'bad'; readonly message: string };

/** Beyond what any list has; a longer line is not looked at. */
export const MAX_LINE_CHARACTERS = 4096;

const NOTHING: FilterLine = { kind: 'nothing' };
const COMMENT = /^(?:#|;|\/\/)/;
const PLAIN = /^([0-9a-f.:]+)(?:\s*\/\s*(\d{1,3})|\s*-\s*([0-9a-f.:]+))?(?:\s+#.*)?$/i;
const EMULE = /^([0-9a-f.:]+)\s*-\s*([0-9a-f.:]+)\s*,\s*(\d{1,4})\s*(?:,.*)?$/i;
/** The name may hold anything, colons as well: what looks like a range at the end of the line counts. */
const PEERGUARDIAN_IPV4 = /:\s*([\d.]+)\s*-\s*([\d.]+)$/;
const PEERGUARDIAN_IPV6 = /:\s*([0-9a-f]*:[0-9a-f:.]*)\s*-\s*([0-9a-f:.]+)$/i;
/** eMule blocks what has a lower access level. */
const FIRST_ALLOWED_LEVEL = 128;

export function parseFilterLine(text: string): FilterLine {
  if (text.length > MAX_LINE_CHARACTERS) return bad(`it is longer than ${MAX_LINE_CHARACTERS} characters`);
  const line = text.trim();
  if (line === '' || COMMENT.test(line)) return NOTHING;
  // Before the plain form: a name such as `Cafe` is hexadecimal digits as well.
  const named = PEERGUARDIAN_IPV4.exec(line);
  if (named !== null) return rangeOf(named[1] ?? '', named[2] ?? '');
  const plain = PLAIN.exec(line);
  if (plain !== null) return plainLine(plain);
  const emule = EMULE.exec(line);
  if (emule !== null) {
    const [, first = '', last = '', level] = emule;
    return Number(level) >= FIRST_ALLOWED_LEVEL ? NOTHING : rangeOf(first, last);
  }
  const named6 = PEERGUARDIAN_IPV6.exec(line);
  if (named6 !== null) return rangeOf(named6[1] ?? '', named6[2] ?? '');
  return bad('it is neither a range of addresses nor a comment');
}

function plainLine([, first = '', prefix, last]: RegExpExecArray): FilterLine {
  return prefix === undefined ? rangeOf(first, last ?? first) : networkOf(first, Number(prefix));
}

function rangeOf(firstText: string, lastText: string): FilterLine {
  const [first, last] = [parseAddress(firstText), parseAddress(lastText)];
  if (first === undefined) return bad(`${firstText} is no IP address`);
  if (last === undefined) return bad(`${lastText} is no IP address`);
  if (first.length !== last.length) return bad('it goes from one address family to the other');
  if (isBehind(first, last)) return bad('it ends before it begins');
  return { kind: 'range', range: { family: first.length === 4 ? 'IPv4' : 'IPv6', first, last } };
}

function networkOf(text: string, prefixLength: number): FilterLine {
  const address = parseAddress(text);
  if (address === undefined) return bad(`${text} is no IP address`);
  if (prefixLength > address.length * 8) return bad(`/${prefixLength} is more than ${address.length * 8} bits`);
  const first = address.map((byte, i) => byte & maskByte(prefixLength, i));
  const last = address.map((byte, i) => byte | (~maskByte(prefixLength, i) & 0xff));
  return { kind: 'range', range: { family: address.length === 4 ? 'IPv4' : 'IPv6', first, last } };
}

/** The part of a prefix's mask that falls on byte number `i`. */
function maskByte(prefixLength: number, i: number): number {
  const bits = Math.min(8, Math.max(0, prefixLength - i * 8));
  return (0xff << (8 - bits)) & 0xff;
}

/** An address in its IPv6 form of IPv4 is refused with the rest: no list has them, and a prefix of one means another. */
function parseAddress(text: string): Uint8Array | undefined {
  if (!text.includes(':')) return parseIPv4(text);
  const address = parseIpAddress(text);
  return address?.family === 'IPv6' ? Uint8Array.from(address.bytes) : undefined;
}

function parseIPv4(text: string): Uint8Array | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return undefined;
  const octets = text.split('.').map(Number);
  return octets.every((octet) => octet <= 255) ? Uint8Array.from(octets) : undefined;
}

function isBehind(a: Uint8Array, b: Uint8Array): boolean {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

function bad(message: string): FilterLine {
  return { kind: 'bad', message };
}
