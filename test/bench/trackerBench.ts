import { alternate, type Figure, median } from './figures.ts';
import { buildLoadGenerators, type LoadResult, type Protocol } from './trackerLoad.ts';
import { startGranaryTracker, startOpentracker, writeInfoHashes } from './trackerTargets.ts';
import type { Workbench } from './workbench.ts';

const TORRENTS = 1000;
const PEERS_PER_TORRENT = 200;
const NUM_WANT = 30;
const SECONDS = 3;

interface Measurement {
  readonly protocol: Protocol;
  readonly udp: 'portable' | 'fastest';
  readonly what: string;
  readonly targetRatio: number;
}

const MEASUREMENTS: readonly Measurement[] = [
  { protocol: 'udp', udp: 'fastest', what: 'UDP announces', targetRatio: 1.3 },
  { protocol: 'udp', udp: 'portable', what: 'UDP announces, portable socket', targetRatio: 0.45 },
  { protocol: 'http', udp: 'fastest', what: 'HTTP announces, a connection each', targetRatio: 1 },
];

/** Announces to a thousand swarms of two hundred peers, thirty of them wanted. */
export async function benchTracker(bench: Workbench, protocols: readonly Protocol[]): Promise<Figure[]> {
  bench.say('filling the trackers');
  const hashFile = await writeInfoHashes(bench, TORRENTS);
  const swarms = { hashFile, peersPerTorrent: PEERS_PER_TORRENT, numWant: NUM_WANT, seconds: SECONDS };
  const generators = await buildLoadGenerators(bench, swarms);
  const targets = {
    fastest: await startGranaryTracker(bench, { hashFile, udp: 'fastest' }),
    portable: await startGranaryTracker(bench, { hashFile, udp: 'portable' }),
  };
  const peer = await startOpentracker(bench, hashFile);
  for (const target of [...Object.values(targets), peer]) await generators.fill(target);

  const figures: Figure[] = [];
  for (const measurement of MEASUREMENTS.filter(({ protocol }) => protocols.includes(protocol))) {
    bench.say(`measuring ${measurement.what}`);
    const once = {
      granary: () => generators.load(targets[measurement.udp], measurement.protocol),
      peer: () => generators.load(peer, measurement.protocol),
    };
    await alternate(1, once);
    figures.push(figureOf(measurement, peer.name, await alternate(bench.runs, once)));
  }
  return figures;
}

function figureOf(
  { protocol, what, targetRatio }: Measurement,
  peerName: string,
  runs: { readonly granary: readonly LoadResult[]; readonly peer: readonly LoadResult[] },
): Figure {
  const rates = (results: readonly LoadResult[]) => results.map(({ answersPerSecond }) => answersPerSecond);
  const costs = (results: readonly LoadResult[]) =>
    median(results.map(({ trackerProcessorSecondsPerMillion: cost }) => cost));
  return {
    part: protocol,
    what,
    unit: 'per second',
    moreIsBetter: true,
    granary: rates(runs.granary),
    peer: { name: peerName, values: rates(runs.peer) },
    target: { kind: 'ratio', atLeast: targetRatio },
    details: {
      granaryLost: runs.granary.map(({ lost }) => lost),
      peerLost: runs.peer.map(({ lost }) => lost),
      granaryProcessorSecondsPerMillion: costs(runs.granary),
      peerProcessorSecondsPerMillion: costs(runs.peer),
    },
  };
}
