import type { Step } from '../benchRun.ts';
import { alternate, type Figure, median } from '../figures.ts';
import type { Workbench } from '../workbench.ts';
import { buildLoadGenerators, type LoadKind, type LoadResult } from './trackerLoad.ts';
import { startGranaryTracker, startNpmTracker, startOpentracker, writeInfoHashes } from './trackerTargets.ts';

export type Protocol = 'udp' | 'http';

const TORRENTS = 1000;
const SWARMS = { peersPerTorrent: 200, numWant: 30 };
/** What else the machine does changes within seconds: in short turns, and many of them, it falls on all of them alike. */
const TURN_SECONDS = 0.6;
const TURNS_PER_RUN = 5;

interface Measurement {
  readonly protocol: Protocol;
  readonly sockets: 'portable' | 'fastest';
  readonly kind: LoadKind;
  /** What the peers are asked in: opentracker keeps no connection. */
  readonly peerKind: LoadKind;
  readonly what: string;
  readonly targetRatio: number;
}

const UDP = { protocol: 'udp', kind: 'udp', peerKind: 'udp' } as const;
const HTTP = { protocol: 'http', sockets: 'fastest', peerKind: 'http' } as const;
const MEASUREMENTS: readonly Measurement[] = [
  { ...UDP, sockets: 'fastest', what: 'UDP announces', targetRatio: 1.3 },
  { ...UDP, sockets: 'portable', what: 'UDP announces, portable socket', targetRatio: 0.45 },
  { ...HTTP, kind: 'http', what: 'HTTP announces, a connection each', targetRatio: 1 },
  { ...HTTP, kind: 'http-kept', what: 'HTTP announces, connections kept', targetRatio: 3 },
];

type Runs = Readonly<Record<'granary' | 'opentracker' | 'npm', readonly LoadResult[]>>;

/** Announces to a thousand swarms of two hundred peers, thirty of them wanted. */
export function benchRates(protocols: readonly Protocol[]): Step {
  return async (bench) => {
    const measure = await startTrackers(bench);
    const figures: Figure[] = [];
    for (const measurement of MEASUREMENTS.filter(({ protocol }) => protocols.includes(protocol))) {
      bench.say(`measuring ${measurement.what}`);
      figures.push(...figuresOf(measurement, await measure(measurement)));
    }
    return figures;
  };
}

async function startTrackers(bench: Workbench): Promise<(measurement: Measurement) => Promise<Runs>> {
  bench.say('filling the trackers');
  const hashFile = await writeInfoHashes(bench, TORRENTS);
  const swarms = { ...SWARMS, hashFile };
  const generators = await buildLoadGenerators(bench);
  const granary = {
    fastest: await startGranaryTracker(bench, { hashFile }),
    portable: await startGranaryTracker(bench, { hashFile, isPortable: true }),
  };
  const opentracker = await startOpentracker(bench, hashFile);
  const npm = await startNpmTracker(bench);
  for (const target of [...Object.values(granary), opentracker, npm]) await generators.announceAll(target, swarms);

  return async ({ sockets, kind, peerKind }) => {
    const seconds = TURN_SECONDS;
    const once = {
      granary: () => generators.load(granary[sockets], swarms, { kind, seconds }),
      opentracker: () => generators.load(opentracker, swarms, { kind: peerKind, seconds }),
      npm: () => generators.load(npm, swarms, { kind: peerKind, seconds }),
    };
    await alternate(TURNS_PER_RUN, once);
    return alternate(bench.runs * TURNS_PER_RUN, once);
  };
}

/** Beside opentracker, which is to be beaten, and beside npm's tracker for information. */
function figuresOf({ protocol, what, targetRatio }: Measurement, { granary, opentracker, npm }: Runs): Figure[] {
  const common = { part: protocol, what, unit: 'per second', moreIsBetter: true, granary: ratesOf(granary) };
  return [
    {
      ...common,
      peer: { name: 'opentracker', values: ratesOf(opentracker) },
      target: { kind: 'ratio', atLeast: targetRatio },
      details: {
        granaryLost: granary.map(({ lost }) => lost),
        peerLost: opentracker.map(({ lost }) => lost),
        granaryProcessorSecondsPerMillion: costOf(granary),
        peerProcessorSecondsPerMillion: costOf(opentracker),
      },
    },
    {
      ...common,
      peer: { name: 'bittorrent-tracker', values: ratesOf(npm) },
      details: { peerLost: npm.map(({ lost }) => lost), peerProcessorSecondsPerMillion: costOf(npm) },
    },
  ];
}

function ratesOf(results: readonly LoadResult[]): number[] {
  return results.map(({ answersPerSecond }) => answersPerSecond);
}

function costOf(results: readonly LoadResult[]): number {
  return median(results.map(({ trackerProcessorSecondsPerMillion: cost }) => cost));
}
