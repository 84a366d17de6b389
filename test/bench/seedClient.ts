import { type BlockLayout, type BlockRange, BLOCK_BYTES, REQUEST_BYTES, writeRequests } from './blockRequests.ts';
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
  /** The most that all of them together ask for; as much as comes without it. */
  readonly bytesPerSecond?: number;
}

export interface SeedRun {
  readonly bytes: number;
  /** From the first request to the last block. */
  readonly seconds: number;
  /** What this process itself used of the processor in that time: near `seconds`, the client is the bottleneck. */
  readonly clientProcessorSeconds: number;
}

/** 2 MiB. */
const PORTION_BLOCKS = 128;
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
  const pace = createPace(plan.bytesPerSecond);
  await Promise.all(
    leechers.map(async (leecher, i) => {
      for (const portion of pace.portionsOf(requests[i] ?? Buffer.alloc(0))) {
        await leecher.download(portion, depth);
        await pace.wait(portion);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);

  for (const leecher of leechers) leecher.close();
  const bytes = plan.peers.reduce((sum, { blocks }) => sum + blocks * BLOCK_BYTES, 0);
  return { bytes, seconds, clientProcessorSeconds: (user + system) / MICROSECONDS };
}

interface Pace {
  /** What is asked for before the pace is looked at again. */
  portionsOf(requests: Buffer): Buffer[];
  /** Until this much more may be asked for. */
  wait(portion: Buffer): Promise<void>;
}

function createPace(bytesPerSecond: number | undefined): Pace {
  if (bytesPerSecond === undefined) return { portionsOf: (requests) => [requests], wait: () => Promise.resolve() };
  const beganAt = performance.now();
  let bytes = 0;
  return {
    portionsOf(requests) {
      const step = PORTION_BLOCKS * REQUEST_BYTES;
      return Array.from({ length: Math.ceil(requests.length / step) }, (_, i) =>
        requests.subarray(i * step, (i + 1) * step),
      );
    },
    async wait(portion) {
      bytes += (portion.length / REQUEST_BYTES) * BLOCK_BYTES;
      const aheadMs = (bytes / bytesPerSecond) * 1000 - (performance.now() - beganAt);
      if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
    },
  };
}

function giveUp(): never {
  process.stderr.write(`the seeder did not deliver within ${PATIENCE_MS / 1000} s\n`);
  process.exit(1);
}
