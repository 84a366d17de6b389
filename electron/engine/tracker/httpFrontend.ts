import { once } from 'node:events';
import { createServer, isIPv6, type Server } from 'node:net';
import { messageOf } from '../errors.ts';
import type { Clock, Logger, SocketAddress } from '../ports.ts';
import { createAddressCache } from './addressCache.ts';
import { bindError } from './bindError.ts';
import { type ConnectionContext, serveConnection } from './httpConnection.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './httpLimits.ts';
import { createOpenSockets } from './openSockets.ts';

export interface HttpFrontendDeps extends Pick<ConnectionContext, 'tracker' | 'handOver' | 'answers'> {
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface HttpFrontend {
  readonly local: SocketAddress;
  /** Connections that are not handed over. */
  socketCount(): number;
  /** Stops listening and cuts off all connections but those handed over. */
  stop(): Promise<void>;
}

/** Connections that the system completes while the event loop is busy. */
const BACKLOG = 1024;

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
  const context = { ...deps, limits, sockets, addresses, boundTo };
  const server = createServer((socket) => serveConnection(socket, context));
  try {
    await listen(server, at);
  } catch (error) {
    sockets.stop();
    throw error;
  }
  server.on('error', (error) => {
    deps.logger.log('warning', `the tracker could not take a connection: ${messageOf(error)}`, { cause: error });
  });
  return {
    local: localAddressOf(server),
    socketCount: sockets.count,
    stop() {
      // Not awaited: connections that were handed over end when their new owner ends them.
      server.close();
      sockets.stop();
      return Promise.resolve();
    },
  };
}

async function listen(
  server: Server,
  { address, port }: { readonly address: string; readonly port: number },
): Promise<void> {
  try {
    const listening = once(server, 'listening');
    server.listen({ host: address, port, backlog: BACKLOG, exclusive: true, ipv6Only: isIPv6(address) });
    await listening;
  } catch (cause) {
    throw bindError(cause, { protocol: 'TCP', address, port });
  }
}

function localAddressOf(server: Server): SocketAddress {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listening TCP server has an address and a port');
  return { address: bound.address, family: isIPv6(bound.address) ? 'IPv6' : 'IPv4', port: bound.port };
}
