import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KIB } from '../../shared/units.ts';
import { type Figure, repeat } from './figures.ts';
import { readyLine, startShare } from './granary.ts';
import type { Program } from '../support/programs.ts';
import { type Workbench, withCleanup } from './workbench.ts';

const TARGET_SECONDS = 1.5;
const FILES = 10;

/** From the command to its first useful line, for a small folder and a new data directory. */
export async function benchStart(bench: Workbench): Promise<Figure[]> {
  const folder = await bench.newFolder('small');
  for (let i = 0; i < FILES; i++) await writeFile(join(folder, `file ${i}.bin`), Buffer.alloc(64 * KIB, i));

  bench.say('starting granary share');
  const toReadyLine = (): Promise<number> => timeStart(bench, folder, { flags: ['--json'], until: readyLine });
  const toLink = (): Promise<number> =>
    timeStart(bench, folder, { flags: [], until: (share) => share.line((line) => line.includes('magnet:?')) });
  await toReadyLine();
  return [
    { ...COMMON, what: 'granary share to its ready line', granary: await repeat(bench.runs, toReadyLine) },
    { ...COMMON, what: 'granary share to its printed link', granary: await repeat(bench.runs, toLink) },
  ];
}

const COMMON = {
  part: 'start',
  unit: 's',
  moreIsBetter: false,
  target: { kind: 'value', atMost: TARGET_SECONDS },
} as const;

interface Start {
  readonly flags: readonly string[];
  readonly until: (share: Program) => Promise<unknown>;
}

async function timeStart(bench: Workbench, folder: string, { flags, until }: Start): Promise<number> {
  const dataDir = await bench.newFolder('granary');
  return withCleanup(async (cleanup) => {
    const startedAt = performance.now();
    await until(await startShare(cleanup, { dataDir, path: folder, flags }));
    return (performance.now() - startedAt) / 1000;
  });
}
