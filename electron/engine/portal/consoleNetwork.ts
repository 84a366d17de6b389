import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { parseIpAddress } from '../codec/ipAddress.ts';
import { listenOn } from './listenOn.ts';

/**
 * The console on the network: closed until the person has set a password or asked for a link for it, and then only for
 * machines of local networks, as everything else that Granary serves.
 */
export interface ConsoleNetwork {
  /** Whether the person named an interface at all. */
  readonly isConfigured: boolean;
  /** Where it is served at this moment: `http://192.168.1.5:6970/`. */
  readonly addresses: readonly string[];
  /** Listens, if it does not yet. Rejects with `port-taken` or `address-unavailable`, and is closed then. */
  open(): Promise<readonly string[]>;
  /** Ends every connection from the network. May be called again. */
  close(): Promise<readonly string[]>;
}

export interface ConsoleNetworkConfig {
  /** Of this computer, without brackets. Loopback is served anyway and left out. */
  readonly addresses: readonly string[];
  /** The number that the console has on loopback. */
  readonly port: number;
}

export function createConsoleNetwork(createServer: () => Server, config: ConsoleNetworkConfig): ConsoleNetwork {
  const wanted = config.addresses.filter((address) => parseIpAddress(address)?.scope !== 'loopback');
  const servers = new Map<string, Server>();
  const sockets = new Set<Socket>();
  let last: Promise<unknown> = Promise.resolve();

  /** Opening and closing wait for each other. */
  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function openAll(): Promise<readonly string[]> {
    try {
      for (const address of wanted) if (!servers.has(address)) await openOne(address);
    } catch (error) {
      await closeAll();
      throw error;
    }
    return addresses();
  }

  async function openOne(address: string): Promise<void> {
    const server = createServer();
    server.on('connection', (socket) => {
      if (!isNeighbour(socket)) {
        socket.destroy();
        return;
      }
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await listenOn(server, { address, port: config.port });
    servers.set(address, server);
  }

  async function closeAll(): Promise<readonly string[]> {
    const closing = [...servers.values()].map((server) => new Promise<void>((done) => server.close(() => done())));
    servers.clear();
    // Upgraded connections are not the server's any more, so it would neither end them nor finish while they are open.
    for (const socket of sockets) socket.destroy();
    await Promise.all(closing);
    return [];
  }

  function addresses(): readonly string[] {
    return [...servers.keys()].map(
      (address) => `http://${address.includes(':') ? `[${address}]` : address}:${config.port}/`,
    );
  }

  return {
    isConfigured: wanted.length > 0,
    get addresses() {
      return addresses();
    },
    open: () => inTurn(openAll),
    close: () => inTurn(closeAll),
  };
}

function isNeighbour(socket: Socket): boolean {
  const scope = parseIpAddress(socket.remoteAddress ?? '')?.scope;
  return scope === 'private' || scope === 'link-local' || scope === 'loopback';
}
