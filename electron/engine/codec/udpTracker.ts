import { INFO_HASH_BYTES, type InfoHash, infoHashFromBytes, infoHashToBytes } from '../../../shared/infoHash.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { AnnounceEvent } from './announceEvent.ts';
import { readI32, readU16, readU32, readU64, readU64Saturated, writeU16, writeU32, writeU64 } from './bigEndian.ts';
import { parseUrlData, writeUrlData } from './udpTrackerOptions.ts';

/**
 * Requests of the UDP tracker protocol (BEP 15), in network order. Replies are in udpTrackerReply.ts.
 *
 *   connect           offset  size        scrape            offset  size
 *   protocol id            0     8        connection id          0     8
 *   action 0               8     4        action 2               8     4
 *   transaction id        12     4        transaction id        12     4
 *                                         info-hashes           16    20 each, 1 to 74
 *   announce          offset  size
 *   connection id          0     8        event                 80     4  0 none, 1 completed, 2 started, 3 stopped
 *   action 1               8     4        address               84     4  IPv4, 0: that of the sender
 *   transaction id        12     4        key                   88     4
 *   info-hash             16    20        numWant               92     4  signed, -1: default
 *   peer-id               36    20        port                  96     2
 *   downloaded            56     8        options (BEP 41)      98     *  see udpTrackerOptions.ts
 *   left                  64     8
 *   uploaded              72     8
 */

export interface UdpConnectRequest {
  readonly kind: 'connect';
  readonly transactionId: number;
}

export interface UdpAnnounceRequest {
  readonly kind: 'announce';
  readonly connectionId: bigint;
  readonly transactionId: number;
  readonly infoHash: InfoHash;
  /** 20 bytes; a view into the packet. */
  readonly peerId: Uint8Array;
  /** Bytes; what exceeds Number.MAX_SAFE_INTEGER, such as "unknown", is read as that. */
  readonly downloadedBytes: number;
  readonly leftBytes: number;
  readonly uploadedBytes: number;
  readonly event: Exclude<AnnounceEvent, 'paused'>;
  /** IPv4 address the client claims, as u32; 0 for none. */
  readonly claimedAddress: number;
  readonly key: number;
  /** Negative for "as many as you like". */
  readonly numWant: number;
  readonly port: number;
  /** Path and query of the announce URL (BEP 41); empty when the client sent none. */
  readonly urlData: string;
}

/**
 * What an announce says in numbers, in an object that its owner reads one packet after the other into: a tracker that answers
 * a hundred thousand a second has no time for objects of their own.
 */
export interface UdpAnnounceFields {
  /** Halves of the connection id, unsigned. */
  connectionHigh: number;
  connectionLow: number;
  transactionId: number;
  downloadedBytes: number;
  leftBytes: number;
  uploadedBytes: number;
  event: UdpAnnounceRequest['event'];
  claimedAddress: number;
  key: number;
  numWant: number;
  port: number;
}

/** Where an announce has its info-hash and its peer-id, of 20 bytes each. */
export const UDP_INFO_HASH_AT = 16;
export const UDP_PEER_ID_AT = 36;
/** The address that it claims and the port, as in `UdpAnnounceFields`. */
export const UDP_CLAIMED_AT = 84;
export const UDP_PORT_AT = 96;

export interface UdpScrapeRequest {
  readonly kind: 'scrape';
  readonly connectionId: bigint;
  readonly transactionId: number;
  readonly infoHashes: readonly InfoHash[];
}

export type UdpRequest = UdpConnectRequest | UdpAnnounceRequest | UdpScrapeRequest;

/** A packet with any of these faults proves nothing about its sender and is never answered. */
export interface UdpRequestError {
  readonly code: 'too-short' | 'unknown-action' | 'bad-protocol-id' | 'bad-event' | 'bad-length' | 'too-many';
  readonly message: string;
}

export const PROTOCOL_ID = 0x417_2710_1980n;
/** BEP 15 says "up to about 74": as many as fit an Ethernet frame. */
export const MAX_UDP_SCRAPE_HASHES = 74;

