import { once } from 'node:events';
import { createServer, isIPv6, type Server } from 'node:net';
import type { ListenTcp, SocketAddress } from '../ports.ts';
import { bindError } from './bindError.ts';
import { BACKLOG } from './httpLimits.ts';

/** `ports.ListenTcp` on Node's own server, which runs everywhere. An IPv6 listener never takes IPv4 connections. */
export const listenNode: ListenTcp = async (address, port, { onConnection, onError }) => {
  const server = createServer(onConnection);
  await listenAt(server, { address, port });
  server.on('error', onError);
  return {
    local: localAddressOf(server),
    async close() {
      // Not awaited: connections that were handed over end when their new owner ends them.
      server.close();
    },
  };
};

function localAddressOf(server: Server): SocketAddress {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('a listening TCP server has an address and a port');
  return { address: bound.address, family: isIPv6(bound.address) ? 'IPv6' : 'IPv4', port: bound.port };
}

/**
 * Resolves when the server listens there. Rejects with `port-taken` or `address-unavailable`. An IPv6 listener never takes IPv4
 * connections.
 */
export async function listenAt(server: Server, at: { readonly address: string; readonly port: number }): Promise<void> {
  try {
    const listening = once(server, 'listening');
    server.listen({ host: at.address, port: at.port, backlog: BACKLOG, exclusive: true, ipv6Only: isIPv6(at.address) });
    await listening;
  } catch (cause) {
    throw bindError(cause, { protocol: 'TCP', ...at });
  }
}
