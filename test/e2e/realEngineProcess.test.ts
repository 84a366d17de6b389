import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { makeFolders, startDesktopApp } from '../support/desktopApp.ts';
import { callEngine, engineProcessId, startRunningDesktop, untilEngine, watchEngine } from '../support/desktopPage.ts';
import { eventually } from '../support/eventually.ts';
import { isProcessRunning } from '../support/processes.ts';

/** The desktop app with the engine that people get. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const startRunning = () => startRunningDesktop(cleanup);

describe('the real engine in the desktop app', () => {
  test('is stopped by quitting, and lets go of its ports and its data', async () => {
    const { page, quit, folders, display, problems, loadedAfterMs } = await startRunning();
    process.stdout.write(`window loaded after ${Math.round(loadedAfterMs)} ms\n`);
    const { processId, trackerPort, controlPort } = await callEngine(page, 'engine.status');
    expect(problems).toEqual([]);
    await quit();
    expect(isProcessRunning(Number(processId))).toBe(false);
    for (const port of [trackerPort, controlPort]) expect(await accepts(Number(port))).toBe(false);
    const again = await startDesktopApp(cleanup, { folders, ...(display && { display }) });
    await watchEngine(again.page);
    await untilEngine(again.page, 'running');
  });

  test('ends by itself when the app is killed', async () => {
    const { page, app } = await startRunning();
    const processId = await engineProcessId(page);
    app.process().kill('SIGKILL');
    const ended = await eventually(() => (isProcessRunning(processId) ? undefined : true), {
      what: 'the engine to end',
    });
    expect(ended).toBe(true);
  });

  test('is started anew when a client asks for it', async () => {
    const { page } = await startRunning();
    const before = await engineProcessId(page);
    const askedAt = performance.now();
    await callEngine(page, 'engine.restart');
    const states = await untilEngine(page, 'running', 2);
    process.stdout.write(`engine anew after ${Math.round(performance.now() - askedAt)} ms\n`);
    // The page may have been looked at while the engine was still starting for the first time.
    const kinds = states.map(({ kind }) => kind);
    expect(kinds.slice(kinds.indexOf('running'))).toEqual(['running', 'starting', 'running']);
    expect(await engineProcessId(page)).not.toBe(before);
  });

  test('that a client stops stays stopped, and it is said', async () => {
    const { page } = await startRunning();
    await callEngine(page, 'engine.stop');
    const states = await untilEngine(page, 'stopped');
    expect(states.at(-1)).toMatchObject({ error: { message: 'the engine was stopped from outside this window' } });
  });

  test('says who has the data that it needs', async () => {
    const { folders, display } = await startRunning();
    const others = await makeFolders(cleanup);
    const second = await startDesktopApp(cleanup, {
      folders: { ...others, data: folders.data },
      ...(display && { display }),
    });
    await watchEngine(second.page);
    const states = await untilEngine(second.page, 'stopped');
    expect(states.at(-1)).toMatchObject({ error: { code: 'data-dir-in-use' } });
  });

  test('says which port is taken', async () => {
    const first = await startRunning();
    const { trackerPort } = await callEngine(first.page, 'engine.status');
    const second = await startDesktopApp(cleanup, {
      environment: { GRANARY_PORT: String(trackerPort) },
      ...(first.display && { display: first.display }),
    });
    await watchEngine(second.page);
    const states = await untilEngine(second.page, 'stopped');
    expect(states.at(-1)).toMatchObject({
      error: { code: 'port-taken', message: expect.stringContaining(String(trackerPort)) as unknown },
    });
  });
});

async function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
