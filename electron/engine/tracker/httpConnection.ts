import type { Socket } from 'node:net';
import { addresseeOf, parseRequestHead, type RequestHead } from '../codec/httpTrackerHead.ts';
import { parseIpAddress } from '../codec/ipAddress.ts';
import { answerTrackerRequest, plainResponse, staysOpen } from './httpAnswers.ts';
import type { HttpFrontendDeps, HttpLimits } from './httpFrontend.ts';
import type { OpenSockets } from './openSockets.ts';
import type { Requester } from './requesterCache.ts';

export interface ConnectionContext extends Pick<HttpFrontendDeps, 'tracker' | 'handOver'> {
  readonly limits: HttpLimits;
  readonly sockets: OpenSockets;
}

const NOTHING = Buffer.alloc(0);

/** Reads requests from one connection and answers them, until it ends or is someone else's. */
export function serveConnection(socket: Socket, context: ConnectionContext): void {
  const { limits, sockets, tracker, handOver } = context;
  const requester = requesterOf(socket);
  if (requester === undefined) {
    // It was reset before anyone could look at it.
    socket.destroy();
    return;
  }
  const client = requester;
  let received: Buffer = NOTHING;
  let isBetweenRequests = false;
  sockets.add(socket, limits.headTimeoutMs);
  socket.on('data', onData);
  socket.on('close', onClose);
  socket.on('error', onError);

  function onData(chunk: Buffer): void {
    if (isBetweenRequests) sockets.renew(socket, limits.headTimeoutMs);
    isBetweenRequests = false;
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    // Each turn takes one request off the front; the bytes of one chunk bound how many there are.
    while (received.length > 0 && takeRequest());
  }

  /** Whether a request was answered and another may follow. */
  function takeRequest(): boolean {
    switch (addresseeOf(received)) {
      case 'unknown':
        return false;
      case 'other':
        giveAway();
        return false;
      case 'tracker':
        break;
    }
    const head = parseRequestHead(received);
    if (head.ok && head.value.headBytes <= limits.maxHeadBytes) return answer(head.value);
    if (received.length > limits.maxHeadBytes) end(plainResponse('414 URI Too Long', 'the request is too long\n'));
    else if (!head.ok && head.error.code !== 'incomplete') end(plainResponse('400 Bad Request', `${head.error.message}\n`));
    return false;
  }

  function answer(head: RequestHead): boolean {
    const reply = answerTrackerRequest(tracker, head, client);
    if (!staysOpen(head)) {
      end(reply);
      return false;
    }
    received = received.subarray(head.headBytes);
    isBetweenRequests = received.length === 0;
    socket.write(reply);
    sockets.renew(socket, isBetweenRequests ? limits.idleTimeoutMs : limits.headTimeoutMs);
    if (socket.writableLength <= limits.maxUnsentBytes) return true;
    socket.destroy();
    return false;
  }

  /** What the client still sends is read and dropped: unread bytes would turn our goodbye into a reset. */
  function end(reply: Uint8Array): void {
    received = NOTHING;
    socket.off('data', onData);
    socket.resume();
    sockets.renew(socket, limits.lingerTimeoutMs);
    socket.end(reply);
  }

  function giveAway(): void {
    socket.off('data', onData);
    socket.off('close', onClose);
    socket.off('error', onError);
    socket.pause();
    sockets.remove(socket);
    socket.unshift(received);
    handOver(socket);
  }

  function onClose(): void {
    sockets.remove(socket);
  }

  /** A connection that breaks is closed by itself, and concerns nobody but its client. */
  function onError(): void {
    sockets.remove(socket);
  }
}

function requesterOf(socket: Socket): Requester | undefined {
  const address = parseIpAddress(socket.remoteAddress ?? '');
  return address && { address, facing: parseIpAddress(socket.localAddress ?? '') };
}
