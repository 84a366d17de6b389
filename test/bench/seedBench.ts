import { MIB } from '../../shared/units.ts';
import { alternate, type Figure, median } from './figures.ts';
import { fetchTorrent, readyLine, startShare, targetOf } from './granary.ts';
import { startQbittorrent } from './qbittorrent.ts';
import { checkSeeder, loadSeeder, type MeasuredSeedRun } from './seedLoad.ts';
import type { SeedTarget } from './seedTarget.ts';
import type { Workbench } from './workbench.ts';

const PEERS = [1, 4, 16];
const TARGET_RATIO = 1.5;

/** Seeding the big file from the page cache, to peers that ask for 16 KiB blocks 128 deep. */
export async function benchSeeding(bench: Workbench): Promise<Figure[]> {
  const file = await bench.bigFile();
  bench.say('sharing the big file with Granary and qBittorrent');
  const share = await startShare(bench.cleanup, {
    dataDir: await bench.newFolder('granary'),
    path: file.path,
    flags: ['--json'],
  });
  const ready = await readyLine(share);
  const granary = targetOf(share, ready);
  const peer = await startQbittorrent(bench, { file, torrent: await fetchTorrent(ready), like: granary });
  for (const target of [granary, peer]) await checkSeeder(target, file);

  const figures: Figure[] = [];
  for (const peers of PEERS) figures.push(await measure(bench, { granary, peer, peers }));
  await share.stop();
  return figures;
}

async function measure(
  bench: Workbench,
  { granary, peer, peers }: { readonly granary: SeedTarget; readonly peer: SeedTarget; readonly peers: number },
): Promise<Figure> {
  bench.say(`seeding to ${peers} peers`);
  const once = { granary: () => loadSeeder(granary, peers), peer: () => loadSeeder(peer, peers) };
  await alternate(1, once);
  const runs = await alternate(bench.runs, once);
  return {
    part: 'seed',
    what: `seeding 1 GiB to ${peers} ${peers === 1 ? 'peer' : 'peers'}`,
    unit: 'MB/s',
    moreIsBetter: true,
    granary: runs.granary.map(rateOf),
    peer: { name: peer.name, values: runs.peer.map(rateOf) },
    target: { kind: 'ratio', atLeast: TARGET_RATIO },
    details: {
      granaryProcessorSecondsPerGiB: median(runs.granary.map(costOf)),
      peerProcessorSecondsPerGiB: median(runs.peer.map(costOf)),
      clientShareOfOneCore: median(runs.granary.map((run) => run.clientProcessorSeconds / run.seconds)),
    },
  };
}

function rateOf({ bytes, seconds }: MeasuredSeedRun): number {
  return bytes / 1e6 / seconds;
}

function costOf({ bytes, seederProcessorSeconds }: MeasuredSeedRun): number {
  return (seederProcessorSeconds * 1024 * MIB) / bytes;
}
