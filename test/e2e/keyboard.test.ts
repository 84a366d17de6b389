import { dirname } from 'node:path';
import { stat } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { openConsolePage, outliveEngine } from '../support/consolePage.ts';
import { startServe } from '../support/granary.ts';
import { createPageKeys, goToRow, type Keys, openTab, pressOn, tabTo } from '../support/keyboard.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { createKeyOperator } from '../support/operators.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import { builtRenderer } from '../support/rendererBuild.ts';
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

const cleanup = createCleanup();
afterEach(cleanup.run);

const PATIENCE = { timeout: 20_000 };

describe('a person with the console in a browser and no pointer', () => {
  test('shares a folder with two stock clients, and finds everything again after a restart', async () => {
    await builtRenderer();
    const address = lanAddresses().host;
    const first = await startServe(cleanup, { address });
    expect(first.ready.console).toContain('#token=');
    const page = await openConsolePage(cleanup, first);
    keepPictureAtEnd(cleanup, page, 'keyboard');
    const keys = createPageKeys(page);
    const window = windowOf(keys);
    await untilWelcome(window);
    await stopHashingHalfway(cleanup, window);
    const share = await shareFolder(cleanup, window);
    await lookThroughTabs(keys);
    const clients = await startDownloads(cleanup, share);
    await watchDownloads(window, clients);
    await readPeerByCells(keys, 'qBittorrent');
    await compareDownloads(share, clients);
    await readFigures(window, share);
    await lookAtSwarm(window, share, clients);
    await pauseAndResume(window, share);

    await outliveEngine(cleanup, page, { engine: first, address });
    await findEverything(window, share);
    await removeShare(window, share);
  });
});

function windowOf(keys: Keys): ScenarioWindow {
  const { page } = keys;
  return {
    page,
    operator: createKeyOperator(keys),
    choose: (path) => chooseInBrowser(keys, path),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
  };
}

/** Types the folder into the folder browser, and takes it or goes down its list to the file. */
async function chooseInBrowser(keys: Keys, path: string): Promise<void> {
  const isFolder = (await stat(path)).isDirectory();
  await keys.press('Control+n');
  await tabTo(keys, /^Folder$/);
  await keys.press('Control+a');
  await keys.type(isFolder ? path : dirname(path));
  await keys.press('Enter');
  const dialog = keys.page.getByRole('dialog', { name: 'Share files' });
  await dialog.getByRole('row', { name: isFolder ? 'read me.txt' : 'huge.img' }).waitFor(PATIENCE);
  if (isFolder) return pressOn(keys, /^Share this whole folder$/);
  await goToRow(keys, 'What is in the folder', 'huge.img');
  await keys.press('Space');
  await pressOn(keys, /^Take what is chosen$/);
}

/** Each tab in its turn, back to the first. */
async function lookThroughTabs(keys: Keys): Promise<void> {
  for (const name of [/^Pieces/, /^Files/, /^Discovery/, /^Rates/, /^About/, /^Peers/]) {
    await openTab(keys, name);
    expect(await keys.page.getByRole('tabpanel').count()).toBe(1);
  }
}
