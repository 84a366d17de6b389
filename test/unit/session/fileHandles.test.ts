import type { FileHandle } from 'node:fs/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createFileHandles } from '../../../electron/engine/session/fileHandles.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('open files', () => {
  it('opens a file once for all who read it', async () => {
    const { handles, paths } = await start(1);
    const [a] = paths;
    const descriptors = await Promise.all([1, 2, 3].map(() => handles.use(a, async (handle) => handle.fd)));
    expect(new Set(descriptors).size).toBe(1);
  });

  it('closes the file idle for longest when there are too many', async () => {
    const { handles, paths } = await start(2);
    const opened: FileHandle[] = [];
    for (const path of [...paths.slice(0, 2), paths[0], paths[2]]) {
      await handles.use(path, async (handle) => void opened.push(handle));
    }
    await handles.closeIdle([]);
    expect(opened.map((handle) => handle.fd >= 0)).toEqual([true, false, true, true]);
  });

  it('never closes a file under a reader', async () => {
    const { handles, paths } = await start(1);
    const [a, b, c] = paths;
    await handles.use(a, async (first) => {
      await handles.use(b, async () => undefined);
      await handles.use(c, async () => undefined);
      await handles.closeIdle();
      expect((await first.stat()).size).toBe(1);
    });
  });

  it('passes on what the system says, and tries again the next time', async () => {
    const { handles, paths, folder } = await start(2);
    const path = join(folder, 'later');
    await expect(handles.use(path, async () => 'read')).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(path, 'x');
    expect(await handles.use(path, async () => 'read')).toBe('read');
    expect(await handles.use(paths[0], async () => 'read')).toBe('read');
  });

  it('opens a file anew after it was closed', async () => {
    const { handles, paths } = await start(2);
    await handles.use(paths[0], async () => undefined);
    await handles.closeIdle([paths[0], 'never opened']);
    expect(await handles.use(paths[0], async (handle) => handle.fd)).toBeGreaterThan(0);
  });

  it('stops more than once', async () => {
    const { handles, paths } = await start(2);
    await handles.use(paths[0], async () => undefined);
    await Promise.all([handles.stop(), handles.stop()]);
    await expect(handles.stop()).resolves.toBeUndefined();
  });
});

async function start(maxOpen: number) {
  const folder = await temporaryFolder(cleanup, 'handles');
  const paths = [join(folder, 'a'), join(folder, 'b'), join(folder, 'c')] as const;
  for (const path of paths) await writeFile(path, 'x');
  const handles = createFileHandles(maxOpen);
  cleanup.add(() => handles.stop());
  return { handles, paths, folder };
}
