/**
 * The handshake that opens every peer connection, the same in both directions (BEP 3, "peer protocol").
 *
 * | offset | size | field                                                             |
 * |-------:|-----:|-------------------------------------------------------------------|
 * |      0 |    1 | 19, the length of the next field                                  |
 * |      1 |   19 | `BitTorrent protocol`                                             |
 * |     20 |    8 | reserved bits: byte 25 & 0x10 extension protocol (BEP 10),        |
 * |        |      | byte 27 & 0x04 fast extension (BEP 6), byte 27 & 0x01 DHT (BEP 5) |
 * |     28 |   20 | info-hash                                                         |
 * |     48 |   20 | peer-id                                                           |
 */
import { infoHashFromBytes, infoHashToBytes, type InfoHash } from '../../../shared/infoHash.ts';
import { failure, success, type Result } from '../../../shared/result.ts';

export const HANDSHAKE_BYTES = 68;
export const PEER_ID_BYTES = 20;

/** What a side says it understands beyond BEP 3. */
export interface PeerFeatures {
  readonly extensionProtocol: boolean;
  readonly fast: boolean;
  readonly dht: boolean;
}

export interface PeerHandshake {
  readonly features: PeerFeatures;
  readonly infoHash: InfoHash;
  /** 20 bytes; any value, not only text. */
  readonly peerId: Uint8Array;
}

export type PeerHandshakeError = 'truncated' | 'not-bittorrent';

const PREFIX = Uint8Array.of(19, ...new TextEncoder().encode('BitTorrent protocol'));
const RESERVED = PREFIX.length;
const INFO_HASH = RESERVED + 8;
const PEER_ID = INFO_HASH + 20;

const EXTENSION_BYTE = RESERVED + 5;
const EXTENSION_BIT = 0x10;
const LAST_BYTE = RESERVED + 7;
const FAST_BIT = 0x04;
const DHT_BIT = 0x01;

/** Whether `bytes`, perhaps only the first few of a connection, can still become a plain BitTorrent handshake. */
export function mayBeHandshake(bytes: Uint8Array): boolean {
  const known = Math.min(bytes.length, PREFIX.length);
  for (let i = 0; i < known; i++) if (bytes[i] !== PREFIX[i]) return false;
  return true;
}

/** Reads the first 68 bytes of `bytes`; what follows is not looked at. The peer-id is a copy. */
export function parsePeerHandshake(bytes: Uint8Array): Result<PeerHandshake, PeerHandshakeError> {
  if (!mayBeHandshake(bytes)) return failure('not-bittorrent');
  if (bytes.length < HANDSHAKE_BYTES) return failure('truncated');
  const last = bytes[LAST_BYTE] ?? 0;
  return success({
    features: {
      extensionProtocol: ((bytes[EXTENSION_BYTE] ?? 0) & EXTENSION_BIT) !== 0,
      fast: (last & FAST_BIT) !== 0,
      dht: (last & DHT_BIT) !== 0,
    },
    infoHash: infoHashFromBytes(bytes, INFO_HASH),
    peerId: bytes.slice(PEER_ID, PEER_ID + PEER_ID_BYTES),
  });
}

/** The 68 bytes of a handshake. Throws RangeError unless the peer-id has 20 bytes. */
export function writePeerHandshake(handshake: PeerHandshake): Uint8Array {
  if (handshake.peerId.length !== PEER_ID_BYTES) throw new RangeError('a peer-id is 20 bytes');
  const { extensionProtocol, fast, dht } = handshake.features;
  const bytes = new Uint8Array(HANDSHAKE_BYTES);
  bytes.set(PREFIX);
  bytes[EXTENSION_BYTE] = extensionProtocol ? EXTENSION_BIT : 0;
  bytes[LAST_BYTE] = (fast ? FAST_BIT : 0) | (dht ? DHT_BIT : 0);
  bytes.set(infoHashToBytes(handshake.infoHash), INFO_HASH);
  bytes.set(handshake.peerId, PEER_ID);
  return bytes;
}
