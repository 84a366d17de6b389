import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/freePort.ts';
import { type Program, startProgram } from '../support/programs.ts';
import { connectLeecher } from './leecher.ts';
import type { SeedTarget } from './seedTarget.ts';
import type { BigFile, Workbench } from './workbench.ts';

const HOST = '127.0.0.1';
const SEEDING_STATES: readonly string[] = ['uploading', 'stalledUP', 'forcedUP'];

/**
 * No limit on rates, slots and connections, several connections from one address, plain TCP where the peer wants it, and
 * nothing to do besides: no DHT, no peer exchange, no local discovery. Everything else is as it comes.
 */
function configuration(peerPort: number): string {
  return `[LegalNotice]
Accepted=true

[BitTorrent]
Session\\AddTrackersEnabled=false
Session\\BTProtocol=TCP
Session\\DHTEnabled=false
Session\\Encryption=0
Session\\GlobalDLSpeedLimit=0
Session\\GlobalUPSpeedLimit=0
Session\\IgnoreLimitsOnLAN=true
Session\\LSDEnabled=false
Session\\MaxConnections=-1
Session\\MaxConnectionsPerTorrent=-1
Session\\MaxUploads=-1
Session\\MaxUploadsPerTorrent=-1
Session\\MultiConnectionsPerIp=true
Session\\PeXEnabled=false
Session\\Port=${peerPort}
Session\\QueueingSystemEnabled=false

[Network]
PortForwardingEnabled=false

[Preferences]
Connection\\ResolvePeerCountries=false
WebUI\\Address=${HOST}
WebUI\\LocalHostAuth=false
`;
}

/** Starts qBittorrent and lets it check and seed the torrent of the big file. */
export async function startQbittorrent(
  bench: Workbench,
  { file, torrent, like }: { readonly file: BigFile; readonly torrent: Uint8Array; readonly like: SeedTarget },
): Promise<SeedTarget> {
  const profile = await bench.newFolder('qbittorrent');
  const [peerPort, webPort] = [await freePort(HOST), await freePort(HOST)];
  const folder = join(profile, 'qBittorrent', 'config');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'qBittorrent.conf'), configuration(peerPort));

  const program = await startProgram(bench.cleanup, {
    command: 'qbittorrent-nox',
    args: [`--profile=${profile}`, `--webui-port=${webPort}`],
  });
  const api = `http://${HOST}:${webPort}/api/v2`;
  await eventually(async () => ((await fetch(`${api}/app/version`)).ok ? true : undefined), {
    what: `qBittorrent to answer at ${api}`,
  });
  await addTorrent(api, torrent, dirname(file.path));
  await eventually(() => isSeeding(api, program), { what: 'qBittorrent to check the big file and seed it' });
  const target = { ...like, name: 'qBittorrent', processId: program.processId, host: HOST, port: peerPort };
  await eventually(() => welcomesPeers(target), { what: 'qBittorrent to unchoke a peer' });
  return target;
}

async function addTorrent(api: string, torrent: Uint8Array, savePath: string): Promise<void> {
  const form = new FormData();
  form.set('torrents', new Blob([Uint8Array.from(torrent)]), 'big.torrent');
  form.set('savepath', savePath);
  // It checks the file itself: told to skip that, it would hash every piece when it is first asked for.
  form.set('skip_checking', 'false');
  const response = await fetch(`${api}/torrents/add`, { method: 'POST', body: form });
  const answer = await response.text();
  if (!response.ok || answer !== 'Ok.') throw new Error(`qBittorrent did not take the torrent: ${answer}`);
}

async function isSeeding(api: string, program: Program): Promise<true | undefined> {
  const torrents: unknown = await (await fetch(`${api}/torrents/info`)).json();
  const [first] = torrents as { state?: string }[];
  if (first?.state === 'missingFiles' || first?.state === 'error') throw new Error(program.output());
  return SEEDING_STATES.includes(first?.state ?? '') ? true : undefined;
}

/** For a moment after the check it still turns peers away. */
async function welcomesPeers({ host, port, infoHash }: SeedTarget): Promise<true> {
  const leecher = connectLeecher({ host, port, infoHash: Buffer.from(infoHash, 'hex') });
  try {
    await leecher.unchoked;
    return true;
  } finally {
    leecher.close();
  }
}
