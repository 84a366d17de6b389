import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `node npmTracker.ts FOLDER PORT` serves npm's bittorrent-tracker from its folder over HTTP and UDP, until it is ended. */

interface NpmTracker {
  listen(port: number): void;
  on(event: 'error' | 'warning', listener: (error: Error) => void): void;
}

type NpmTrackerModule = {
  readonly default: new (options: Readonly<Record<string, boolean>>) => NpmTracker;
};

const [folder = '', port = ''] = process.argv.slice(2);
const { default: Server } = (await import(pathToFileURL(join(folder, 'server.js')).href)) as NpmTrackerModule;
const server = new Server({ http: true, udp: true, ws: false, stats: false, trustProxy: false });
// What a client does wrong is no reason to end.
server.on('warning', (error) => process.stdout.write(`${error.message}\n`));
server.on('error', (error) => process.stderr.write(`${error.message}\n`));
server.listen(Number(port));
