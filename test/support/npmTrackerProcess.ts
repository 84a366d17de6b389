import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareNpmTracker } from '../../build/peerTrackers.ts';

/**
 * A process of its own that runs the server of npm's bittorrent-tracker on loopback, open to any torrent, on UDP and HTTP.
 * Prints its ports as one line of JSON; runs until it is ended.
 */

/** As far as it is used here; the package brings no types. */
interface NpmServer {
  readonly http: { address(): { readonly port: number } };
  readonly udp: { address(): { readonly port: number } };
  on(event: 'error' | 'warning', listener: (error: Error) => void): void;
  listen(
    ports: Readonly<Record<'http' | 'udp', number>>,
    hosts: Readonly<Record<'http' | 'udp' | 'udp6', string>>,
    onListening: () => void,
  ): void;
}

type NpmServerClass = new (options: Readonly<Record<string, boolean>>) => NpmServer;

/** It opens a UDP socket of either family, whether it is asked to or not. */
const HOSTS = { http: '127.0.0.1', udp: '127.0.0.1', udp6: '::1' };

const file = join(await prepareNpmTracker(), 'server.js');
const { default: Server } = (await import(pathToFileURL(file).href)) as { readonly default: NpmServerClass };
const server = new Server({ http: true, udp: true, ws: false, stats: false });
server.on('error', (error) => {
  throw error;
});
// What it says of a request that makes no sense, which is for its log and not for ours.
server.on('warning', () => undefined);
server.listen({ http: 0, udp: 0 }, HOSTS, () => {
  const ports = { udpPort: server.udp.address().port, httpPort: server.http.address().port };
  process.stdout.write(`${JSON.stringify(ports)}\n`);
});