const ACTION_CONNECT = 0;
const ACTION_ANNOUNCE = 1;
const ACTION_SCRAPE = 2;
const HEAD_BYTES = 16;
const PEER_ID_BYTES = 20;
/** An announce without options (BEP 41), which stand behind it. */
export const UDP_ANNOUNCE_BYTES = 98;
const PROTOCOL_ID_HIGH = Number(PROTOCOL_ID >> 32n);
const PROTOCOL_ID_LOW = Number(PROTOCOL_ID & 0xffff_ffffn);
const EVENTS = ['none', 'completed', 'started', 'stopped'] as const;

/** Reads one packet. Views in the result are valid as long as `packet` is. */
export function parseUdpRequest(packet: Uint8Array): Result<UdpRequest, UdpRequestError> {
  if (packet.length < HEAD_BYTES) return reject('too-short', `a request has at least ${HEAD_BYTES} bytes`);
  switch (readU32(packet, 8)) {
    case ACTION_CONNECT:
      return parseConnect(packet);
    case ACTION_ANNOUNCE:
      return parseAnnounce(packet);
    case ACTION_SCRAPE:
      return parseScrape(packet);
    default:
      return reject('unknown-action', `no request has action ${readU32(packet, 8)}`);
  }
}

/** The packet in a buffer of the caller's own. Throws RangeError for a scrape of none or of more than 74. */
export function writeUdpRequest(request: UdpRequest): Uint8Array {
  switch (request.kind) {
    case 'connect': {
      const packet = new Uint8Array(HEAD_BYTES);
      writeHead(packet, ACTION_CONNECT, { connectionId: PROTOCOL_ID, transactionId: request.transactionId });
      return packet;
    }
    case 'announce':
      return writeAnnounce(request);
    case 'scrape':
      return writeScrape(request);
  }
}

function parseConnect(packet: Uint8Array): Result<UdpConnectRequest, UdpRequestError> {
  if (readU32(packet, 0) !== PROTOCOL_ID_HIGH || readU32(packet, 4) !== PROTOCOL_ID_LOW) {
    return reject('bad-protocol-id', 'a connect request starts with the protocol id of BEP 15');
  }
  return success({ kind: 'connect', transactionId: readU32(packet, 12) });
}

/** Whether the packet asks for what `readUdpAnnounce` reads. */
export function isUdpAnnounce(packet: Uint8Array): boolean {
  return packet.length >= UDP_ANNOUNCE_BYTES && readU32(packet, 8) === ACTION_ANNOUNCE;
}

/** Reads all of an announce but for its info-hash, peer-id and options. False for an event that there is not. */
export function readUdpAnnounce(packet: Uint8Array, into: UdpAnnounceFields): boolean {
  const event = EVENTS[readU32(packet, 80)];
  if (event === undefined) return false;
  into.connectionHigh = readU32(packet, 0);
  into.connectionLow = readU32(packet, 4);
  into.transactionId = readU32(packet, 12);
  into.downloadedBytes = readU64Saturated(packet, 56);
  into.leftBytes = readU64Saturated(packet, 64);
  into.uploadedBytes = readU64Saturated(packet, 72);
  into.event = event;
  into.claimedAddress = readU32(packet, UDP_CLAIMED_AT);
  into.key = readU32(packet, 88);
  into.numWant = readI32(packet, 92);
  into.port = readU16(packet, UDP_PORT_AT);
  return true;
}

export function createUdpAnnounceFields(): UdpAnnounceFields {
  return {
    connectionHigh: 0,
    connectionLow: 0,
    transactionId: 0,
    downloadedBytes: 0,
    leftBytes: 0,
    uploadedBytes: 0,
    event: 'none',
    claimedAddress: 0,
    key: 0,
    numWant: 0,
    port: 0,
  };
}

