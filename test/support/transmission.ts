import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cleanup } from './cleanup.ts';
import type { ClientOptions, DownloadClient, DownloadSource } from './downloadClient.ts';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import { startProgram } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const torrent = z.object({
  haveValid: z.number(),
  sizeWhenDone: z.number(),
  leftUntilDone: z.number(),
  metadataPercentComplete: z.number(),
  uploadedEver: z.number(),
  trackerStats: z.array(z.object({ lastAnnounceResult: z.string() })),
  peers: z.array(z.object({ address: z.string(), port: z.number(), rateToClient: z.number() })),
});
const [TOLERATED, PREFERRED] = [0, 1];
const FIELDS = Object.keys(torrent.shape);
const torrentReply = z.object({ arguments: z.object({ torrents: z.array(torrent) }) });

/** Starts transmission-daemon; no DHT, local discovery, peer exchange or port mapping. It takes no peer on 127.0.0.0/8. */
export async function startTransmission(cleanup: Cleanup, options: ClientOptions): Promise<DownloadClient> {
  const folder = await temporaryFolder(cleanup, 'transmission');
  const [rpcPort, peerPort] = [await freePort(), await freePort(options.address)];
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings({ folder, rpcPort, peerPort, ...options })));
  const program = await startProgram(cleanup, {
    command: 'transmission-daemon',
    args: ['--foreground', '--config-dir', folder],
  });
  const call = createRpc(`http://127.0.0.1:${rpcPort}/transmission/rpc`);
  const find = async (infoHash: string): Promise<z.infer<typeof torrent> | undefined> =>
    torrentReply.parse(await call('torrent-get', { ids: [infoHash], fields: FIELDS })).arguments.torrents[0];
  await eventually(() => call('session-get', {}), { what: 'transmission-daemon to answer' });

  return {
    name: 'transmission-daemon',
    address: options.address,
    peerPort,
    downloadFolder: folder,
    add: async (source: DownloadSource) => {
      const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
      await call(
        'torrent-add',
        'magnet' in source ? { filename: source.magnet } : { metainfo: base64(source.torrent) },
      );
    },
    status: async (infoHash) => {
      const found = await find(infoHash);
      if (found === undefined || found.metadataPercentComplete < 1) return undefined;
      const { haveValid: bytesDone, sizeWhenDone: bytesTotal, leftUntilDone } = found;
      // Its count of all downloads holds what it threw away as well, of which it tells trackers nothing.
      const { uploadedEver: uploadedBytes, haveValid: downloadedBytes } = found;
      return {
        bytesDone,
        bytesTotal,
        uploadedBytes,
        downloadedBytes,
        isComplete: bytesTotal > 0 && leftUntilDone === 0,
      };
    },
    trackerWords: async (infoHash) =>
      ((await find(infoHash))?.trackerStats ?? []).map(({ lastAnnounceResult }) => lastAnnounceResult),
    peers: async (infoHash) => {
      const { peers = [] } = (await find(infoHash)) ?? {};
      return peers.map(({ address, port, rateToClient }) => ({ address, port, hasSentData: rateToClient > 0 }));
    },
    stop: async () => void (await program.stop()),
  };
}

interface Settings extends ClientOptions {
  readonly folder: string;
  readonly rpcPort: number;
  readonly peerPort: number;
}

/** The file that both transmission-daemon and transmission-cli read from their configuration folder. */
export function settings(options: Settings): Record<string, unknown> {
  const { address, maxDownloadBytesPerSecond: down, maxUploadBytesPerSecond: up, asInstalled = false } = options;
  const bound = address.includes(':') ? { 'bind-address-ipv6': address } : { 'bind-address-ipv4': address };
  return {
    ...bound,
    'download-dir': options.folder,
    'rpc-bind-address': '127.0.0.1',
    'rpc-port': options.rpcPort,
    'rpc-host-whitelist-enabled': false,
    'peer-port': options.peerPort,
    'dht-enabled': false,
    'lpd-enabled': false,
    'pex-enabled': false,
    'utp-enabled': asInstalled,
    'port-forwarding-enabled': false,
    'download-queue-enabled': false,
    encryption: asInstalled ? PREFERRED : TOLERATED,
    'speed-limit-down-enabled': down !== undefined,
    'speed-limit-down': Math.round((down ?? 0) / 1000),
    'speed-limit-up-enabled': up !== undefined,
    'speed-limit-up': Math.round((up ?? 0) / 1000),
  };
}

/** Transmission hands out a session id with the first, refused, request and wants it in every other. */
function createRpc(url: string): (method: string, args: object) => Promise<unknown> {
  let session = '';
  return async (method, args) => {
    const send = (): Promise<Response> =>
      fetch(url, {
        method: 'POST',
        body: JSON.stringify({ method, arguments: args }),
        headers: { 'x-transmission-session-id': session, connection: 'close' },
        signal: AbortSignal.timeout(10_000),
      });
    let response = await send();
    if (response.status === 409) {
      session = response.headers.get('x-transmission-session-id') ?? '';
      await response.text();
      response = await send();
    }
    const reply = z.looseObject({ result: z.string() }).parse(await response.json());
    if (reply.result !== 'success') throw new Error(`transmission-daemon refused ${method}: ${reply.result}`);
    return reply;
  };
}
