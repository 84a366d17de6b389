import { dirname } from 'node:path';
import { stat } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { openConsolePage, outliveEngine } from '../support/consolePage.ts';
import { startServe } from '../support/granary.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { createPointer } from '../support/operators.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import { builtRenderer } from '../support/rendererBuild.ts';
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

const cleanup = createCleanup();
afterEach(cleanup.run);

describe('a person with the console in a browser', () => {
  test('shares a folder with two stock clients, and finds everything again after a restart', async () => {
    await builtRenderer();
    const address = lanAddresses().host;
    const first = await startServe(cleanup, { address });
    expect(first.ready.console).toContain('#token=');
    const page = await openConsolePage(cleanup, first);
    keepPictureAtEnd(cleanup, page, 'consoleScenario');
    const window = windowOf(page);
    await untilWelcome(window);
    await stopHashingHalfway(cleanup, window);
    const share = await shareFolder(cleanup, window);
    const clients = await startDownloads(cleanup, share);
    await watchDownloads(window, clients);
    await compareDownloads(share, clients);
    await readFigures(window, share);
    await pauseAndResume(window, share);

    await outliveEngine(cleanup, page, { engine: first, address });
    await findEverything(window, share);
    await removeShare(window, share);
  });
});

/** A browser knows no paths of what is dropped on it: the person goes to the place in the folder browser. */
function windowOf(page: Page): ScenarioWindow {
  return {
    page,
    operator: createPointer(page),
    async choose(path) {
      const isFolder = (await stat(path)).isDirectory();
      await page
        .getByRole('button', { name: /^(Choose files or folders…|Share files…)$/ })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: 'Share files' });
      const field = dialog.getByRole('textbox', { name: 'Folder' });
      await field.fill(isFolder ? path : dirname(path));
      await field.press('Enter');
      if (isFolder) {
        await dialog.getByRole('row').first().waitFor();
        await dialog.getByRole('button', { name: 'Share this whole folder' }).click();
      } else {
        await dialog.getByRole('row', { name: 'huge.img' }).click();
        await dialog.getByRole('button', { name: 'Take what is chosen' }).click();
      }
    },
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
  };
}
