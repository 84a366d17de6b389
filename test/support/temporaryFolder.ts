import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';

/** Makes an empty folder that `cleanup` removes with all it then holds. */
export async function temporaryFolder(cleanup: Cleanup, name = 'test'): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), `granary-${name}-`));
  cleanup.add(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
