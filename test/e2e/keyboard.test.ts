import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startServe } from '../support/granary.ts';
import { pressOn, tabTo } from '../support/keyboard.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import { builtRenderer } from '../support/rendererBuild.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const NAME = 'Keys only';
const PATIENCE = { timeout: 20_000 };

describe('a person without a pointer', () => {
  test('shares, copies the link, looks around, pauses, resumes and removes', async () => {
    const page = await openConsole();
    const path = await makeFolder();
    await page.getByText('Share files or folders with everyone on this network').waitFor(PATIENCE);

    await page.keyboard.press('Control+n');
    const dialog = page.getByRole('dialog', { name: 'Share files' });
    await dialog.waitFor(PATIENCE);
    await tabTo(page, /^Folder$/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(path);
    await page.keyboard.press('Enter');
    await dialog.getByRole('row', { name: 'grain.bin' }).waitFor(PATIENCE);
    await pressOn(page, /^Share this whole folder$/);
    await dialog.getByText('2 files').waitFor(PATIENCE);
    await pressOn(page, /^Next$/);
    await pressOn(page, /^Share$/);
    await page.getByRole('heading', { name: NAME }).waitFor(PATIENCE);

    await pressOn(page, /^Copy link$/);
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^magnet:\?xt=urn:btih:/);
    await lookThroughTabs(page);
    await pressOn(page, /^Pause$/);
    await page.getByText('paused', { exact: true }).first().waitFor(PATIENCE);
    await pressOn(page, /^Resume$/);
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor(PATIENCE);

    await openSwarmAndComeBack(page);
    await removeFromTable(page);
  });

  test('finds views with the palette and the shortcuts by asking for them', async () => {
    const page = await openConsole();
    await page.getByText('Share files or folders with everyone on this network').waitFor(PATIENCE);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('activ');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Activity' }).waitFor(PATIENCE);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor(PATIENCE);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'hidden' });
  });
});

async function openConsole(): Promise<Page> {
  await builtRenderer();
  const { ready } = await startServe(cleanup, { address: lanAddresses().host });
  const browser = await launchChromium();
  cleanup.add(() => browser.close());
  const context = await browser.newContext({ locale: 'en-GB', permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  keepPictureAtEnd(cleanup, page, 'keyboard');
  await page.goto(ready.console ?? '');
  return page;
}

async function makeFolder(): Promise<string> {
  const path = join(await temporaryFolder(cleanup, 'keys'), NAME);
  await mkdir(path);
  await writeFile(join(path, 'grain.bin'), randomBytes(300_000));
  await writeFile(join(path, 'husk.txt'), 'husk');
  return path;
}

async function lookThroughTabs(page: Page): Promise<void> {
  await tabTo(page, /^Peers/);
  for (const name of ['Pieces', 'Files', 'Discovery', 'Rates', 'About']) {
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name, selected: true }).waitFor(PATIENCE);
  }
}

async function openSwarmAndComeBack(page: Page): Promise<void> {
  await page.keyboard.press('Alt+2');
  const swarms = page.getByRole('grid', { name: 'Swarms' });
  await swarms.getByRole('row').filter({ hasText: NAME }).waitFor(PATIENCE);
  await focusRow(page, swarms.getByRole('row').filter({ hasText: NAME }));
  await page.keyboard.press('Enter');
  await page.getByText('Nobody is there').waitFor(PATIENCE);
  await page.keyboard.press('Alt+1');
}

/** The context menu key opens what can be done with the row. */
async function removeFromTable(page: Page): Promise<void> {
  const row = page.getByRole('grid', { name: 'Shares' }).getByRole('row').filter({ hasText: NAME });
  await row.waitFor(PATIENCE);
  await focusRow(page, row);
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+F10');
  const remove = page.getByRole('menuitem', { name: 'Remove…' });
  await remove.waitFor(PATIENCE);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByText('Your files stay where they are').waitFor(PATIENCE);
  await pressOn(page, /^Remove share$/);
  await page.getByText('Share files or folders with everyone on this network').waitFor(PATIENCE);
}

/** Tabs into the table, and down to the row. */
async function focusRow(page: Page, row: ReturnType<Page['getByRole']>): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await row.evaluate(hasFocus)) return;
    const isInGrid = await page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null);
    await page.keyboard.press(isInGrid ? 'ArrowDown' : 'Tab');
  }
  throw new Error('the keyboard does not come to the row');
}

/** The grid keeps the focus itself and names the row it is on. */
function hasFocus(row: Element): boolean {
  const focused = document.activeElement;
  const named = document.getElementById(focused?.getAttribute('aria-activedescendant') ?? '');
  return row.contains(named ?? focused);
}
