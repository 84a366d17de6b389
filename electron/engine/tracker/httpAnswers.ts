import { parseAnnounceQuery, parseScrapeQuery, type HttpAnnounceQuery } from '../codec/httpTracker.ts';
import type { RequestHead } from '../codec/httpTrackerHead.ts';
import {
  type CompactPeers,
  type DictionaryPeer,
  type DictionaryPeers,
  type HttpFailureReply,
  type HttpTrackerReply,
  writeHttpReply,
} from '../codec/httpTrackerReply.ts';
import { type IpAddress, ipAddressFromBytes, parseIpAddress } from '../codec/ipAddress.ts';
import { latin1Bytes } from '../codec/latin1.ts';
import type { PeerList } from './peerList.ts';
import type { Requester } from './requesterCache.ts';
import type { AnnounceReply, Refusal } from './announce.ts';
import type { Tracker } from './tracker.ts';

/**
 * The whole HTTP response to a tracker request. Clients show `failure reason` only from a response with status 200, so
 * that is the status of a refused announce too (BEP 3).
 */
export function answerTrackerRequest(tracker: Tracker, head: RequestHead, requester: Requester): Uint8Array {
  if (head.method !== 'GET') {
    const body = head.method === 'HEAD' ? '' : 'announces and scrapes are GET requests\n';
    return plainResponse('405 Method Not Allowed\r\nAllow: GET', body);
  }
  const reply = head.path === 'announce' ? announce(tracker, head, requester) : scrape(tracker, head, requester);
  return response('200 OK', writeHttpReply(reply), head.keepAlive);
}

/** The response to an announce that was refused. */
export function refusedResponse(refusal: Refusal, keepAlive: boolean): Uint8Array {
  return response('200 OK', writeHttpReply(failureOf(refusal)), keepAlive);
}

/** The response to a full scrape that there is no room for now. */
export function tooMuchAtOnce(): Uint8Array {
  const reason = 'too many torrents, or too many who ask for all of them: name those that you want';
  return response('200 OK', writeHttpReply({ kind: 'failure', reason, retryInMinutes: 5 }), false);
}

/** A short response in words, after which the connection ends. */
export function plainResponse(status: string, body: string): Uint8Array {
  return response(status, latin1Bytes(body), false);
}

/** Whether the connection stays open behind the answer. */
export function staysOpen(head: RequestHead): boolean {
  return head.keepAlive && head.method === 'GET';
}

function announce(tracker: Tracker, head: RequestHead, { address, facing }: Requester): HttpTrackerReply {
  const query = parseAnnounceQuery(head.query);
  if (!query.ok) return { kind: 'failure', reason: query.error.message };
  const outcome = tracker.announce({
    infoHash: query.value.infoHash,
    peerId: query.value.peerId,
    key: query.value.key,
    requester: address,
    claimed: claimedAddress(query.value),
    facing,
    port: query.value.port,
    uploadedBytes: query.value.uploadedBytes,
    downloadedBytes: query.value.downloadedBytes,
    leftBytes: query.value.leftBytes,
    event: query.value.event,
    numWant: query.value.numWant,
    bothFamilies: true,
    passkey: head.passkey,
  });
  if (!outcome.ok) return failureOf(outcome.error);
  const { intervalSeconds, minIntervalSeconds, seeders, leechers, completed } = outcome.value;
  return {
    kind: 'announce',
    intervalSeconds,
    minIntervalSeconds,
    seeders,
    leechers,
    completed,
    externalIp: address.bytes,
    peers: query.value.compact ? compactPeers(outcome.value) : dictionaryPeers(outcome.value, query.value.noPeerId),
  };
}

/** Only torrents that may be told appear; when none may, the reason does. Scraping everything is in fullScrape.ts. */
function scrape(tracker: Tracker, head: RequestHead, { address: requester }: Requester): HttpTrackerReply {
  const infoHashes = parseScrapeQuery(head.query);
  if (!infoHashes.ok) return { kind: 'failure', reason: infoHashes.error.message };
  const [first] = infoHashes.value;
  if (first === undefined) return { kind: 'failure', reason: 'info_hash is missing: this tracker lists no torrents' };
  let refusal = '';
  const files = [...new Set(infoHashes.value)].flatMap((infoHash) => {
    const outcome = tracker.scrape(infoHash, { requester, passkey: head.passkey });
    if (outcome.ok) return [{ infoHash, ...outcome.value }];
    refusal = outcome.error.message;
    return [];
  });
  return files.length === 0 ? { kind: 'failure', reason: refusal } : { kind: 'scrape', files };
}

function failureOf({ message: reason, retryInMinutes }: Refusal): HttpFailureReply {
  return { kind: 'failure', reason, ...(retryInMinutes !== undefined && { retryInMinutes }) };
}

function claimedAddress({ ip, ipv4, ipv6 }: HttpAnnounceQuery): IpAddress | undefined {
  const text = ip ?? ipv4 ?? ipv6;
  return text === undefined ? undefined : parseIpAddress(text);
}

function compactPeers({ ipv4, ipv6 }: AnnounceReply): CompactPeers {
  return { form: 'compact', ipv4: ipv4.compact, ipv6: ipv6.compact };
}

function dictionaryPeers({ ipv4, ipv6 }: AnnounceReply, noPeerId: boolean): DictionaryPeers {
  return { form: 'dictionary', peers: [...dictionaries(ipv4, noPeerId), ...dictionaries(ipv6, noPeerId)] };
}

function dictionaries(list: PeerList, noPeerId: boolean): DictionaryPeer[] {
  const stride = list.family === 'IPv4' ? 6 : 18;
  const { compact } = list;
  return Array.from({ length: list.count }, (_, i) => {
    const endpoint = compact.subarray(i * stride, (i + 1) * stride);
    const [high = 0, low = 0] = endpoint.subarray(-2);
    return {
      peerId: noPeerId ? undefined : list.peerIdAt(i),
      address: ipAddressFromBytes(endpoint.subarray(0, -2)).text,
      port: (high << 8) | low,
    };
  });
}

function response(status: string, body: Uint8Array, keepAlive: boolean): Uint8Array {
  const head =
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n` +
    `Connection: ${keepAlive ? 'keep-alive' : 'close'}\r\n\r\n`;
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head, 'latin1');
  bytes.set(body, head.length);
  return bytes;
}
