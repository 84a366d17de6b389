import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cleanup } from './cleanup.ts';
import type { ClientOptions, DownloadClient, DownloadSource } from './downloadClient.ts';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import { ask, askJson } from './jsonHttp.ts';
import { startProgram } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const torrents = z.array(
  z.object({
    size: z.number(),
    completed: z.number(),
    progress: z.number(),
    uploaded: z.number(),
    downloaded: z.number(),
    state: z.string(),
  }),
);
const properties = z.object({ total_wasted: z.number() });
const trackers = z.array(z.object({ msg: z.string() }));
const peersReply = z.object({
  peers: z.record(z.string(), z.object({ ip: z.string(), port: z.number(), downloaded: z.number() })).default({}),
});

/** States in which qBittorrent has checked and stored everything. */
const DONE = new Set(['uploading', 'stalledUP', 'forcedUP', 'queuedUP', 'pausedUP']);

/**
 * Starts qbittorrent-nox; TCP only, unencrypted, no DHT, local discovery, peer exchange or port mapping. Several connections
 * to one address are allowed, for machines where all clients share one.
 */
export async function startQbittorrent(cleanup: Cleanup, options: ClientOptions): Promise<DownloadClient> {
  const folder = await temporaryFolder(cleanup, 'qbittorrent');
  const downloadFolder = join(folder, 'downloads');
  const [webPort, peerPort] = [await freePort(), await freePort(options.address)];
  const configFolder = join(folder, 'qBittorrent', 'config');
  await mkdir(configFolder, { recursive: true });
  await mkdir(downloadFolder);
  const config = settings({ webPort, peerPort, downloadFolder, ...options });
  await writeFile(join(configFolder, 'qBittorrent.conf'), config);
  const program = await startProgram(cleanup, {
    command: 'qbittorrent-nox',
    args: [`--profile=${folder}`],
    environment: { HOME: folder },
  });
  const url = `http://127.0.0.1:${webPort}/api/v2`;
  await eventually(() => ask(`${url}/app/version`), { what: 'qbittorrent-nox to answer' });

  return {
    name: 'qbittorrent-nox',
    address: options.address,
    peerPort,
    downloadFolder,
    add: async (source: DownloadSource) => {
      const form = new FormData();
      if ('magnet' in source) form.set('urls', source.magnet);
      else form.set('torrents', new Blob([Uint8Array.from(source.torrent)]), 'share.torrent');
      const answer = await (await ask(`${url}/torrents/add`, { method: 'POST', body: form })).text();
      if (answer !== 'Ok.') throw new Error(`qbittorrent-nox did not take the torrent: ${answer}`);
    },
    status: async (infoHash) => {
      const [found] = torrents.parse(await askJson(`${url}/torrents/info?hashes=${infoHash}`));
      if (found === undefined || found.size <= 0) return undefined;
      // What came twice is not told to trackers.
      const { total_wasted: wasted } = properties.parse(await askJson(`${url}/torrents/properties?hash=${infoHash}`));
      const { completed: bytesDone, size: bytesTotal, uploaded: uploadedBytes, progress, state } = found;
      const downloadedBytes = found.downloaded - wasted;
      return { bytesDone, bytesTotal, uploadedBytes, downloadedBytes, isComplete: progress === 1 && DONE.has(state) };
    },
    trackerWords: async (infoHash) =>
      trackers
        .parse(await askJson(`${url}/torrents/trackers?hash=${infoHash}`))
        .map(({ msg }) => msg)
        .filter((message) => message !== ''),
    peers: async (infoHash) => {
      const { peers } = peersReply.parse(await askJson(`${url}/sync/torrentPeers?hash=${infoHash}`));
      return Object.values(peers).map(({ ip, port, downloaded }) => ({
        address: ip,
        port,
        hasSentData: downloaded > 0,
      }));
    },
    stop: async () => void (await program.stop()),
  };
}

interface Settings extends ClientOptions {
  readonly webPort: number;
  readonly peerPort: number;
  readonly downloadFolder: string;
}

function settings(options: Settings): string {
  const { address, maxDownloadBytesPerSecond: down = 0, maxUploadBytesPerSecond: up = 0 } = options;
  return `
[LegalNotice]
Accepted=true

[BitTorrent]
Session\\InterfaceAddress=${address}
Session\\Port=${options.peerPort}
Session\\DefaultSavePath=${options.downloadFolder}
Session\\BTProtocol=TCP
Session\\Encryption=2
Session\\DHTEnabled=false
Session\\LSDEnabled=false
Session\\PeXEnabled=false
Session\\MultiConnectionsPerIp=true
Session\\QueueingSystemEnabled=false
Session\\SSRFMitigation=false
Session\\IgnoreLimitsOnLAN=false
Session\\GlobalDLSpeedLimit=${Math.round(down / 1024)}
Session\\GlobalUPSpeedLimit=${Math.round(up / 1024)}

[Network]
PortForwardingEnabled=false

[Preferences]
Connection\\ResolvePeerCountries=false
WebUI\\Address=127.0.0.1
WebUI\\Port=${options.webPort}
WebUI\\UseUPnP=false
WebUI\\LocalHostAuth=false
WebUI\\CSRFProtection=false
WebUI\\HostHeaderValidation=false
`;
}
