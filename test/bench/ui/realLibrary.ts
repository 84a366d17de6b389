import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cleanup } from '../../support/cleanup.ts';
import { type DesktopFolders, makeFolders } from '../../support/desktopApp.ts';
import { startRealEngine } from '../../support/realEngine.ts';

const FILE_BYTES = 64 * 1024;

/** Folders of an app in which somebody has shared so many files, each of its own, with the real engine. */
export async function makeRealLibrary(cleanup: Cleanup, shares: number): Promise<DesktopFolders> {
  const folders = await makeFolders(cleanup);
  const engine = await startRealEngine(cleanup, folders.data);
  for (let i = 0; i < shares; i++) {
    const path = join(folders.home, `project ${String(i).padStart(4, '0')}.bin`);
    await writeFile(path, new Uint8Array(FILE_BYTES).fill(i % 251));
    await engine.share(path);
  }
  await engine.stop();
  return folders;
}
