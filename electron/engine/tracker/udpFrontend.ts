import { type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import { writeU32 } from '../codec/bigEndian.ts';
import { parseUdpRequest, type UdpAnnounceRequest, type UdpScrapeRequest } from '../codec/udpTracker.ts';
import { type TorrentCounts, type UdpReply, writeUdpReply } from '../codec/udpTrackerReply.ts';
import type { Clock, SocketAddress, UdpSocket } from '../ports.ts';
import type { AnswerTimer } from '../stats/answerTimer.ts';
import type { ConnectionIds } from './connectionId.ts';
import { createRequesterCache, type Facing, type Requester } from './requesterCache.ts';
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
const NO_COUNTS: TorrentCounts = { seeders: 0, completed: 0, leechers: 0 };

/**
 * Answers the UDP tracker protocol (BEP 15) on a socket, which it owns from now on. An address that has not proven itself
 * with a connection id never gets more bytes than it sent, and nothing at all for a packet that is no request.
 */
export function createUdpFrontend(deps: UdpFrontendDeps, socket: UdpSocket): UdpFrontend {
  const { tracker, connectionIds, answers } = deps;
  const requesters = createRequesterCache(deps);
  const reply = new Uint8Array(MAX_REPLY_BYTES);

  function answer(packet: Uint8Array, from: SocketAddress): UdpReply | undefined {
    const request = parseUdpRequest(packet);
    const requester = requesters.of(from.address);
    if (!request.ok || requester === undefined || from.port === 0) return undefined;
    const { kind, transactionId } = request.value;
    if (kind === 'connect') return { kind, transactionId, connectionId: connectionIds.issue(requester.address) };
    if (!connectionIds.verify(request.value.connectionId, requester.address)) {
      return { kind: 'error', transactionId, message: 'connection id expired' };
    }
    return kind === 'announce' ? announce(request.value, requester) : scrape(request.value, requester.address);
  }

  function announce(request: UdpAnnounceRequest, { address, facing }: Requester): UdpReply {
    const { transactionId } = request;
    const outcome = tracker.announce({
      infoHash: request.infoHash,
      peerId: request.peerId,
      key: request.key,
      requester: address,
      claimed: claimedAddress(request),
      facing,
      port: request.port,
      uploadedBytes: request.uploadedBytes,
      downloadedBytes: request.downloadedBytes,
      leftBytes: request.leftBytes,
      event: request.event,
      numWant: request.numWant,
      bothFamilies: false,
    });
    if (!outcome.ok) return { kind: 'error', transactionId, message: outcome.error.message };
    const { intervalSeconds, leechers, seeders, ipv4, ipv6 } = outcome.value;
    const peers = (address.family === 'IPv4' ? ipv4 : ipv6).compact.subarray(0, MAX_PEER_BYTES);
    return { kind: 'announce', transactionId, intervalSeconds, leechers, seeders, peers };
  }

  /** Torrents that are refused have zeros, to keep the order; when all are, the reason is the better answer. */
  function scrape({ transactionId, infoHashes }: UdpScrapeRequest, address: IpAddress): UdpReply {
    const outcomes = infoHashes.map((infoHash) => tracker.scrape(infoHash, address));
    const refusal = outcomes.every((outcome) => !outcome.ok) ? outcomes[0] : undefined;
    if (refusal !== undefined && !refusal.ok) return { kind: 'error', transactionId, message: refusal.error.message };
    return {
      kind: 'scrape',
      transactionId,
      torrents: outcomes.map((outcome) => (outcome.ok ? outcome.value : NO_COUNTS)),
    };
  }

  socket.onPacket((packet, from) => {
    const begun = answers?.begin();
    const found = answer(packet, from);
    if (found === undefined) return;
    socket.send(reply.subarray(0, writeUdpReply(reply, found)), from);
    if (begun !== undefined && found.kind === 'announce') answers?.end(begun);
  });

  return {
    local: socket.local,
    async stop() {
      requesters.stop();
      await socket.close();
    },
  };
}

function claimedAddress({ claimedAddress: claimed }: UdpAnnounceRequest): IpAddress | undefined {
  if (claimed === 0) return undefined;
  const bytes = new Uint8Array(4);
  writeU32(bytes, 0, claimed);
  return ipAddressFromBytes(bytes);
}
