import { type BlockLayout, type BlockRange, BLOCK_BYTES, writeRequests } from './blockRequests.ts';
import { connectLeecher } from './leecher.ts';

/**
 * A process of its own that plays all leechers of one measurement. Takes a SeedPlan as JSON in its first argument;
 * waits until every peer is unchoked, then lets them all ask at once; prints one SeedRun as JSON.
 */

export interface SeedPlan extends BlockLayout {
  readonly host: string;
  readonly port: number;
  readonly infoHash: string;
  /** Requests that each peer keeps on their way. */
  readonly depth: number;
  /** What each peer asks for, in order. */
  readonly peers: readonly BlockRange[];
}

export interface SeedRun {
  readonly bytes: number;
  /** From the first request to the last block. */
  readonly seconds: number;
  /** What this process itself used of the processor in that time: near `seconds`, the client is the bottleneck. */
  readonly clientProcessorSeconds: number;
}

const PATIENCE_MS = 120_000;
const MICROSECONDS = 1e6;

if (import.meta.main) process.stdout.write(`${JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}')))}\n`);

async function run(plan: SeedPlan): Promise<SeedRun> {
  setTimeout(giveUp, PATIENCE_MS).unref();
  const { host, port, depth } = plan;
  const infoHash = Buffer.from(plan.infoHash, 'hex');
  const leechers = plan.peers.map(() => connectLeecher({ host, port, infoHash }));
  const requests = plan.peers.map((range) => writeRequests(range, plan));
  await Promise.all(leechers.map(({ unchoked }) => unchoked));

  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(leechers.map((leecher, i) => leecher.download(requests[i] ?? Buffer.alloc(0), depth)));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);

  for (const leecher of leechers) leecher.close();
  const bytes = plan.peers.reduce((sum, { blocks }) => sum + blocks * BLOCK_BYTES, 0);
  return { bytes, seconds, clientProcessorSeconds: (user + system) / MICROSECONDS };
}

function giveUp(): never {
  process.stderr.write(`the seeder did not deliver within ${PATIENCE_MS / 1000} s\n`);
  process.exit(1);
}
