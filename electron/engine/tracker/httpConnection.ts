import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { type RequestHead, readRequestHead } from '../codec/httpTrackerHead.ts';
import type { IpAddress } from '../codec/ipAddress.ts';
import type { AnswerTimer } from '../stats/answerTimer.ts';
import type { AddressCache } from './addressCache.ts';
import { answerTrackerRequest, plainResponse, staysOpen, tooMuchAtOnce } from './httpAnswers.ts';
import { isFullScrape, openFullScrape } from './fullScrape.ts';
import { forwardedFor } from './httpForwarded.ts';
import type { HttpLimits } from './httpLimits.ts';
import type { HttpOptions } from './httpOptions.ts';
import type { OpenSockets } from './openSockets.ts';
import type { Facing, Requester } from './requesterCache.ts';
import type { Tracker } from './tracker.ts';

/** What all connections of a listener share. */
export interface ConnectionContext {
  readonly tracker: Tracker;
  /**
   * Takes over a connection whose request is not for the tracker; what was read of it is back in the socket. Has to listen
   * for data before it returns.
   */
  readonly handOver: (socket: Socket) => void;
  readonly limits: HttpLimits;
  readonly options: HttpOptions;
  /** Our own address as a client behind a proxy sees it; none of ours when absent. */
  readonly facing?: Facing;
  /** Full scrapes that are on their way. */
  readonly fullScrapes: { count: number };
  /** Times announces, from the request that is whole to the answer that is ready. */
  readonly answers?: AnswerTimer;
  readonly sockets: OpenSockets;
  readonly addresses: AddressCache;
  /** Our own address, when the listener has only one; each connection knows its own otherwise. */
  readonly boundTo: IpAddress | undefined;
}

const NOTHING = Buffer.alloc(0);
/** At once, whoever asks for them. */
const MAX_FULL_SCRAPES = 4;

/** Reads requests from one connection and answers them, until it ends or is someone else's. */
export function serveConnection(socket: Socket, context: ConnectionContext): void {
  const { limits, sockets, tracker, handOver } = context;
  const requester = requesterOf(socket, context);
  if (requester === undefined) {
    // It was reset before anyone could look at it.
    socket.destroy();
    return;
  }
  const client = requester;
  let received: Buffer = NOTHING;
  let isBetweenRequests = false;
  /** Then the end of the stream has to be said, or some clients take it for cut off. */
  const isEncrypted = socket instanceof TLSSocket;
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
    const reading = readRequestHead(received);
    switch (reading.kind) {
      case 'other':
        giveAway();
        return false;
      case 'malformed':
        end(plainResponse('400 Bad Request', `${reading.message}\n`));
        return false;
      case 'incomplete':
        if (received.length > limits.maxHeadBytes) refuseLength();
        return false;
      case 'request':
        if (reading.head.headBytes <= limits.maxHeadBytes) return answer(reading.head);
        refuseLength();
        return false;
    }
  }

  function refuseLength(): void {
    end(plainResponse('414 URI Too Long', 'the request is too long\n'));
  }

  function answer(head: RequestHead): boolean {
    if (context.options.fullScrape && isFullScrape(head)) {
      sendAll(head);
      return false;
    }
    const reply = timedAnswer(head, client, context);
    if (!staysOpen(head)) {
      if (!head.hasBody && received.length === head.headBytes && !isEncrypted) sendAndClose(reply);
      else end(reply);
      return false;
    }
    received = received.subarray(head.headBytes);
    isBetweenRequests = received.length === 0;
    // From the second reply on, waiting for an acknowledgement of the last would cost the client a pause.
    socket.setNoDelay(true);
    socket.write(reply);
    sockets.renew(socket, isBetweenRequests ? limits.idleTimeoutMs : limits.headTimeoutMs);
    if (socket.writableLength <= limits.maxUnsentBytes) return true;
    socket.destroy();
    return false;
  }

  /** The common case, at half the cost of `end`: nothing is left unread, so the system may be left to say goodbye. */
  function sendAndClose(reply: Uint8Array): void {
    socket.off('data', onData);
    // A tick later, since a stream that is destroyed within the callback makes an error, with its stack, for nobody.
    socket.write(reply, () => process.nextTick(() => socket.destroy()));
  }

  /** Every torrent in one answer, part by part. */
  function sendAll(head: RequestHead): void {
    const { fullScrapes } = context;
    const scraper = { requester: asking(head, client, context).address, passkey: head.passkey };
    const all = fullScrapes.count < MAX_FULL_SCRAPES ? openFullScrape(tracker, scraper) : undefined;
    if (all === undefined) {
      end(tooMuchAtOnce());
      return;
    }
    received = NOTHING;
    socket.off('data', onData);
    socket.resume();
    fullScrapes.count++;
    all.on('data', () => sockets.renew(socket, limits.idleTimeoutMs));
    pipeline(all, socket, () => fullScrapes.count--);
  }

  /** What the client still sends is read and dropped: unread bytes would turn our goodbye into a reset. */
  function end(reply: Uint8Array): void {
    received = NOTHING;
    socket.off('data', onData);
    socket.resume();
    sockets.renew(socket, limits.lingerTimeoutMs);
    socket.end(reply);
  }

  /** The socket keeps flowing: whoever takes it over reads what is put back, then what comes. */
  function giveAway(): void {
    socket.off('data', onData);
    socket.off('close', onClose);
    socket.off('error', onError);
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

/** Sends the rest of an answer and ends the connection; one that does not take it is cut off. */
export function finishConnection(socket: Socket, rest: Uint8Array, { sockets, limits }: ConnectionContext): void {
  sockets.add(socket, limits.lingerTimeoutMs);
  socket.on('close', () => sockets.remove(socket));
  // It is closed by itself, and concerns nobody but its client.
  socket.on('error', () => sockets.remove(socket));
  socket.resume();
  socket.end(rest);
}

/** The answer to a request that came over a connection with `client`. */
export function timedAnswer(head: RequestHead, client: Requester, context: ConnectionContext): Uint8Array {
  const { tracker, answers } = context;
  const begun = answers?.begin();
  const reply = answerTrackerRequest(tracker, head, asking(head, client, context));
  if (begun !== undefined && head.path === 'announce') answers?.end(begun);
  return reply;
}

/** Who asks: the other end of the connection, unless that is a proxy and says for whom it asks. */
function asking(head: RequestHead, client: Requester, { options, facing }: ConnectionContext): Requester {
  if (!options.hasProxies || !options.isProxy(client.address)) return client;
  const address = forwardedFor(head.headers, options.isProxy);
  return address === undefined ? client : { address, facing: facing?.(address) };
}

function requesterOf(socket: Socket, { addresses, boundTo }: ConnectionContext): Requester | undefined {
  const address = addresses(socket.remoteAddress ?? '');
  return address && { address, facing: boundTo ?? addresses(socket.localAddress ?? '') };
}
