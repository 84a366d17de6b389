import { afterEach, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { createCleanup } from '../support/cleanup.ts';
import { type DesktopApp, startDesktopApp } from '../support/desktopApp.ts';
import { engineProcessId, untilEngine, watchEngine } from '../support/desktopPage.ts';
import { createPointer } from '../support/operators.ts';
import {
  compareDownloads,
  findEverything,
  pauseAndResume,
  readFigures,
  removeShare,
  type ScenarioWindow,
  shareFolder,
  startDownloads,
  stopHashingHalfway,
  untilWelcome,
  watchDownloads,
} from '../support/shareScenario.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import { lanAddresses } from '../support/lanAddresses.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('a person with the desktop app', () => {
  test('shares a folder with two stock clients, and finds everything again after a restart', async () => {
    const environment = { GRANARY_INTERFACES: lanAddresses().host };
    const first = await startDesktopApp(cleanup, { environment });
    const window = windowOf(first);
    keepPictureAtEnd(cleanup, first.page, 'desktopScenario');
    await untilWelcome(window);
    await stopHashingHalfway(cleanup, window);
    const share = await shareFolder(cleanup, window);
    const clients = await startDownloads(cleanup, share);
    await watchDownloads(window, clients);
    await compareDownloads(share, clients);
    await readFigures(window, share);
    await pauseAndResume(window, share);
    await killEngine(first.page);
    await findEverything(window, share);
    expect(first.problems).toEqual([]);
    await first.quit();

    const { folders, display } = first;
    const again = windowOf(await startDesktopApp(cleanup, { environment, folders, ...(display && { display }) }));
    await findEverything(again, share);
    await removeShare(again, share);
  });
});

function windowOf({ app, page }: DesktopApp): ScenarioWindow {
  return {
    page,
    operator: createPointer(page),
    choose: (path) => drop(page, path),
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
  };
}

/** As a file manager does it: the window is told of a file on disk, with its path. */
async function drop(page: Page, path: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
  await session.detach();
}

/** Ends the engine's process as a crash would; the window comes back by itself. */
async function killEngine(page: Page): Promise<void> {
  await watchEngine(page);
  process.kill(await engineProcessId(page), 'SIGKILL');
  await untilEngine(page, 'restarting');
  await untilEngine(page, 'running', 2);
}
