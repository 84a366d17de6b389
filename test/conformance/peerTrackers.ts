import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepareNpmTracker } from '../../build/peerTrackers.ts';
import type { Cleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/freePort.ts';
import { type Program, startProgram } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { localHosts } from './places.ts';
import { withSession } from './session.ts';
import type { Target } from './target.ts';
import { createTorrentPool } from './torrentPool.ts';

/** The trackers that ours is held beside, each started on all addresses with a port of its own. */

type StartTracker = (cleanup: Cleanup) => Promise<Target>;

const NPM_TRACKER = resolve(import.meta.dirname, 'npmTracker.ts');

export const PEER_TRACKERS: readonly StartTracker[] = [startOpentracker, startQbittorrentTracker, startNpmTracker];

/** Debian's build serves what its whitelist names, over IPv4. */
async function startOpentracker(cleanup: Cleanup): Promise<Target> {
  const folder = await temporaryFolder(cleanup, 'opentracker');
  const port = await freePort();
  const pool = createTorrentPool();
  await writeFile(join(folder, 'whitelist'), pool.all.map((torrent) => `${torrent.toString('hex')}\n`).join(''));
  // Started by root it gives root up, and then has to read the whitelist still.
  await chmod(folder, 0o755);
  const configuration = [`listen.tcp_udp 0.0.0.0:${port}`, 'access.whitelist whitelist', `tracker.rootdir ${folder}`];
  await writeFile(join(folder, 'configuration'), `${configuration.join('\n')}\n`);
  const program = await startProgram(cleanup, {
    command: 'opentracker',
    args: ['-f', join(folder, 'configuration'), '-u', 'nobody'],
  });
  const { hosts, clients } = localHosts();
  const { IPv6: _, ...reached } = hosts;
  const target = { name: 'opentracker', httpPort: port, path: '/announce', udpPort: port, hosts: reached, clients };
  return answering({ ...target, torrent: pool.take }, program);
}

/** The tracker inside qBittorrent, which speaks HTTP alone. */
async function startQbittorrentTracker(cleanup: Cleanup): Promise<Target> {
  const folder = await temporaryFolder(cleanup, 'qbittorrent-tracker');
  const [port, webPort, peerPort] = [await freePort(), await freePort(), await freePort()];
  const configFolder = join(folder, 'qBittorrent', 'config');
  await mkdir(configFolder, { recursive: true });
  await writeFile(
    join(configFolder, 'qBittorrent.conf'),
    `
[LegalNotice]
Accepted=true

[BitTorrent]
TrackerEnabled=true
Session\\Port=${peerPort}
Session\\DHTEnabled=false
Session\\LSDEnabled=false

[Network]
PortForwardingEnabled=false

[Preferences]
Advanced\\trackerPort=${port}
WebUI\\Address=127.0.0.1
WebUI\\Port=${webPort}
WebUI\\UseUPnP=false
`,
  );
  const program = await startProgram(cleanup, {
    command: 'qbittorrent-nox',
    args: [`--profile=${folder}`],
    environment: { HOME: folder },
  });
  const target = { name: 'qBittorrent', httpPort: port, path: '/announce', udpPort: undefined, ...localHosts() };
  return answering({ ...target, torrent: createTorrentPool().take }, program);
}

async function startNpmTracker(cleanup: Cleanup): Promise<Target> {
  const folder = await prepareNpmTracker();
  const port = await freePort();
  const program = await startProgram(cleanup, {
    command: process.execPath,
    args: [NPM_TRACKER, folder, String(port)],
  });
  const target = { name: 'bittorrent-tracker', httpPort: port, path: '/announce', udpPort: port, ...localHosts() };
  return answering({ ...target, torrent: createTorrentPool().take }, program);
}

/** Waits until the tracker answers: none of them says when it does. */
async function answering(target: Target, program: Program): Promise<Target> {
  await eventually(
    () => withSession(target, (session) => session.announce({ torrent: session.torrent(), name: 'ready', port: 6001 })),
    { what: `${target.name} to answer` },
  ).catch((cause: unknown) => {
    throw new Error(`${target.name} does not answer: ${program.output()}`, { cause });
  });
  return target;
}
