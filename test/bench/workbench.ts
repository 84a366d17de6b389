import { createCipheriv, randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { GIB, MIB } from '../../shared/units.ts';
import { type Cleanup, createCleanup } from '../support/cleanup.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What the parts of the benchmark share: a folder to work in, the big file, and someone to tell how it goes. */
export interface Workbench {
  readonly cleanup: Cleanup;
  readonly runs: number;
  /** Makes an empty folder inside the folder of this benchmark, which is removed at the end. */
  newFolder(name: string): Promise<string>;
  /** The same file of random bytes for every part, in the page cache as far as memory goes. */
  bigFile(): Promise<BigFile>;
  say(line: string): void;
}

export interface BigFile {
  readonly path: string;
  readonly bytes: number;
}

const BIG_FILE_BYTES = GIB;
const STEP_BYTES = 8 * MIB;

export async function createWorkbench(cleanup: Cleanup, runs: number): Promise<Workbench> {
  const root = await temporaryFolder(cleanup, 'bench');
  let folders = 0;
  let bigFile: Promise<BigFile> | undefined;
  const say = (line: string): void => void process.stderr.write(`${line}\n`);

  async function newFolder(name: string): Promise<string> {
    const folder = join(root, `${name}-${++folders}`);
    await mkdir(folder);
    return folder;
  }

  async function makeBigFile(): Promise<BigFile> {
    say('writing 1 GiB of random bytes');
    const path = join(await newFolder('content'), 'one-gibibyte.bin');
    await writeRandomFile(path, BIG_FILE_BYTES);
    return { path, bytes: BIG_FILE_BYTES };
  }

  return { cleanup, runs, newFolder, bigFile: () => (bigFile ??= makeBigFile()), say };
}

/** Closes what `work` opened as soon as it is done: the programs of one measurement are gone before the next. */
export async function withCleanup<Value>(work: (cleanup: Cleanup) => Promise<Value>): Promise<Value> {
  const cleanup = createCleanup();
  try {
    return await work(cleanup);
  } finally {
    await cleanup.run();
  }
}

/** A stream cipher over zeros: as good as random here, and several times as fast to make. `bytes` is whole steps. */
async function writeRandomFile(path: string, bytes: number): Promise<void> {
  const cipher = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16));
  const zeros = Buffer.alloc(STEP_BYTES);
  await using file = await open(path, 'wx');
  for (let at = 0; at < bytes; at += STEP_BYTES) await file.write(cipher.update(zeros), 0, STEP_BYTES, at);
  // On disk now, so that the system does not write it during the measurements.
  await file.sync();
}
