import { alternate, type Figure } from '../figures.ts';
import { residentBytes } from '../processTree.ts';
import type { Workbench } from '../workbench.ts';
import type { ControlAnswers } from './trackerControl.ts';
import { buildLoadGenerators, type LoadGenerators, type Swarms } from './trackerLoad.ts';
import {
  askControl,
  startGranaryTracker,
  startOpentracker,
  type TrackerTarget,
  writeInfoHashes,
} from './trackerTargets.ts';

const TORRENTS = [100, 1000, 10_000] as const;
const SWARMS = { peersPerTorrent: 100, numWant: 30 };
const MOST_PEERS = TORRENTS[2] * SWARMS.peersPerTorrent;
const MAX_MEMORY_MB = 100;
const MIN_RATE_RATIO = 0.9;

/** A tracker with so many peers in it, and what they cost. */
interface Filled {
  readonly target: TrackerTarget;
  readonly swarms: Swarms;
  readonly peers: number;
  /** More than the same program that answers as many announces among a hundred peers. */
  readonly megabytes: number;
  /** Of these, without what V8 keeps for later; unknown of others. */
  readonly usedMegabytes?: number;
}

/** Ten thousand, a hundred thousand and a million peers in swarms of a hundred: memory, and announces a second. */
export async function benchScale(bench: Workbench): Promise<Figure[]> {
  const generators = await buildLoadGenerators(bench);
  const empty = await emptyGranary(bench, generators);
  const granary: Filled[] = [];
  const opentracker: Filled[] = [];
  for (const torrents of TORRENTS) {
    bench.say(`filling the trackers with ${torrents * SWARMS.peersPerTorrent} peers`);
    const swarms = { ...SWARMS, hashFile: await writeInfoHashes(bench, torrents) };
    granary.push(await fillGranary(bench, generators, { swarms, torrents, empty }));
    opentracker.push(await fillOpentracker(bench, generators, { swarms, torrents }));
  }
  bench.say('measuring announces at each size');
  const once = Object.fromEntries(
    [...granary, ...opentracker].map(({ target, swarms, peers }) => [
      `${target.name} ${peers}`,
      async () => (await generators.load(target, swarms, { kind: 'udp' })).answersPerSecond,
    ]),
  );
  await alternate(1, once);
  const rates = await alternate(bench.runs, once);
  for (const { target } of [...granary, ...opentracker]) await target.stop();
  return [...granary.map((filled, i) => memoryFigure(filled, opentracker[i])), ...rateFigures(rates)];
}

/** With next to no peers, and with everything that answering announces leaves behind by itself. */
async function emptyGranary(bench: Workbench, generators: LoadGenerators): Promise<Memory> {
  const swarms = { ...SWARMS, hashFile: await writeInfoHashes(bench, 1) };
  const target = await startGranaryTracker(bench, { hashFile: swarms.hashFile });
  await generators.announceAll(target, swarms);
  await generators.load(target, swarms, { kind: 'udp' });
  const memory = await askControl(target, 'memory');
  await target.stop();
  return memory;
}

type Memory = ControlAnswers['memory'];

interface Filling {
  readonly swarms: Swarms;
  readonly torrents: number;
}

async function fillGranary(
  bench: Workbench,
  generators: LoadGenerators,
  { swarms, torrents, empty }: Filling & { readonly empty: Memory },
): Promise<Filled> {
  const target = await startGranaryTracker(bench, { hashFile: swarms.hashFile });
  await generators.announceAll(target, swarms);
  const filled = await askControl(target, 'memory');
  return {
    target,
    swarms,
    peers: torrents * SWARMS.peersPerTorrent,
    megabytes: (filled.residentBytes - empty.residentBytes) / 1e6,
    usedMegabytes: (filled.usedBytes - empty.usedBytes) / 1e6,
  };
}

async function fillOpentracker(
  bench: Workbench,
  generators: LoadGenerators,
  { swarms, torrents }: Filling,
): Promise<Filled> {
  const target = await startOpentracker(bench, swarms.hashFile);
  const emptyBytes = residentBytes(target.processId);
  // Twice: what comes while it still reads its list of torrents is answered, and forgotten.
  await generators.announceAll(target, swarms);
  await generators.announceAll(target, swarms);
  const megabytes = (residentBytes(target.processId) - emptyBytes) / 1e6;
  return { target, swarms, peers: torrents * SWARMS.peersPerTorrent, megabytes };
}

function memoryFigure({ peers, megabytes, usedMegabytes }: Filled, opentracker: Filled | undefined): Figure {
  return {
    part: 'scale',
    what: `memory for ${peers.toLocaleString('en')} peers, more than with hardly any`,
    unit: 'MB',
    moreIsBetter: false,
    granary: [megabytes],
    ...(opentracker && { peer: { name: 'opentracker', values: [opentracker.megabytes] } }),
    ...(usedMegabytes !== undefined && { details: { usedMegabytes } }),
    ...(peers === MOST_PEERS && { target: { kind: 'value', atMost: MAX_MEMORY_MB } }),
  };
}

/** Each size beside opentracker, and the largest beside the smallest. */
function rateFigures(rates: Readonly<Record<string, readonly number[]>>): Figure[] {
  const ratesOf = (name: string, torrents: number): readonly number[] =>
    rates[`${name} ${torrents * SWARMS.peersPerTorrent}`] ?? [];
  const figureOf = (torrents: number, peer: NonNullable<Figure['peer']>): Figure => ({
    part: 'scale',
    what: `UDP announces among ${(torrents * SWARMS.peersPerTorrent).toLocaleString('en')} peers`,
    unit: 'per second',
    moreIsBetter: true,
    granary: ratesOf('Granary', torrents),
    peer,
  });
  const [fewest, , most] = TORRENTS;
  return [
    ...TORRENTS.map((torrents) =>
      figureOf(torrents, { name: 'opentracker', values: ratesOf('opentracker', torrents) }),
    ),
    {
      ...figureOf(most, { name: 'Granary with 10,000', values: ratesOf('Granary', fewest) }),
      target: { kind: 'ratio', atLeast: MIN_RATE_RATIO },
    },
  ];
}
