import { failure, type Result, success } from '../../../shared/result.ts';
import type { SocketAddress } from '../ports.ts';
import { readU16, writeU16 } from './bigEndian.ts';
import { ADDRESS_BYTES, type AddressFamily, ipAddressFromBytes, parseIpAddress } from './ipAddress.ts';

/**
 * Compact peers: BEP 23 for IPv4, BEP 7 for IPv6. Endpoints without gaps, in network order.
 *
 *   IPv4   offset  size          IPv6   offset  size
 *   address     0     4          address     0    16
 *   port        4     2          port       16     2
 */

export const COMPACT_PEER_BYTES: Readonly<Record<AddressFamily, 6 | 18>> = { IPv4: 6, IPv6: 18 };

export interface CompactPeersError {
  readonly code: 'bad-length';
  readonly message: string;
}

/** Reads every endpoint, port 0 and odd addresses included: the caller judges them. */
export function parseCompactPeers(
  bytes: Uint8Array,
  family: AddressFamily,
): Result<SocketAddress[], CompactPeersError> {
  const stride = COMPACT_PEER_BYTES[family];
  if (bytes.length % stride !== 0) {
    const message = `compact ${family} peers are ${stride} bytes each; ${bytes.length} is no multiple`;
    return failure({ code: 'bad-length', message });
  }
  const peers: SocketAddress[] = [];
  for (let at = 0; at < bytes.length; at += stride) {
    // Not the parsed address's own family: an IPv4-mapped entry stays where it was sent, so that a list re-encodes.
    const address = addressText(bytes.subarray(at, at + ADDRESS_BYTES[family]));
    peers.push({ address, family, port: readU16(bytes, at + stride - 2) });
  }
  return success(peers);
}

/** Packs endpoints of one family. Throws RangeError for an address that is none or of another family. */
export function writeCompactPeers(peers: readonly SocketAddress[], family: AddressFamily): Uint8Array {
  const stride = COMPACT_PEER_BYTES[family];
  const bytes = new Uint8Array(peers.length * stride);
  for (const [i, peer] of peers.entries()) {
    const address = addressBytes(peer.address, family);
    if (address === undefined) throw new RangeError(`not an ${family} address: ${peer.address}`);
    writeEndpoint(bytes, i * stride, { address, port: peer.port });
  }
  return bytes;
}

/** Writes 6 or 18 bytes, as long as the address is. */
export function writeEndpoint(
  target: Uint8Array,
  at: number,
  endpoint: { readonly address: Uint8Array; readonly port: number },
): void {
  const { address, port } = endpoint;
  for (let i = 0; i < address.length; i++) target[at + i] = address[i] ?? 0;
  writeU16(target, at + address.length, port);
}

const MAPPED_PREFIX = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

function addressText(bytes: Uint8Array): string {
  const address = ipAddressFromBytes(bytes);
  return address.bytes.length === bytes.length ? address.text : `::ffff:${address.text}`;
}

function addressBytes(text: string, family: AddressFamily): Uint8Array | undefined {
  const address = parseIpAddress(text);
  if (address?.family === family) return address.bytes;
  const isMapped = address !== undefined && family === 'IPv6' && text.includes(':');
  return isMapped ? Uint8Array.of(...MAPPED_PREFIX, ...address.bytes) : undefined;
}
