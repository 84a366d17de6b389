import { stat } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type DesktopApp, startDesktopApp } from '../support/desktopApp.ts';
import { engineProcessId, untilEngine, watchEngine } from '../support/desktopPage.ts';
import { pressOn } from '../support/keyboard.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { createKeyOperator } from '../support/operators.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import {
  compareDownloads,
  findEverything,
  lookAtSwarm,
  pauseAndResume,
  readFigures,
  readPeerByCells,
  removeShare,
  type ScenarioWindow,
  shareFolder,
  startDownloads,
  stopHashingHalfway,
  untilWelcome,
  watchDownloads,
} from '../support/shareScenario.ts';
import { createSystemKeys, type SystemKeys } from '../support/systemKeys.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('a person with the desktop app and no pointer', () => {
  test('shares a folder with two stock clients, and finds everything again after a restart', async () => {
    const environment = { GRANARY_INTERFACES: lanAddresses().host };
    const first = await startDesktopApp(cleanup, { environment });
    const { keys, window } = operate(first);
    keepPictureAtEnd(cleanup, first.page, 'desktopKeyboard');
    await untilWelcome(window);
    await stopHashingHalfway(cleanup, window);
    const share = await shareFolder(cleanup, window);
    const clients = await startDownloads(cleanup, share);
    await watchDownloads(window, clients);
    await readPeerByCells(keys, 'aria2');
    await compareDownloads(share, clients);
    await readFigures(window, share);
    await lookAtSwarm(window, share, clients);
    await pauseAndResume(window, share);
    await killUntilItStaysStopped(first.page);
    await pressOn(keys, /^Start again$/);
    await untilEngine(first.page, 'running', 4);
    await findEverything(window, share);
    expect(first.problems).toEqual([]);
    await keys.send('Control+q');
    await first.ended;

    const { folders, display } = first;
    const again = operate(await startDesktopApp(cleanup, { environment, folders, ...(display && { display }) }));
    await findEverything(again.window, share);
    await removeShare(again.window, share);
  });
});

function operate({ app, page, display }: DesktopApp): { readonly keys: SystemKeys; readonly window: ScenarioWindow } {
  const keys = createSystemKeys(cleanup, page, display);
  const window = {
    page,
    operator: createKeyOperator(keys),
    choose: (path: string) => chooseBySystem(keys, path),
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
  };
  return { keys, window };
}

/** A file by the menu's key, a folder by the button in the window; then both in the system's own chooser. */
async function chooseBySystem(keys: SystemKeys, path: string): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  await keys.choosePath(path, () => (isFolder ? pressOn(keys, /^Choose a folder…$/) : keys.send('Control+o')));
}

/** Three deaths within a minute: the app starts the engine again after two of them. */
async function killUntilItStaysStopped(page: Page): Promise<void> {
  await watchEngine(page);
  for (const life of [1, 2, 3]) {
    await untilEngine(page, 'running', life);
    process.kill(await engineProcessId(page), 'SIGKILL');
  }
  await untilEngine(page, 'stopped');
}
