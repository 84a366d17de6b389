import { isIPv6 } from 'node:net';
import { createServer } from 'node:tls';
import type { ListenTcp, SocketAddress } from '../ports.ts';
import { listenAt } from '../tracker/nodeListener.ts';
import type { CertificatePair } from './selfSigned.ts';
import type { CertificateFiles } from './certificateFiles.ts';

/** A connection that did not finish its handshake by then is cut off. */
const HANDSHAKE_MS = 10_000;
/** Together with those that are still at it. */
const MAX_CONNECTIONS = 8_192;

/**
 * `ports.ListenTcp` whose connections are encrypted: what serves others serves these. Takes up a certificate that changes.
 * Clients that do not trust it, or speak no TLS, are cut off and concern nobody else.
 */
export function createTlsListener(files: CertificateFiles): ListenTcp {
  return async (address, port, { onConnection, onError }) => {
    const server = createServer({ ...contextOf(files.current), handshakeTimeout: HANDSHAKE_MS }, onConnection);
    server.maxConnections = MAX_CONNECTIONS;
    server.on('tlsClientError', (_, socket) => void socket.destroy());
    await listenAt(server, { address, port });
    server.on('error', onError);
    const endWatch = files.watch((pair) => server.setSecureContext(contextOf(pair)));
    return {
      local: localAddressOf(server.address()),
      async close() {
        endWatch();
        // Not awaited: connections that were handed over end when their new owner ends them.
        server.close();
      },
    };
  };
}

function contextOf({ certificate, key }: CertificatePair): { readonly cert: string; readonly key: string } {
  return { cert: certificate, key };
}

function localAddressOf(bound: { readonly address: string; readonly port: number } | string | null): SocketAddress {
  if (bound === null || typeof bound === 'string') throw new Error('a listening TCP server has an address and a port');
  return { address: bound.address, family: isIPv6(bound.address) ? 'IPv6' : 'IPv4', port: bound.port };
}
