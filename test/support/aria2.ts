import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ClientOptions, DownloadClient, DownloadSource } from './downloadClient.ts';
import type { Cleanup } from './cleanup.ts';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import { askJson } from './jsonHttp.ts';
import { startProgram } from './programs.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const download = z.object({
  infoHash: z.string().optional(),
  status: z.string(),
  gid: z.string(),
  completedLength: z.coerce.number(),
  totalLength: z.coerce.number(),
  uploadLength: z.coerce.number(),
  files: z.array(z.object({ path: z.string() })),
});
const downloads = z.array(download);
const peers = z.array(z.object({ ip: z.string(), port: z.coerce.number(), downloadSpeed: z.coerce.number() }));
const reply = z.object({ result: z.unknown() });

/** Starts aria2c with JSON-RPC on loopback; no local discovery, no peer exchange, nobody in the DHT: it knows peers from the tracker alone. */
export async function startAria2(cleanup: Cleanup, options: ClientOptions): Promise<DownloadClient> {
  const downloadFolder = await temporaryFolder(cleanup, 'aria2');
  const [rpcPort, peerPort] = [await freePort(), await freePort(options.address)];
  const logFile = join(downloadFolder, '..', `${basename(downloadFolder)}.log`);
  if (options.keepsLog === true) cleanup.add(() => rm(logFile, { force: true }));
  const readLog = async (): Promise<string> => (options.keepsLog === true ? readFile(logFile, 'utf8') : '');
  /** What it threw away it tells its trackers alone. */
  const announcedDownloads = async (): Promise<number[]> =>
    [...(await readLog()).matchAll(/[?&]downloaded=(\d+)/g)].map(([, bytes]) => Number(bytes));
  const program = await startProgram(cleanup, {
    command: 'aria2c',
    args: [
      ...aria2Args({ address: options.address, peerPort, downloadFolder }),
      '--enable-rpc',
      `--rpc-listen-port=${rpcPort}`,
      ...(options.keepsLog === true ? [`--log=${logFile}`, '--log-level=info'] : []),
      '--seed-ratio=0',
      `--max-overall-download-limit=${options.maxDownloadBytesPerSecond ?? 0}`,
      `--max-overall-upload-limit=${options.maxUploadBytesPerSecond ?? 0}`,
    ],
  });

  const call = async (method: string, ...params: readonly unknown[]): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: `aria2.${method}`, params });
    return reply.parse(await askJson(`http://127.0.0.1:${rpcPort}/jsonrpc`, { method: 'POST', body })).result;
  };
  /** A magnet link is one download for the metadata and then another for the content. */
  const find = async (infoHash: string): Promise<z.infer<typeof download> | undefined> => {
    const all = [await call('tellActive'), await call('tellStopped', 0, 100)].flatMap((list) => downloads.parse(list));
    return all.find((one) => one.infoHash === infoHash && one.files[0]?.path.startsWith('[METADATA]') === false);
  };
  await eventually(() => call('getVersion'), { what: 'aria2c to answer' });

  return {
    name: 'aria2c',
    address: options.address,
    peerPort,
    downloadFolder,
    add: async (source: DownloadSource) => {
      if ('magnet' in source) await call('addUri', [source.magnet]);
      else await call('addTorrent', Buffer.from(source.torrent).toString('base64'));
    },
    status: async (infoHash) => {
      const found = await find(infoHash);
      if (found === undefined) return undefined;
      const { completedLength: bytesDone, totalLength: bytesTotal, uploadLength: uploadedBytes } = found;
      return {
        bytesDone,
        bytesTotal,
        uploadedBytes,
        downloadedBytes: Math.max(bytesDone, ...(await announcedDownloads())),
        isComplete: bytesTotal > 0 && bytesDone === bytesTotal,
      };
    },
    trackerWords: async () =>
      [...(await readLog()).matchAll(/(?:failure reason: |error_string=)(.*)/g)].map(([, words = '']) => words),
    peers: async (infoHash) => {
      const found = await find(infoHash);
      if (found?.status !== 'active') return [];
      return peers
        .parse(await call('getPeers', found.gid))
        .map(({ ip, port, downloadSpeed }) => ({ address: ip, port, hasSentData: downloadSpeed > 0 }));
    },
    stop: async () => void (await program.stop('SIGINT')),
  };
}

export interface Aria2Place {
  readonly address: string;
  readonly peerPort: number;
  readonly downloadFolder: string;
}

/** What every run of aria2c here has in common, with or without remote control. */
export function aria2Args({ address, peerPort, downloadFolder }: Aria2Place): string[] {
  return [
    '--no-conf',
    `--dir=${downloadFolder}`,
    `--interface=${address}`,
    `--listen-port=${peerPort}`,
    `--disable-ipv6=${!address.includes(':')}`,
    // aria2 speaks to UDP trackers through its DHT socket alone; the node knows nobody and stays alone.
    '--enable-dht=true',
    `--enable-dht6=${address.includes(':')}`,
    `--dht-listen-port=${peerPort}`,
    `--dht-file-path=${join(downloadFolder, 'dht.dat')}`,
    `--dht-file-path6=${join(downloadFolder, 'dht6.dat')}`,
    '--bt-enable-lpd=false',
    '--enable-peer-exchange=false',
    '--file-allocation=none',
    '--console-log-level=warn',
    '--summary-interval=0',
    `--stop-with-process=${process.pid}`,
  ];
}
