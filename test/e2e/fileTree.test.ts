import type { Locator, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { sharedChromium } from '../support/sharedChromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { mockInfoHash } from '../support/mockEngine/mockShares.ts';
import { startMockConsole } from '../support/mockEngine/mockConsole.ts';
import { STANDARD_OPTIONS } from '../support/mockEngine/options.ts';
import { openMockWindow } from '../support/mockWindow.ts';

/** The files of a share are a tree: for the pointer, for the keyboard, and for screen readers. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

/** "CAD library", of 5120 files. */
const MANY_FILES = mockInfoHash(STANDARD_OPTIONS.seed, 1);

test('folders open and close by keyboard, and say so', async () => {
  const { tree, page } = await openFiles();
  const folder = tree.getByRole('row', { expanded: false }).first();
  const name = (await folder.getByRole('gridcell').first().innerText()).split('\n')[0] ?? '';
  const sameFolder = tree.getByRole('row').filter({ hasText: name }).first();
  await expect.poll(() => placeOf(folder)).toMatchObject({ level: '1', position: '1' });

  await tree.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => sameFolder.getAttribute('aria-expanded')).toBe('true');
  const child = tree.locator('[role=row][aria-rowindex="3"]');
  await expect.poll(() => placeOf(child)).toMatchObject({ level: '2', position: '1' });
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => activeRow(tree)).toBe('3');
  // From what is inside to the folder, and then it closes.
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => activeRow(tree)).toBe('2');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => sameFolder.getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('Enter');
  await expect.poll(() => sameFolder.getAttribute('aria-expanded')).toBe('true');
});

test('folders open with a click, with all their files below, and a filter finds what is in closed ones', async () => {
  const { tree, page } = await openFiles();
  const closed = await rowCount(tree);
  await tree.getByRole('row', { expanded: false }).first().click();
  await expect.poll(() => rowCount(tree)).toBeGreaterThan(closed + 100);
  await tree.getByRole('row', { expanded: true }).first().click();
  await expect.poll(() => rowCount(tree)).toBe(closed);

  await page.getByRole('searchbox', { name: 'Filter' }).last().fill('take 0002');
  await expect.poll(() => rowCount(tree)).toBe(2);
  await tree.getByRole('row').filter({ hasText: 'take 0002' }).waitFor();
  expect(await tree.locator('[aria-level]').count()).toBe(0);
});

async function openFiles(): Promise<{ readonly page: Page; readonly tree: Locator }> {
  const mock = await startMockConsole({ engine: { ...STANDARD_OPTIONS, shares: 3, peers: 10 } });
  cleanup.add(() => mock.close());
  const look = { theme: 'light', language: 'en', width: 1280, height: 800 } as const;
  const page = await openMockWindow(browser(), { mock, look });
  cleanup.add(() => page.context().close());
  await page.goto(`${mock.url}#/shares/${MANY_FILES}/files`);
  const tree = page.getByRole('treegrid', { name: 'Files' });
  await tree.getByRole('row', { expanded: false }).first().waitFor();
  return { page, tree };
}

async function placeOf(row: Locator) {
  const [level, position] = await Promise.all([row.getAttribute('aria-level'), row.getAttribute('aria-posinset')]);
  return { level, position };
}

/** The header counts as well. */
async function rowCount(tree: Locator): Promise<number> {
  return Number(await tree.getAttribute('aria-rowcount'));
}

/** Of the row that the grid names as the one the keyboard is on. */
function activeRow(tree: Locator): Promise<string | null | undefined> {
  return tree.evaluate((element) =>
    document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-rowindex'),
  );
}
