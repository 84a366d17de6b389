import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { GranaryError, messageOf, systemCode } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { writePeerHandshake } from '../codec/peerHandshake.ts';
import { readIncomingHandshake } from './incomingHandshake.ts';
import type { PeerHosts } from './peerHost.ts';
import type { PeerIdentity } from './peerShare.ts';
import { remoteAddressOf } from './peerSocket.ts';

export interface PeerListenerDeps {
  readonly clock: Clock;
  readonly hosts: PeerHosts;
  /** Read anew for every connection, so that a port which is only known after listening may be filled in later. */
  readonly identity: () => PeerIdentity;
}

export interface PeerListenerConfig {
  /** Addresses of either family to listen on, `0.0.0.0` and `::` included. */
  readonly addresses: readonly string[];
  /** One port for all addresses; 0 lets the system choose. */
  readonly port: number;
  /** Connections of all shares together, those that are still shaking hands included. */
  readonly maxConnections: number;
}

/** Accepts peers over TCP and hands each to the share it asks for. */
export interface PeerListener {
  readonly port: number;
  readonly connections: number;
  /** Stops listening and cuts off who has not got beyond the handshake; accepted peers belong to their shares. */
  stop(): Promise<void>;
}

const BACKLOG = 1024;

/** Begins to listen. Rejects with `port-taken` or `address-unavailable`, and then listens on nothing. */
export async function listenForPeers(deps: PeerListenerDeps, config: PeerListenerConfig): Promise<PeerListener> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  /** Connections that are not yet with a share, the oldest first. */
  const newcomers = new Set<Socket>();
  let port = config.port;
  let stopping: Promise<void> | undefined;

  try {
    for (const address of config.addresses) {
      const server = createServer({ noDelay: true }, onConnection);
      servers.push(server);
      port = await listen(server, address, port);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    get connections() {
      return sockets.size;
    },
    stop,
  };

  function onConnection(socket: Socket): void {
    if (!makeRoom()) return void socket.destroy();
    sockets.add(socket);
    newcomers.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      newcomers.delete(socket);
    });
    void welcome(socket);
  }

  /** A connection that has not said who it is gives way to a new one: a thousand silent ones keep nobody out. */
  function makeRoom(): boolean {
    if (sockets.size < config.maxConnections) return true;
    const [oldest] = newcomers;
    if (oldest === undefined) return false;
    sockets.delete(oldest);
    newcomers.delete(oldest);
    oldest.destroy();
    return true;
  }

  async function welcome(socket: Socket): Promise<void> {
    const incoming = await readIncomingHandshake(socket, deps.clock);
    if (incoming === undefined || socket.destroyed) return;
    newcomers.delete(socket);
    const { handshake, received } = incoming;
    const host = deps.hosts.find(handshake.infoHash);
    const identity = deps.identity();
    const isOurselves = Buffer.compare(handshake.peerId, identity.peerId) === 0;
    if (host === undefined || isOurselves || !host.admits(handshake, remoteAddressOf(socket))) {
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    const features = { extensionProtocol: true, fast: true, dht: identity.dhtPort !== undefined };
    socket.write(writePeerHandshake({ features, infoHash: handshake.infoHash, peerId: identity.peerId }));
    host.accept(socket, handshake, received);
  }

  function stop(): Promise<void> {
    stopping ??= (async () => {
      for (const socket of newcomers) socket.destroy();
      const open = servers.filter((server) => server.listening);
      for (const server of open) server.close();
    })();
    return stopping;
  }
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, address, port)));
    server.listen({ host: address, port, ipv6Only: true, backlog: BACKLOG }, () => {
      server.removeAllListeners('error');
      // Running out of descriptors while accepting: this connection is lost, the next may not be.
      server.on('error', () => undefined);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function cannotListen(error: unknown, address: string, port: number): GranaryError {
  const code = systemCode(error);
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return new GranaryError('port-taken', `port ${port} on ${address} is not free for peers (${code})`, {
      hint: 'Choose another port with --peer-port, or leave it out and let Granary choose.',
      because: { reason: 'port-in-use', protocol: 'TCP', port, address },
      cause: error,
    });
  }
  return new GranaryError('address-unavailable', `cannot listen for peers on ${address}: ${messageOf(error)}`, {
    hint: 'Check that the address belongs to this computer, or choose another interface.',
    because: { reason: 'address-unusable', address },
    cause: error,
  });
}
