import { failure, type Result, success } from '../../../shared/result.ts';
import { readU32, readU64, writeU32, writeU64 } from './bigEndian.ts';

/**
 * Replies of the UDP tracker protocol (BEP 15), in network order. Requests are in udpTracker.ts.
 *
 *   connect           offset  size        announce          offset  size
 *   action 0               0     4        action 1               0     4
 *   transaction id         4     4        transaction id         4     4
 *   connection id          8     8        interval               8     4  seconds
 *                                         leechers              12     4
 *   error             offset  size        seeders               16     4
 *   action 3               0     4        peers                 20     6 or 18 each, by the socket's family
 *   transaction id         4     4
 *   message                8     *        scrape            offset  size
 *                                         action 2               0     4
 *                                         transaction id         4     4
 *                                         per torrent            8    12  seeders, completed, leechers
 */

export interface UdpConnectReply {
  readonly kind: 'connect';
  readonly transactionId: number;
  readonly connectionId: bigint;
}

export interface UdpAnnounceReply {
  readonly kind: 'announce';
  readonly transactionId: number;
  readonly intervalSeconds: number;
  readonly leechers: number;
  readonly seeders: number;
  /** Compact peers of the socket's family. */
  readonly peers: Uint8Array;
}

export interface UdpScrapeReply {
  readonly kind: 'scrape';
  readonly transactionId: number;
  /** In the order of the request; a torrent that is not tracked has zeros. */
  readonly torrents: readonly TorrentCounts[];
}

export interface TorrentCounts {
  readonly seeders: number;
  readonly completed: number;
  readonly leechers: number;
}

export interface UdpErrorReply {
  readonly kind: 'error';
  readonly transactionId: number;
  /** For the person at the client. */
  readonly message: string;
}

export type UdpReply = UdpConnectReply | UdpAnnounceReply | UdpScrapeReply | UdpErrorReply;

export interface UdpReplyError {
  readonly code: 'too-short' | 'unknown-action' | 'bad-length';
  readonly message: string;
}

const ACTION_CONNECT = 0;
const ACTION_ANNOUNCE = 1;
const ACTION_SCRAPE = 2;
const ACTION_ERROR = 3;
const HEAD_BYTES = 8;
const CONNECT_BYTES = 16;
const ANNOUNCE_HEAD_BYTES = 20;
export const UDP_PEERS_AT = ANNOUNCE_HEAD_BYTES;
const TORRENT_BYTES = 12;

/**
 * Writes the reply to the start of `target` and returns its length. Throws RangeError when it does not fit: the caller
 * bounds numWant and messages.
 */
export function writeUdpReply(target: Uint8Array, reply: UdpReply): number {
  writeU32(target, 4, reply.transactionId);
  switch (reply.kind) {
    case 'connect':
      writeU32(target, 0, ACTION_CONNECT);
      writeU64(target, 8, reply.connectionId);
      return CONNECT_BYTES;
    case 'announce':
      writeUdpAnnounceHead(target, reply);
      target.set(reply.peers, ANNOUNCE_HEAD_BYTES);
      return ANNOUNCE_HEAD_BYTES + reply.peers.length;
    case 'scrape':
      writeU32(target, 0, ACTION_SCRAPE);
      return writeTorrents(target, reply.torrents);
    case 'error': {
      writeU32(target, 0, ACTION_ERROR);
      const message = Buffer.from(reply.message);
      target.set(message, HEAD_BYTES);
      return HEAD_BYTES + message.length;
    }
  }
}

/** The beginning of the reply to an announce, up to UDP_PEERS_AT; the compact peers go behind it. */
export function writeUdpAnnounceHead(target: Uint8Array, reply: Omit<UdpAnnounceReply, 'kind' | 'peers'>): void {
  writeU32(target, 0, ACTION_ANNOUNCE);
  writeU32(target, 4, reply.transactionId);
  writeU32(target, 8, reply.intervalSeconds);
  writeU32(target, 12, reply.leechers);
  writeU32(target, 16, reply.seeders);
}

/** Reads one reply. `peers` is a view into the packet; whether its length fits a family is for compactPeers.ts to say. */
export function parseUdpReply(packet: Uint8Array): Result<UdpReply, UdpReplyError> {
  if (packet.length < HEAD_BYTES) return reject('too-short', `a reply has at least ${HEAD_BYTES} bytes`);
  const transactionId = readU32(packet, 4);
  switch (readU32(packet, 0)) {
    case ACTION_CONNECT:
      if (packet.length < CONNECT_BYTES) return reject('too-short', `a connect reply has ${CONNECT_BYTES} bytes`);
      return success({ kind: 'connect', transactionId, connectionId: readU64(packet, 8) });
    case ACTION_ANNOUNCE:
      return parseAnnounce(packet, transactionId);
    case ACTION_SCRAPE:
      return parseScrape(packet, transactionId);
    case ACTION_ERROR:
      return success({ kind: 'error', transactionId, message: new TextDecoder().decode(packet.subarray(HEAD_BYTES)) });
    default:
      return reject('unknown-action', `no reply has action ${readU32(packet, 0)}`);
  }
}

function writeTorrents(target: Uint8Array, torrents: readonly TorrentCounts[]): number {
  const bytes = HEAD_BYTES + torrents.length * TORRENT_BYTES;
  if (bytes > target.length) throw new RangeError(`a scrape reply of ${bytes} bytes does not fit ${target.length}`);
  for (const [i, counts] of torrents.entries()) {
    const at = HEAD_BYTES + i * TORRENT_BYTES;
    writeU32(target, at, counts.seeders);
    writeU32(target, at + 4, counts.completed);
    writeU32(target, at + 8, counts.leechers);
  }
  return bytes;
}

function parseAnnounce(packet: Uint8Array, transactionId: number): Result<UdpAnnounceReply, UdpReplyError> {
  if (packet.length < ANNOUNCE_HEAD_BYTES) {
    return reject('too-short', `an announce reply has at least ${ANNOUNCE_HEAD_BYTES} bytes`);
  }
  return success({
    kind: 'announce',
    transactionId,
    intervalSeconds: readU32(packet, 8),
    leechers: readU32(packet, 12),
    seeders: readU32(packet, 16),
    peers: packet.subarray(ANNOUNCE_HEAD_BYTES),
  });
}

function parseScrape(packet: Uint8Array, transactionId: number): Result<UdpScrapeReply, UdpReplyError> {
  if ((packet.length - HEAD_BYTES) % TORRENT_BYTES !== 0) {
    return reject('bad-length', `a scrape reply has ${TORRENT_BYTES} bytes a torrent`);
  }
  const torrents: TorrentCounts[] = [];
  for (let at = HEAD_BYTES; at < packet.length; at += TORRENT_BYTES) {
    torrents.push({
      seeders: readU32(packet, at),
      completed: readU32(packet, at + 4),
      leechers: readU32(packet, at + 8),
    });
  }
  return success({ kind: 'scrape', transactionId, torrents });
}

function reject(code: UdpReplyError['code'], message: string): { readonly ok: false; readonly error: UdpReplyError } {
  return failure({ code, message });
}
