import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { callEngine, engineProcessId, startRunningDesktop, untilEngine } from '../support/desktopPage.ts';
import { eventually } from '../support/eventually.ts';
import { isProcessRunning } from '../support/processes.ts';

/** The engine as Electron's own process, which packages use; the other tests of the window may need GRANARY_ENGINE_NODE. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const ENTRY = resolve(import.meta.dirname, '../fixtures/desktop/utilityEngine.mjs');

const start = () =>
  startRunningDesktop(cleanup, { environment: { GRANARY_ENGINE_ENTRY: ENTRY, GRANARY_ENGINE_NODE: '' } });

describe('an engine in a utility process', () => {
  test('answers the page, and ends with the app', async () => {
    const { page, quit } = await start();
    const processId = await engineProcessId(page);
    await quit();
    const ended = await eventually(() => (isProcessRunning(processId) ? undefined : true), {
      what: 'the engine to end',
    });
    expect(ended).toBe(true);
  });

  test('is started again when it dies', async () => {
    const { page } = await start();
    const before = await engineProcessId(page);
    process.kill(before, 'SIGKILL');
    await untilEngine(page, 'running', 2);
    expect(await engineProcessId(page)).not.toBe(before);
  });

  test('is heard to the last word', async () => {
    const { page } = await start();
    callEngine(page, 'engine.stop').catch(() => undefined);
    const states = await untilEngine(page, 'stopped');
    expect(states.at(-1)).toMatchObject({
      error: { code: 'disk-full' },
      logTail: expect.arrayContaining(['words on the error stream']) as unknown,
    });
  });
});