function parseAnnounce(packet: Uint8Array): Result<UdpAnnounceRequest, UdpRequestError> {
  if (packet.length < UDP_ANNOUNCE_BYTES)
    return reject('too-short', `an announce has at least ${UDP_ANNOUNCE_BYTES} bytes`);
  const fields = createUdpAnnounceFields();
  if (!readUdpAnnounce(packet, fields)) return reject('bad-event', `no event has number ${readU32(packet, 80)}`);
  const { connectionHigh, connectionLow, ...rest } = fields;
  return success({
    kind: 'announce',
    connectionId: (BigInt(connectionHigh) << 32n) | BigInt(connectionLow),
    ...rest,
    infoHash: infoHashFromBytes(packet, UDP_INFO_HASH_AT),
    peerId: packet.subarray(UDP_PEER_ID_AT, UDP_PEER_ID_AT + PEER_ID_BYTES),
    urlData: packet.length === UDP_ANNOUNCE_BYTES ? '' : parseUrlData(packet.subarray(UDP_ANNOUNCE_BYTES)),
  });
}

function parseScrape(packet: Uint8Array): Result<UdpScrapeRequest, UdpRequestError> {
  const hashBytes = packet.length - HEAD_BYTES;
  if (hashBytes === 0 || hashBytes % INFO_HASH_BYTES !== 0) {
    return reject('bad-length', `a scrape carries info-hashes of ${INFO_HASH_BYTES} bytes; ${hashBytes} given`);
  }
  const count = hashBytes / INFO_HASH_BYTES;
  if (count > MAX_UDP_SCRAPE_HASHES) return reject('too-many', `a scrape names up to 74 torrents; ${count} given`);
  const infoHashes = Array.from({ length: count }, (_, i) =>
    infoHashFromBytes(packet, HEAD_BYTES + i * INFO_HASH_BYTES),
  );
  return success({
    kind: 'scrape',
    connectionId: readU64(packet, 0),
    transactionId: readU32(packet, 12),
    infoHashes,
  });
}

function writeAnnounce(request: UdpAnnounceRequest): Uint8Array {
  const options = writeUrlData(request.urlData);
  const packet = new Uint8Array(UDP_ANNOUNCE_BYTES + options.length);
  writeHead(packet, ACTION_ANNOUNCE, request);
  packet.set(infoHashToBytes(request.infoHash), 16);
  packet.set(request.peerId, 36);
  writeU64(packet, 56, request.downloadedBytes);
  writeU64(packet, 64, request.leftBytes);
  writeU64(packet, 72, request.uploadedBytes);
  writeU32(packet, 80, EVENTS.indexOf(request.event));
  writeU32(packet, 84, request.claimedAddress);
  writeU32(packet, 88, request.key);
  writeU32(packet, 92, request.numWant);
  writeU16(packet, 96, request.port);
  packet.set(options, UDP_ANNOUNCE_BYTES);
  return packet;
}

function writeScrape(request: UdpScrapeRequest): Uint8Array {
  const { infoHashes } = request;
  if (infoHashes.length === 0 || infoHashes.length > MAX_UDP_SCRAPE_HASHES) {
    throw new RangeError(`a scrape names 1 to ${MAX_UDP_SCRAPE_HASHES} torrents; ${infoHashes.length} given`);
  }
  const packet = new Uint8Array(HEAD_BYTES + infoHashes.length * INFO_HASH_BYTES);
  writeHead(packet, ACTION_SCRAPE, request);
  for (const [i, infoHash] of infoHashes.entries())
    packet.set(infoHashToBytes(infoHash), HEAD_BYTES + i * INFO_HASH_BYTES);
  return packet;
}

function writeHead(
  packet: Uint8Array,
  action: number,
  ids: { readonly connectionId: bigint; readonly transactionId: number },
): void {
  writeU64(packet, 0, ids.connectionId);
  writeU32(packet, 8, action);
  writeU32(packet, 12, ids.transactionId);
}

function reject(
  code: UdpRequestError['code'],
  message: string,
): { readonly ok: false; readonly error: UdpRequestError } {
  return failure({ code, message });
}
