import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import type { Mutable } from '../../../shared/mutable.ts';
import { type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import { readU16, readU32, writeU32 } from '../codec/bigEndian.ts';
import {
  createUdpAnnounceFields,
  isUdpAnnounce,
  parseUdpRequest,
  readUdpAnnounce,
  UDP_ANNOUNCE_BYTES,
  UDP_CLAIMED_AT,
  UDP_INFO_HASH_AT,
  UDP_PEER_ID_AT,
  UDP_PORT_AT,
  type UdpAnnounceFields,
  type UdpRequest,
  type UdpScrapeRequest,
} from '../codec/udpTracker.ts';
import {
  type TorrentCounts,
  UDP_PEERS_AT,
  type UdpReply,
  writeUdpAnnounceHead,
  writeUdpReply,
} from '../codec/udpTrackerReply.ts';
import { passkeyOf } from '../codec/passkey.ts';
import { parseUrlData } from '../codec/udpTrackerOptions.ts';
import type { Clock, SocketAddress, UdpSocket } from '../ports.ts';
import type { AnswerTimer } from '../stats/answerTimer.ts';
import type { ConnectionIds } from './connectionId.ts';
import { createRequesterCache, type Facing, type UdpRequester } from './requesterCache.ts';
import type { AnnounceRequest } from './announce.ts';
import type { Tracker } from './tracker.ts';

export interface UdpFrontendDeps {
  readonly tracker: Tracker;
  readonly connectionIds: ConnectionIds;
  readonly facing: Facing;
  readonly clock: Clock;
  /** Times announces, from the packet to the answer that is sent. */
  readonly answers?: AnswerTimer;
}

export interface UdpFrontend {
  readonly local: SocketAddress;
  /** Closes the socket. */
  stop(): Promise<void>;
}

/** 237 IPv4 or 79 IPv6 peers: with more, a reply would travel in fragments, which some networks lose. */
const MAX_PEER_BYTES = 1422;
/** Above any reply: peers are bounded, a scrape has 74 torrents of 12 bytes, and messages are our own words. */
const MAX_REPLY_BYTES = 2048;
const PEER_ID_BYTES = 20;
const NOBODY = ipAddressFromBytes(new Uint8Array(4));
const EXPIRED = 'connection id expired';
const NO_COUNTS: TorrentCounts = { seeders: 0, completed: 0, leechers: 0 };

/**
 * Answers the UDP tracker protocol (BEP 15) on a socket, which it owns from now on. An address that has not proven itself
 * with a connection id never gets more bytes than it sent, and nothing at all for a packet that is no request.
 */
export function createUdpFrontend(deps: UdpFrontendDeps, socket: UdpSocket): UdpFrontend {
  const { tracker, answers } = deps;
  const requesters = createRequesterCache(deps);
  const reply = new Uint8Array(MAX_REPLY_BYTES);
  // Of the reply, one for each length that it had: a new view costs more than looking one up.
  const views: (Uint8Array | undefined)[] = [];
  const request: UdpAnnounceFields & Mutable<AnnounceRequest> = {
    ...createUdpAnnounceFields(),
    infoHash: infoHashFromBytes(reply),
    swarm: undefined,
    peerId: new Uint8Array(PEER_ID_BYTES),
    requester: NOBODY,
    claimed: undefined,
    facing: undefined,
    bothFamilies: false,
    passkey: '',
  };

  /** Length of the reply; 0 for none. */
  function answer(packet: Uint8Array, from: SocketAddress): number {
    const requester = requesters.of(from.address);
    if (requester === undefined || from.port === 0) return 0;
    if (isUdpAnnounce(packet)) return announce(packet, requester);
    const parsed = parseUdpRequest(packet);
    return parsed.ok ? writeUdpReply(reply, answerOther(parsed.value, requester)) : 0;
  }

  function answerOther(asked: UdpRequest, { address, ids }: UdpRequester): UdpReply {
    const { kind, transactionId } = asked;
    if (kind === 'connect') return { kind, transactionId, connectionId: ids.issue() };
    const { connectionId } = asked;
    if (!ids.verify(Number(connectionId >> 32n), Number(connectionId & 0xffff_ffffn)))
      return { kind: 'error', transactionId, message: EXPIRED };
    if (kind === 'announce') throw new Error('announces are answered where they are read');
    return scrape(asked, address);
  }

  function announce(packet: Uint8Array, { address, facing, ids }: UdpRequester): number {
    if (!readUdpAnnounce(packet, request)) return 0;
    const { transactionId } = request;
    if (!ids.verify(request.connectionHigh, request.connectionLow)) {
      return writeUdpReply(reply, { kind: 'error', transactionId, message: EXPIRED });
    }
    const swarm = tracker.swarmAt(packet, UDP_INFO_HASH_AT);
    request.swarm = swarm;
    request.infoHash = swarm?.infoHash ?? infoHashFromBytes(packet, UDP_INFO_HASH_AT);
    for (let i = 0; i < PEER_ID_BYTES; i++) request.peerId[i] = packet[UDP_PEER_ID_AT + i] ?? 0;
    request.requester = address;
    request.claimed = claimedAddress(request);
    request.facing = facing;
    // BEP 41 puts the path and query of the announce URL behind the announce.
    request.passkey =
      packet.length === UDP_ANNOUNCE_BYTES ? '' : passkeyOf(parseUrlData(packet.subarray(UDP_ANNOUNCE_BYTES)));
    const outcome = tracker.announce(request);
    if (!outcome.ok) return writeUdpReply(reply, { kind: 'error', transactionId, message: outcome.error.message });
    const { intervalSeconds, leechers, seeders, ipv4, ipv6 } = outcome.value;
    writeUdpAnnounceHead(reply, { transactionId, intervalSeconds, leechers, seeders });
    const peers = address.family === 'IPv4' ? ipv4 : ipv6;
    return UDP_PEERS_AT + peers.copyTo(reply, UDP_PEERS_AT, MAX_PEER_BYTES);
  }

  /** Torrents that are refused have zeros, to keep the order; when all are, the reason is the better answer. */
  function scrape({ transactionId, infoHashes }: UdpScrapeRequest, requester: IpAddress): UdpReply {
    const outcomes = infoHashes.map((infoHash) => tracker.scrape(infoHash, { requester, passkey: '' }));
    const refusal = outcomes.every((outcome) => !outcome.ok) ? outcomes[0] : undefined;
    if (refusal !== undefined && !refusal.ok) return { kind: 'error', transactionId, message: refusal.error.message };
    return {
      kind: 'scrape',
      transactionId,
      torrents: outcomes.map((outcome) => (outcome.ok ? outcome.value : NO_COUNTS)),
    };
  }

  function viewOf(length: number): Uint8Array {
    const known = views[length];
    if (known !== undefined) return known;
    const view = reply.subarray(0, length);
    views[length] = view;
    return view;
  }

  /** Only what decides where the memory is; a packet that is not what it seems is found out when it is answered. */
  function lookAhead(packets: readonly Uint8Array[], senders: readonly SocketAddress[], count: number): void {
    for (let i = 0; i < count; i++) {
      const [packet, from] = [packets[i], senders[i]];
      if (packet === undefined || from?.family !== 'IPv4' || !isUdpAnnounce(packet)) continue;
      const requester = requesters.of(from.address);
      if (requester === undefined) continue;
      const claimed = requester.address.scope === 'loopback' ? readU32(packet, UDP_CLAIMED_AT) : 0;
      const address = claimed === 0 ? readU32(requester.address.bytes, 0) : claimed;
      tracker.ahead.add(packet, UDP_INFO_HASH_AT, { address, port: readU16(packet, UDP_PORT_AT) });
    }
    tracker.ahead.look();
  }

  socket.onBatch?.(lookAhead);
  socket.onPacket((packet, from) => {
    const begun = answers?.begin();
    const length = answer(packet, from);
    if (length === 0) return;
    socket.send(viewOf(length), from);
    if (begun !== undefined && isUdpAnnounce(packet)) answers?.end(begun);
  });

  return {
    local: socket.local,
    async stop() {
      requesters.stop();
      await socket.close();
    },
  };
}

function claimedAddress({ claimedAddress: claimed }: UdpAnnounceFields): IpAddress | undefined {
  if (claimed === 0) return undefined;
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, claimed);
  return ipAddressFromBytes(bytes);
}
