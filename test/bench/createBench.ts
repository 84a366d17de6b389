import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KIB, MIB } from '../../shared/units.ts';
import { buildTorrent } from '../../electron/engine/metainfo/torrentBuilder.ts';
import { runProgram } from '../support/programs.ts';
import { alternate, type Figure, repeat } from './figures.ts';
import { granaryArgs } from './granary.ts';
import { type Workbench, withCleanup } from './workbench.ts';

const PIECE_LENGTH = MIB;
const TARGET_RATIO = 1.5;

/** Making a .torrent of the big file: the whole command, and for information the hashing alone. */
export async function benchCreate(bench: Workbench): Promise<Figure[]> {
  const { path, bytes } = await bench.bigFile();
  const folder = await bench.newFolder('torrents');
  let files = 0;
  const newFile = (): string => join(folder, `${++files}.torrent`);
  const granary = (file: string): Promise<number> => {
    const args = granaryArgs('create', path, '-o', file, '--no-tracker', '--piece-length', String(PIECE_LENGTH));
    return timeProgram(process.execPath, args);
  };
  const transmission = (file: string): Promise<number> =>
    timeProgram('transmission-create', ['-s', String(PIECE_LENGTH / KIB), '-o', file, path]);

  bench.say('creating torrents');
  await compareHashes({ granary, transmission }, [newFile(), newFile()], bytes / PIECE_LENGTH);
  const runs = await alternate(bench.runs, {
    granary: () => granary(newFile()),
    peer: () => transmission(newFile()),
  });
  const alone = await repeat(bench.runs, () => timeHashing(path));
  const common = { part: 'create', unit: 's', moreIsBetter: false } as const;
  return [
    {
      ...common,
      what: 'creating a torrent of 1 GiB',
      granary: runs.granary,
      peer: { name: 'transmission-create', values: runs.peer },
      target: { kind: 'ratio', atLeast: TARGET_RATIO },
    },
    { ...common, what: 'hashing 1 GiB, in a running process', granary: alone },
  ];
}

/** Seconds until the program ended. Throws unless it ended well. */
async function timeProgram(command: string, args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const { status, output } = await withCleanup((cleanup) => runProgram(cleanup, { command, args }));
  const seconds = (performance.now() - startedAt) / 1000;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output}`);
  return seconds;
}

async function timeHashing(path: string): Promise<number> {
  const startedAt = performance.now();
  await buildTorrent({ paths: [path], pieceLength: PIECE_LENGTH, private: false }, { now: () => performance.now() });
  return (performance.now() - startedAt) / 1000;
}

type Create = (file: string) => Promise<number>;

/** Both have to do the same work: the same hashes stand in both files. Also the warm-up. */
async function compareHashes(
  create: { readonly granary: Create; readonly transmission: Create },
  [ours, theirs]: readonly [string, string],
  pieces: number,
): Promise<void> {
  await create.granary(ours);
  await create.transmission(theirs);
  const [a, b] = [await hashesIn(ours, pieces), await hashesIn(theirs, pieces)];
  if (!a.equals(b)) throw new Error('granary create and transmission-create do not agree on the hashes of the pieces');
}

async function hashesIn(torrentFile: string, pieces: number): Promise<Buffer> {
  const torrent = await readFile(torrentFile);
  const key = `6:pieces${pieces * 20}:`;
  const at = torrent.indexOf(key);
  if (at < 0) throw new Error(`${torrentFile} has no ${pieces} pieces`);
  return torrent.subarray(at, at + key.length + pieces * 20);
}
