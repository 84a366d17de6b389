import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INFO_HASH_BYTES } from '../../../shared/infoHash.ts';
import { freePort } from '../../support/freePort.ts';
import { startProgram } from '../../support/programs.ts';
import type { ControlAnswers } from './trackerControl.ts';
import type { ServerOptions, TrackerPorts } from './trackerServer.ts';
import type { Workbench } from '../workbench.ts';

/** A tracker on loopback that serves the torrents of a file of info-hashes. */
export interface TrackerTarget extends TrackerPorts {
  readonly name: string;
  readonly processId: number;
  /** It ends with the benchmark at the latest. */
  readonly stop: () => Promise<unknown>;
}

const HOST = '127.0.0.1';
const NPM_TRACKER_FILE = fileURLToPath(new URL('../../support/npmTrackerProcess.ts', import.meta.url));
const SERVER_FILE = fileURLToPath(new URL('trackerServer.ts', import.meta.url));

/** Writes 20 random bytes for each torrent, one after the other. */
export async function writeInfoHashes(bench: Workbench, torrents: number): Promise<string> {
  const file = join(await bench.newFolder('swarms'), 'info-hashes');
  await writeFile(file, randomBytes(torrents * INFO_HASH_BYTES));
  return file;
}

export async function startGranaryTracker(bench: Workbench, options: ServerOptions): Promise<TrackerTarget> {
  const args = ['--expose-gc', SERVER_FILE, JSON.stringify(options)];
  return { name: 'Granary', ...(await startOnNode(bench, args)) };
}

/** Takes announces for any torrent. */
export async function startNpmTracker(bench: Workbench): Promise<TrackerTarget> {
  return { name: 'bittorrent-tracker', ...(await startOnNode(bench, [NPM_TRACKER_FILE])) };
}

async function startOnNode(bench: Workbench, args: readonly string[]): Promise<Omit<TrackerTarget, 'name'>> {
  const server = await startProgram(bench.cleanup, { command: process.execPath, args });
  const line = await server.line((text) => text.startsWith('{'));
  return { processId: server.processId, stop: server.stop, ...(JSON.parse(line) as TrackerPorts) };
}

/** Asks one of our own. */
export async function askControl<Name extends keyof ControlAnswers>(
  { httpPort }: TrackerTarget,
  name: Name,
): Promise<ControlAnswers[Name]> {
  const response = await fetch(`http://${HOST}:${httpPort}/${name}`);
  return (await response.json()) as ControlAnswers[Name];
}

/** Debian's build serves what its whitelist names. It says nothing when it is ready; the load generator asks until then. */
export async function startOpentracker(bench: Workbench, hashFile: string): Promise<TrackerTarget> {
  const folder = await bench.newFolder('opentracker');
  const port = await freePort(HOST);
  const infoHashes = (await readFile(hashFile)).toString('hex').match(/.{40}/g) ?? [];
  await writeFile(join(folder, 'whitelist'), infoHashes.map((infoHash) => `${infoHash}\n`).join(''));
  // Started by root it gives root up, and then has to read the whitelist still.
  await chmod(folder, 0o755);
  const configuration = [`listen.tcp_udp ${HOST}:${port}`, 'access.whitelist whitelist', `tracker.rootdir ${folder}`];
  await writeFile(join(folder, 'configuration'), `${configuration.join('\n')}\n`);
  const { processId, stop } = await startProgram(bench.cleanup, {
    command: 'opentracker',
    args: ['-f', join(folder, 'configuration'), '-u', 'nobody'],
  });
  return { name: 'opentracker', processId, stop, udpPort: port, httpPort: port };
}
