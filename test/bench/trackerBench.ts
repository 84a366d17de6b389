import { alternate, type Figure, median } from './figures.ts';
import { buildLoadGenerators, type LoadResult, type Protocol } from './trackerLoad.ts';
import { startGranaryTracker, startOpentracker, writeInfoHashes } from './trackerTargets.ts';
import type { Workbench } from './workbench.ts';

const TORRENTS = 1000;
const PEERS_PER_TORRENT = 200;
const NUM_WANT = 30;
const SECONDS = 3;

const WHAT: Readonly<Record<Protocol, string>> = {
  udp: 'UDP announces',
  http: 'HTTP announces, a connection each',
};
/** Granary answers over the portable socket; batches of system calls come later. */
const TARGET_RATIO: Readonly<Record<Protocol, number>> = { udp: 0.4, http: 0.5 };

/** Announces to a thousand swarms of two hundred peers, thirty of them wanted. */
export async function benchTracker(bench: Workbench, protocols: readonly Protocol[]): Promise<Figure[]> {
  bench.say('filling the trackers');
  const hashFile = await writeInfoHashes(bench, TORRENTS);
  const swarms = { hashFile, peersPerTorrent: PEERS_PER_TORRENT, numWant: NUM_WANT, seconds: SECONDS };
  const generators = await buildLoadGenerators(bench, swarms);
  const granary = await startGranaryTracker(bench, hashFile);
  const peer = await startOpentracker(bench, hashFile);
  for (const target of [granary, peer]) await generators.fill(target);

  const figures: Figure[] = [];
  for (const protocol of protocols) {
    bench.say(`announcing over ${protocol.toUpperCase()}`);
    const once = {
      granary: () => generators.load(granary, protocol),
      peer: () => generators.load(peer, protocol),
    };
    await alternate(1, once);
    figures.push(figureOf(protocol, peer.name, await alternate(bench.runs, once)));
  }
  return figures;
}

function figureOf(
  protocol: Protocol,
  peerName: string,
  runs: { readonly granary: readonly LoadResult[]; readonly peer: readonly LoadResult[] },
): Figure {
  const rates = (results: readonly LoadResult[]) => results.map(({ answersPerSecond }) => answersPerSecond);
  const costs = (results: readonly LoadResult[]) =>
    median(results.map(({ trackerProcessorSecondsPerMillion: cost }) => cost));
  return {
    part: protocol,
    what: WHAT[protocol],
    unit: 'per second',
    moreIsBetter: true,
    granary: rates(runs.granary),
    peer: { name: peerName, values: rates(runs.peer) },
    target: { kind: 'ratio', atLeast: TARGET_RATIO[protocol] },
    details: {
      granaryLost: runs.granary.map(({ lost }) => lost),
      peerLost: runs.peer.map(({ lost }) => lost),
      granaryProcessorSecondsPerMillion: costs(runs.granary),
      peerProcessorSecondsPerMillion: costs(runs.peer),
    },
  };
}
