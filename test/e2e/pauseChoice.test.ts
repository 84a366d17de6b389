import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { sharedChromium } from '../support/sharedChromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startMockConsole } from '../support/mockEngine/mockConsole.ts';
import { STANDARD_OPTIONS } from '../support/mockEngine/options.ts';
import { openMockWindow } from '../support/mockWindow.ts';

/** Pausing is offered for what runs, resuming for what is paused, wherever the window has them. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

const SEEDING = 'Wedding film, all cameras';
const PAUSED = 'Old renders';
const BROKEN = 'Budget drafts';

describe('pause and resume', () => {
  test('in the menu of a row follow its state', async () => {
    const page = await openShares();
    expect(await menuOf(page, SEEDING)).toEqual(['Pause']);
    expect(await menuOf(page, PAUSED)).toEqual(['Resume']);
    expect(await menuOf(page, BROKEN)).toEqual([]);
    await rowOf(page, SEEDING).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Pause' }).click();
    await rowOf(page, SEEDING).getByText('paused').first().waitFor();
    expect(await menuOf(page, SEEDING)).toEqual(['Resume']);
  });

  test('below a selection follow what is selected, and what becomes of it', async () => {
    const page = await openShares();
    const bar = page.getByRole('toolbar', { name: 'Selected shares' });
    const offered = async (): Promise<string[]> =>
      (await bar.getByRole('button').allInnerTexts()).filter((text) => text === 'Pause' || text === 'Resume');
    await rowOf(page, SEEDING).click();
    await rowOf(page, BROKEN).click({ modifiers: ['Control'] });
    await expect.poll(offered).toEqual(['Pause']);
    await rowOf(page, PAUSED).click({ modifiers: ['Control'] });
    await expect.poll(offered).toEqual(['Pause', 'Resume']);
    await bar.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(offered).toEqual(['Resume']);
    // The broken one was left as it was.
    await rowOf(page, BROKEN).getByText('changed on disk').first().waitFor();
  });

  test('in the palette are there when they would do something', async () => {
    const page = await openShares(1);
    const offered = (): Promise<string[]> => page.getByRole('option', { name: /all shares/ }).allInnerTexts();
    await page.keyboard.press('Control+k');
    await expect.poll(offered).toEqual(['Pause all shares']);
    await page.getByRole('option', { name: 'Pause all shares' }).click();
    await rowOf(page, SEEDING).getByText('paused').first().waitFor();
    await page.keyboard.press('Control+k');
    await expect.poll(offered).toEqual(['Resume all shares']);
  });
});

async function openShares(shares = 12): Promise<Page> {
  const mock = await startMockConsole({ engine: { ...STANDARD_OPTIONS, shares, peers: 212 } });
  cleanup.add(() => mock.close());
  const look = { theme: 'light', language: 'en', width: 1280, height: 800 } as const;
  const page = await openMockWindow(browser(), { mock, look });
  cleanup.add(() => page.context().close());
  await page.goto(`${mock.url}#/shares`);
  await rowOf(page, SEEDING).waitFor();
  return page;
}

function rowOf(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('grid', { name: 'Shares' }).getByRole('row').filter({ hasText: name });
}

/** What the menu of a row offers of the two. */
async function menuOf(page: Page, name: string): Promise<string[]> {
  await rowOf(page, name).click({ button: 'right' });
  await page.locator('[role=menuitem]:focus').waitFor();
  const offered = await page.getByRole('menuitem', { name: /^(Pause|Resume)$/ }).allInnerTexts();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  return offered.map((text) => text.trim());
}
