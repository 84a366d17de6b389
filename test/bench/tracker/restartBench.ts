import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { parseUdpReply } from '../../../electron/engine/codec/udpTrackerReply.ts';
import { type UdpAnnounceRequest, writeUdpRequest } from '../../../electron/engine/codec/udpTracker.ts';
import { DATABASE_FILE } from '../../../electron/engine/storage/storage.ts';
import { INFO_HASH_BYTES, type InfoHash, infoHashFromBytes } from '../../../shared/infoHash.ts';
import type { Cleanup } from '../../support/cleanup.ts';
import { eventually } from '../../support/eventually.ts';
import { type Granary, runGranary, type ServeReady, startServe } from '../../support/granary.ts';
import type { Figure } from '../figures.ts';
import { type Workbench, withCleanup } from '../workbench.ts';
import { buildLoadGenerators, type LoadGenerators } from './trackerLoad.ts';
import { writeInfoHashes } from './trackerTargets.ts';

const HOST = '127.0.0.1';
const TORRENTS = 10_000;
const SWARMS = { peersPerTorrent: 100, numWant: 30 };
const PEERS = TORRENTS * SWARMS.peersPerTorrent;
const FLAGS = ['--policy', 'listed', '--no-dht'];
const MAX_ANSWER_SECONDS = 2;
const MAX_FILLED_SECONDS = 10;
const ASK_MS = 5;
const PATIENCE_MS = 120_000;
const CONNECT = { kind: 'connect', transactionId: 1 } as const;

interface Restart {
  /** From the start of the process. */
  readonly answeredSeconds: number;
  readonly filledSeconds: number;
}

/** The whole engine stopped and started again with a million peers, and what it counted compared with what was written. */
export async function benchRestart(bench: Workbench): Promise<Figure[]> {
  const generators = await buildLoadGenerators(bench);
  const restarts: Restart[] = [];
  for (let run = 1; run <= bench.runs; run++) {
    bench.say(`restarting with a million peers, ${run} of ${bench.runs}`);
    restarts.push(await withCleanup((cleanup) => restart(bench, generators, cleanup)));
  }
  return [
    figureOf(
      'first announce answered',
      restarts.map(({ answeredSeconds }) => answeredSeconds),
      MAX_ANSWER_SECONDS,
    ),
    figureOf(
      'all swarms filled',
      restarts.map(({ filledSeconds }) => filledSeconds),
      MAX_FILLED_SECONDS,
    ),
  ];
}

async function restart(bench: Workbench, generators: LoadGenerators, cleanup: Cleanup): Promise<Restart> {
  const hashFile = await writeInfoHashes(bench, TORRENTS);
  const infoHashes = await readInfoHashes(hashFile);
  const dataDir = await bench.newFolder('granary');
  const first = await startServe(cleanup, { address: HOST, dataDir, flags: FLAGS });
  const allowed = await runGranary(cleanup, ['tracker', 'allow', '--data-dir', dataDir, ...infoHashes]);
  if (allowed.status !== 0) throw new Error(`the torrents were not allowed: ${allowed.output}`);
  const { trackerPort, peerPort } = first.ready;
  await generators.announceAll(
    { udpPort: trackerPort, httpPort: trackerPort, processId: first.program.processId },
    { ...SWARMS, hashFile },
  );
  const announces = await metric(first, 'granary_tracker_announces_total');
  await first.program.stop();
  const written = announcesWritten(dataDir);
  if (written !== announces) throw new Error(`${announces} announces were answered, and ${written} written down`);

  const startedMs = performance.now();
  const secondsSince = (): number => (performance.now() - startedMs) / 1000;
  const starting = startServe(cleanup, {
    ...{ address: HOST, dataDir, flags: FLAGS },
    ports: { trackerPort, peerPort },
  });
  await answered(trackerPort, infoHashes[0]);
  const answeredSeconds = secondsSince();
  const second = await starting;
  const isFilled = async () => (await metric(second, 'granary_tracker_peers')) >= PEERS;
  await eventually(async () => ((await isFilled()) ? true : undefined), {
    what: 'all peers to be back',
    timeoutMs: PATIENCE_MS,
  });
  const filledSeconds = secondsSince();
  await second.program.stop();
  return { answeredSeconds, filledSeconds };
}

async function readInfoHashes(file: string): Promise<InfoHash[]> {
  const bytes = await readFile(file);
  return Array.from({ length: bytes.length / INFO_HASH_BYTES }, (_, i) =>
    infoHashFromBytes(bytes, i * INFO_HASH_BYTES),
  );
}

/** Of all labels together. */
async function metric({ httpOrigin }: Granary<ServeReady>, name: string): Promise<number> {
  const text = await (await fetch(`${httpOrigin}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  if (lines.length === 0) throw new Error(`there is no metric ${name}`);
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

function announcesWritten(dataDir: string): number {
  const database = new Database(join(dataDir, DATABASE_FILE), { readonly: true });
  try {
    return database.prepare<[], number>('SELECT sum(announces) FROM swarms').pluck().get() ?? 0;
  } finally {
    database.close();
  }
}

/** Asks for a connection id and announces with it, again and again until both are answered. */
async function answered(port: number, infoHash: InfoHash | undefined): Promise<void> {
  if (infoHash === undefined) throw new Error('there is no torrent to announce');
  const socket = createSocket('udp4');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let connectionId: bigint | undefined;
  socket.on('message', (packet) => {
    const reply = parseUdpReply(packet);
    if (!reply.ok) return reject(new Error(reply.error.message));
    if (reply.value.kind === 'connect') connectionId = reply.value.connectionId;
    else if (reply.value.kind === 'announce') resolve();
    else reject(new Error(`answered with ${JSON.stringify(reply.value)}`));
  });
  // Nobody listens yet.
  socket.on('error', () => undefined);
  const asking = setInterval(() => {
    const request = connectionId === undefined ? CONNECT : announceOf(connectionId, infoHash);
    socket.send(writeUdpRequest(request), port, HOST);
  }, ASK_MS);
  const why = new Error(`no announce was answered for ${PATIENCE_MS / 1000} s`);
  const giveUp = setTimeout(() => reject(why), PATIENCE_MS);
  try {
    await promise;
  } finally {
    clearTimeout(giveUp);
    clearInterval(asking);
    socket.close();
  }
}

function announceOf(connectionId: bigint, infoHash: InfoHash): UdpAnnounceRequest {
  const transfer = { downloadedBytes: 0, leftBytes: 1, uploadedBytes: 0 };
  const client = { peerId: new Uint8Array(20), key: 1, port: 6881, claimedAddress: 0, numWant: 30, urlData: '' };
  return { kind: 'announce', transactionId: 2, connectionId, infoHash, event: 'none', ...transfer, ...client };
}

function figureOf(what: string, seconds: readonly number[], atMost: number): Figure {
  return {
    part: 'restart',
    what: `restart with ${PEERS.toLocaleString('en')} peers: ${what}`,
    unit: 's',
    moreIsBetter: false,
    granary: [...seconds],
    target: { kind: 'value', atMost },
  };
}
