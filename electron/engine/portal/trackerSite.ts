import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { messageOf } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { createOpenSockets } from '../tracker/openSockets.ts';
import { plainAddress } from './plainAddress.ts';
import type { SiteContent } from './sitePart.ts';

/**
 * What the tracker's port serves besides announces: pages for people, their .torrent files and feeds, the API and the
 * metrics. It never listens: connections come from the tracker's HTTP frontend.
 */
export interface TrackerSite {
  /**
   * Takes over a connection that the tracker's HTTP frontend accepted and whose first request is not an announce. Bytes that
   * were read already must have been put back with `unshift`. Further requests on it are answered here as well.
   */
  accept(socket: Socket): void;
  /** Ends every connection. May be called again. */
  stop(): Promise<void>;
}

export interface TrackerSiteDeps extends SiteContent {
  readonly clock: Clock;
  /** Whether an address may be served at all. */
  readonly isServedAddress: (address: string) => boolean;
}

/** From the first byte of a request to the last of its answer; a .torrent file is a few hundred KiB at most on a LAN. */
const EXCHANGE_MS = 30_000;
const IDLE_MS = 5_000;
const MAX_HEADER_BYTES = 16 * 1024;
/** Enough for a hall whose browsers all follow the list; the idlest is cut off for one more. */
const MAX_SOCKETS = 1024;
/** A browser asks for a page, its style, its script and its pictures, and then for the next page. */
const MAX_REQUESTS_PER_SOCKET = 100;

export function createTrackerSite(deps: TrackerSiteDeps): TrackerSite {
  const { clock, logger } = deps;
  const sockets = createOpenSockets(clock, MAX_SOCKETS);
  const stopping = new AbortController();
  const http = createServer({ maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: IDLE_MS }, onRequest);
  http.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  const isServed = (socket: Socket): boolean => deps.isServedAddress(plainAddress(socket.remoteAddress));
  const renew = (socket: Socket, timeoutMs: number): void => {
    if (!socket.destroyed) sockets.renew(socket, timeoutMs);
  };
  let making: Promise<FastifyInstance> | undefined;

  /** The framework takes a tenth of a second to load: who only shares from the command line does without it. */
  function app(): Promise<FastifyInstance> {
    making ??= import('./siteApp.ts').then(({ createSiteApp }) =>
      createSiteApp(deps, http, {
        renew: ({ socket }, timeoutMs) => renew(socket, timeoutMs),
        signal: stopping.signal,
      }),
    );
    return making;
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    // On a connection that was kept, it may not be served any more.
    if (!isServed(socket)) {
      socket.destroy();
      return;
    }
    renew(socket, EXCHANGE_MS);
    response.once('finish', () => renew(socket, IDLE_MS));
    app().then(
      (ready) => ready.routing(request, response),
      (cause: unknown) => {
        logger.log('error', `the tracker's site cannot be served: ${messageOf(cause)}`, { cause });
        socket.destroy();
      },
    );
  }

  async function stopNow(): Promise<void> {
    stopping.abort();
    sockets.stop();
    const made = await making?.catch(() => undefined);
    await made?.close();
  }

  let stopped: Promise<void> | undefined;
  return {
    accept(socket) {
      if (stopping.signal.aborted || !isServed(socket)) {
        socket.destroy();
        return;
      }
      // A server that does not listen itself enforces none of its own limits on time.
      sockets.add(socket, EXCHANGE_MS);
      socket.once('close', () => sockets.remove(socket));
      http.emit('connection', socket);
      socket.resume();
    },
    stop() {
      stopped ??= stopNow();
      return stopped;
    },
  };
}
