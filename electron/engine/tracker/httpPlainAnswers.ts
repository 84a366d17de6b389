import { okHeadBytes, RESPONSE_OVERHEAD_BYTES, writeAnnounceBody, writeOkHead } from '../codec/httpAnnounceResponse.ts';
import { createPlainAnnounce, readPlainAnnounce } from '../codec/httpPlainAnnounce.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { AnswerAtOnce, SocketAddress } from '../ports.ts';
import type { AnnounceReply, AnnounceRequest } from './announce.ts';
import { refusedResponse } from './httpAnswers.ts';
import type { ConnectionContext } from './httpConnection.ts';
import type { Swarm } from './swarm.ts';

/**
 * The answer to a plain announce for a torrent that is tracked; undefined for everything else, for which nothing was done
 * then. It is the answer that httpAnswers.ts would give, by a way on which no text is made.
 */
export type AnswerPlainly = (received: Uint8Array, from: SocketAddress, to: SocketAddress) => AnswerAtOnce | undefined;

/** Room for most answers; one with more peers makes more. */
const FIRST_BYTES = 8192;
/** The head is put right in front of the body, whose length it tells. */
const BODY_AT = 256;

export function createPlainAnswers({
  tracker,
  options,
  limits,
  addresses,
  boundTo,
  answers,
}: Pick<ConnectionContext, 'tracker' | 'options' | 'limits' | 'addresses' | 'boundTo' | 'answers'>): AnswerPlainly {
  const plain = createPlainAnnounce();
  let bytes = new Uint8Array(FIRST_BYTES);

  function requestOf(swarm: Swarm, requester: IpAddress, facing: IpAddress | undefined): AnnounceRequest {
    return {
      infoHash: swarm.infoHash,
      swarm,
      peerId: plain.peerId,
      key: plain.key,
      requester,
      claimed: undefined,
      facing,
      port: plain.port,
      uploadedBytes: plain.uploadedBytes,
      downloadedBytes: plain.downloadedBytes,
      leftBytes: plain.leftBytes,
      event: plain.event,
      numWant: plain.numWant,
      bothFamilies: true,
      passkey: '',
    };
  }

  function granted(figures: AnnounceReply, externalIp: Uint8Array): Uint8Array {
    const peerBytes = figures.ipv4.compactBytes() + figures.ipv6.compactBytes();
    const neededBytes = BODY_AT + RESPONSE_OVERHEAD_BYTES + peerBytes;
    if (neededBytes > bytes.length) bytes = new Uint8Array(neededBytes);
    const end = writeAnnounceBody(bytes, BODY_AT, { figures, externalIp });
    const head = { bodyBytes: end - BODY_AT, keepAlive: plain.keepAlive };
    const start = BODY_AT - okHeadBytes(head);
    writeOkHead(bytes, start, head);
    return bytes.subarray(start, end);
  }

  return (received, from, to) => {
    // A proxy asks for somebody else.
    if (options.hasProxies || received.length > limits.maxHeadBytes) return undefined;
    if (!readPlainAnnounce(received, plain)) return undefined;
    const swarm = tracker.swarmAt(plain.infoHash, 0);
    const address = addresses(from.address);
    if (swarm === undefined || address === undefined) return undefined;
    const begun = answers?.begin();
    const outcome = tracker.announce(requestOf(swarm, address, boundTo ?? addresses(to.address)));
    const answer = outcome.ok ? granted(outcome.value, address.bytes) : refusedResponse(outcome.error, plain.keepAlive);
    if (begun !== undefined) answers?.end(begun);
    return { bytes: answer, stays: plain.keepAlive };
  };
}
