import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Figure, median, repeat } from '../figures.ts';
import { readyLine, startShare, targetOf } from '../granary.ts';
import { loadSeeder } from '../seedLoad.ts';
import type { Workbench } from '../workbench.ts';
import { buildLoadGenerators, type PaceResult } from './trackerLoad.ts';

const SWARMS = { peersPerTorrent: 200, numWant: 30 };
const SEED_PEERS = 4;
const SEED_BYTES_PER_SECOND = 500_000_000;
/** The start of the leechers' own process, which takes a core for a quarter of a second, is no part of the seeding. */
const LEECHERS_START_MS = 1000;
/** Together shorter than the seeding, which takes twice the big file at that pace. */
const PACE_SECONDS = 3;
const MAX_P99_MS = 10;

interface Run extends PaceResult {
  readonly seededMegabytesPerSecond: number;
}

/** Announces over UDP to a whole engine that seeds meanwhile: half as many as it can answer when it seeds nothing. */
export async function benchWhileSeeding(bench: Workbench): Promise<Figure[]> {
  const file = await bench.bigFile();
  const generators = await buildLoadGenerators(bench);
  bench.say('sharing the big file');
  const dataDir = await bench.newFolder('granary');
  const share = await startShare(bench.cleanup, { dataDir, path: file.path, flags: ['--json'] });
  const ready = await readyLine(share);
  const port = Number(new URL(ready.torrentUrl).port);
  const target = { udpPort: port, httpPort: port, processId: share.processId };
  const hashFile = join(await bench.newFolder('swarms'), 'info-hash');
  await writeFile(hashFile, Buffer.from(ready.infoHash, 'hex'));
  const swarms = { ...SWARMS, hashFile };
  await generators.announceAll(target, swarms);
  await generators.load(target, swarms, { kind: 'udp' });
  const loads = await repeat(bench.runs, () => generators.load(target, swarms, { kind: 'udp' }));
  const perSecond = median(loads.map(({ answersPerSecond }) => answersPerSecond)) / 2;

  async function once(): Promise<Run> {
    const pace = { bytesPerSecond: SEED_BYTES_PER_SECOND };
    let isSeeding = true;
    const seeding = loadSeeder(targetOf(share, ready), SEED_PEERS, pace).finally(() => {
      isSeeding = false;
    });
    await setTimeout(LEECHERS_START_MS);
    const announces = await generators.pace(target, swarms, { kind: 'good', perSecond, seconds: PACE_SECONDS });
    if (!isSeeding) throw new Error('the seeding ended before the announces did');
    const { bytes, seconds } = await seeding;
    return { ...announces, seededMegabytesPerSecond: bytes / 1e6 / seconds };
  }

  bench.say('announcing while it seeds');
  // Once for nothing: what runs for the first time is compiled meanwhile.
  await once();
  const runs = await repeat(bench.runs, once);
  await share.stop();
  return [figureOf(runs, perSecond)];
}

function figureOf(runs: readonly Run[], perSecond: number): Figure {
  const seeded = runs.map(({ seededMegabytesPerSecond }) => seededMegabytesPerSecond);
  const rates = `${Math.round(perSecond).toLocaleString('en')} a second, seeding ${Math.round(median(seeded))} MB/s`;
  return {
    part: 'seeding',
    what: `99 of 100 UDP announces answered within, ${rates}`,
    unit: 'ms',
    moreIsBetter: false,
    granary: runs.map(({ p99Ms }) => p99Ms),
    target: { kind: 'value', atMost: MAX_P99_MS },
    details: {
      announcesPerSecond: perSecond,
      seededMegabytesPerSecond: seeded,
      medianMs: runs.map(({ medianMs }) => medianMs),
      answeredShare: runs.map(({ answers, sent }) => answers / sent),
    },
  };
}
