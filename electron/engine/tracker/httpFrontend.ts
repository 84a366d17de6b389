import { messageOf } from '../errors.ts';
import type { Clock, ListenTcp, Logger, SocketAddress, TcpHandlers, TcpListener } from '../ports.ts';
import { createAddressCache } from './addressCache.ts';
import { answerAtOnce } from './httpAtOnce.ts';
import { type ConnectionContext, finishConnection, serveConnection } from './httpConnection.ts';
import { createPlainAnswers } from './httpPlainAnswers.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './httpLimits.ts';
import { DEFAULT_HTTP_OPTIONS, type HttpOptions } from './httpOptions.ts';
import { listenNode } from './nodeListener.ts';
import { createOpenSockets, type OpenSockets } from './openSockets.ts';

export interface HttpFrontendDeps extends Pick<ConnectionContext, 'tracker' | 'handOver' | 'answers' | 'facing'> {
  /** What a person set; nothing when absent. */
  readonly options?: HttpOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Node's own listener unless another is given. */
  readonly listenTcp?: ListenTcp;
}

export interface HttpFrontend {
  readonly local: SocketAddress;
  /** Connections that are not handed over. */
  socketCount(): number;
  /** Stops listening and cuts off all connections but those handed over. */
  stop(): Promise<void>;
}

/**
 * Answers `GET /announce` and `GET /scrape` from the bytes of a connection, one write an answer; every other request is
 * handed over unread. Rejects with `port-taken` or `address-unavailable`. Port 0 lets the system choose.
 */
export async function startHttpFrontend(
  deps: HttpFrontendDeps,
  at: { readonly address: string; readonly port: number },
  limits: HttpLimits = DEFAULT_HTTP_LIMITS,
): Promise<HttpFrontend> {
  const sockets = createOpenSockets(deps.clock, limits.maxSockets);
  const addresses = createAddressCache();
  const bound = addresses(at.address);
  const boundTo = bound?.scope === 'unusable' ? undefined : bound;
  const { options = DEFAULT_HTTP_OPTIONS } = deps;
  const context = { ...deps, options, fullScrapes: { count: 0 }, limits, sockets, addresses, boundTo };
  const answerPlainly = createPlainAnswers(context);
  const handlers: TcpHandlers = {
    onConnection: (socket) => serveConnection(socket, context),
    answerAtOnce: (received, from, to) =>
      answerPlainly(received, from, to) ?? answerAtOnce(received, { from, to }, context),
    onUnsent: (socket, rest) => finishConnection(socket, rest, context),
    onKept: (connection) => sockets.add(connection, limits.idleTimeoutMs),
    onKeptEnd: sockets.remove,
    onError(cause) {
      deps.logger.log('warning', `the tracker could not take a connection: ${messageOf(cause)}`, { cause });
    },
  };
  try {
    const listener = await (deps.listenTcp ?? listenNode)(at.address, at.port, handlers);
    return frontendOf(listener, sockets);
  } catch (error) {
    sockets.stop();
    throw error;
  }
}

function frontendOf(listener: TcpListener, sockets: OpenSockets): HttpFrontend {
  return {
    local: listener.local,
    socketCount: sockets.count,
    async stop() {
      const closed = listener.close();
      sockets.stop();
      await closed;
    },
  };
}
