import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { createCleanup } from '../support/cleanup.ts';
import { startOwnTracker } from './ownTarget.ts';
import { PEER_TRACKERS } from './peerTrackers.ts';
import { reportOn, tableOf } from './report.ts';
import type { Target } from './target.ts';

/**
 * `npm run conformance` prints how Granary's tracker, opentracker, qBittorrent's and npm's bittorrent-tracker do in the suite,
 * case by case. `npm run conformance -- URL…` does it for trackers that run already, from one of this machine's
 * addresses; with `--wait` it also waits the hour that some cases take. Such a tracker has to serve any torrent.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { wait: { type: 'boolean', default: false } },
});

const cleanup = createCleanup();
try {
  const targets = positionals.length > 0 ? await Promise.all(positionals.map(targetAt)) : await startAll();
  const reports = [];
  for (const target of targets) reports.push(await reportOn(target));
  process.stdout.write(`${tableOf(reports)}\n`);
  const [first] = reports;
  const failed = [...(first?.outcomes.values() ?? [])].some(({ result }) => result === 'fail');
  process.exitCode = failed ? 1 : 0;
} finally {
  await cleanup.run();
}

async function startAll(): Promise<Target[]> {
  const targets = [await startOwnTracker(cleanup)];
  for (const start of PEER_TRACKERS) targets.push(await start(cleanup));
  return targets;
}

/** `http://host:port/announce`; UDP is asked at the same port. */
async function targetAt(text: string): Promise<Target> {
  const url = new URL(text);
  const found = await lookup(url.hostname.replaceAll(/[[\]]/g, ''), { all: true });
  const port = Number(url.port || 80);
  const hostOf = (family: number): string | undefined => found.find((one) => one.family === family)?.address;
  const [four, six] = [hostOf(4), hostOf(6)];
  return {
    name: url.host,
    httpPort: port,
    path: url.pathname,
    udpPort: port,
    hosts: { ...(four !== undefined && { IPv4: four }), ...(six !== undefined && { IPv6: six }) },
    clients: { IPv4: clientsFor(four, 'IPv4'), IPv6: clientsFor(six, 'IPv6'), loopback: [] },
    torrent: (shape) => shape ?? randomBytes(20),
    ...(values.wait && { passTime: (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000)) }),
  };
}

/** Addresses that the tracker can answer: those of this machine alone when it runs here. */
function clientsFor(host: string | undefined, family: 'IPv4' | 'IPv6'): string[] {
  const isHere = host?.startsWith('127.') === true || host === '::1';
  const entries = Object.values(networkInterfaces()).flatMap((list = []) => list);
  const own = entries.filter((entry) => entry.family === family && entry.internal === isHere);
  return isHere && family === 'IPv4' ? ['127.0.0.1', '127.0.0.2', '127.0.0.3'] : own.map(({ address }) => address);
}
