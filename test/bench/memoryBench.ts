import { type Figure, repeat } from './figures.ts';
import { readyLine, startShare, targetOf } from './granary.ts';
import { peakResidentBytes } from './processTree.ts';
import { loadSeeder } from './seedLoad.ts';
import type { Workbench } from './workbench.ts';

const PEERS = 16;
const TARGET_MB = 350;

/** The most memory that `granary share` takes while it hashes the big file and then seeds it to sixteen peers. */
export async function benchMemory(bench: Workbench): Promise<Figure[]> {
  const file = await bench.bigFile();
  bench.say(`watching memory while seeding to ${PEERS} peers`);
  const granary = await repeat(bench.runs, async () => {
    const share = await startShare(bench, file.path, ['--json']);
    await loadSeeder(bench, targetOf(share, await readyLine(share)), PEERS);
    const peakMB = peakResidentBytes(share.processId) / 1e6;
    await share.stop();
    return peakMB;
  });
  return [
    {
      part: 'memory',
      what: `peak resident memory, sharing 1 GiB with ${PEERS} peers`,
      unit: 'MB',
      moreIsBetter: false,
      granary,
      target: { kind: 'value', atMost: TARGET_MB },
    },
  ];
}
