import { type Figure, repeat } from './figures.ts';
import { readyLine, startShare, targetOf } from './granary.ts';
import { peakResidentBytes } from './processTree.ts';
import { loadSeeder } from './seedLoad.ts';
import { type Workbench, withCleanup } from './workbench.ts';

const PEERS = 16;
const TARGET_MB = 350;

/** The most memory that `granary share` takes while it hashes the big file and then seeds it to sixteen peers. */
export async function benchMemory(bench: Workbench): Promise<Figure[]> {
  const file = await bench.bigFile();
  bench.say(`watching memory while seeding to ${PEERS} peers`);
  const granary = await repeat(bench.runs, async () => {
    const dataDir = await bench.newFolder('granary');
    return withCleanup(async (cleanup) => {
      const share = await startShare(cleanup, { dataDir, path: file.path, flags: ['--json'] });
      await loadSeeder(targetOf(share, await readyLine(share)), PEERS);
      return peakResidentBytes(share.processId) / 1e6;
    });
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
