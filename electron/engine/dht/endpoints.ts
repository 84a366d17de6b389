import { writeCompactPeers } from '../codec/compactPeers.ts';
import { ipAddressFromBytes, parseIpAddress } from '../codec/ipAddress.ts';
import { COMPACT_NODE_BYTES, NODE_ID_BYTES } from './krpc.ts';

/** Who a DHT node of ours talks to, and whose addresses it passes on. IPv4 only, as the package is. */

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Says whether packets may come from, and go to, an endpoint. */
export type EndpointFilter = (endpoint: Endpoint) => boolean;

/** Lets through the addresses of local networks and, only when told to, those of the internet. */
export function createEndpointFilter(allowPublicAddresses: boolean): EndpointFilter {
  return ({ address, port }) => {
    if (!isPort(port)) return false;
    const parsed = parseIpAddress(address);
    if (parsed?.family !== 'IPv4' || parsed.scope === 'unusable') return false;
    return allowPublicAddresses || parsed.scope !== 'public';
  };
}

/** Whether `endpoint` means the same machine to `asker` as it does here: a loopback address does so on this machine only. */
export function isMeaningfulTo(asker: string, endpoint: Endpoint): boolean {
  return !isLoopback(endpoint.address) || isLoopback(asker);
}

export function isLoopback(address: string): boolean {
  return parseIpAddress(address)?.scope === 'loopback';
}

/** The endpoint in 6 bytes (BEP 5, "Contact Encoding"). */
export function endpointOf(compact: Uint8Array): Endpoint {
  const port = ((compact[4] ?? 0) << 8) | (compact[5] ?? 0);
  return { address: ipAddressFromBytes(compact.subarray(0, 4)).text, port };
}

/** Throws RangeError for an address that is not IPv4. */
export function compactOf({ address, port }: Endpoint): Uint8Array {
  return writeCompactPeers([{ address, family: 'IPv4', port }], 'IPv4');
}

/** Those of the nodes, 26 bytes each, whose endpoint `keep` accepts, `limit` at most, in the order in which they came. */
export function filterNodes(nodes: Uint8Array, keep: EndpointFilter, limit = Number.POSITIVE_INFINITY): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at + COMPACT_NODE_BYTES <= nodes.length && kept.length < limit; at += COMPACT_NODE_BYTES) {
    const node = nodes.subarray(at, at + COMPACT_NODE_BYTES);
    if (keep(endpointOf(node.subarray(NODE_ID_BYTES)))) kept.push(node);
  }
  return Buffer.concat(kept);
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65535;
}
