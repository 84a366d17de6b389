import type { Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../../support/cleanup.ts';
import { type HoldAnswers, holdableAnswers } from '../../support/heldAnswers.ts';
import { startMockConsole } from '../../support/mockEngine/mockConsole.ts';
import { STANDARD_OPTIONS } from '../../support/mockEngine/options.ts';
import { openMockWindow } from '../../support/mockWindow.ts';
import { PLAIN_LOOK } from '../../support/scenePage.ts';
import { sharedChromium } from '../../support/sharedChromium.ts';

/** What the window does while the engine is slower than the person. */

const cleanup = createCleanup();
const browser = sharedChromium();
afterEach(cleanup.run);

const SEEDING = 'Wedding film, all cameras';
const PAUSED = 'Old renders';

test('in the palette Enter takes what answers the whole query, not what its first letters found', async () => {
  const { page, holdAnswers } = await openShares();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('wedding');
  await chosen(page, SEEDING).waitFor();
  const release = holdAnswers();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('resume all');
  await chosen(page, 'Resume all shares').waitFor();
  expect(await page.getByRole('option', { name: SEEDING }).count()).toBe(0);
  await page.keyboard.press('Enter');
  release();
  const row = page.getByRole('grid', { name: 'Shares' }).getByRole('row').filter({ hasText: PAUSED });
  await row.getByText('paused').first().waitFor({ state: 'hidden' });
  expect(page.url()).toMatch(/#\/shares$/);
});

test('in the palette what the first letters found stays while it answers the longer query as well', async () => {
  const { page, holdAnswers } = await openShares();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('wedding');
  await chosen(page, SEEDING).waitFor();
  const release = holdAnswers();
  await page.keyboard.type(' film');
  await chosen(page, SEEDING).waitFor();
  release();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: SEEDING, level: 1 }).waitFor();
});

test('the folder browser takes no path before the first folder is there, which would come in between', async () => {
  const { page, holdAnswers } = await openShares();
  const release = holdAnswers();
  await page.getByRole('button', { name: 'Share files…' }).first().click();
  const field = page.getByRole('textbox', { name: 'Folder' });
  await field.waitFor();
  expect(await field.isEditable()).toBe(false);
  release();
  await expect.poll(() => field.isEditable()).toBe(true);
  const first = await field.inputValue();
  expect(first).toMatch(/^\//);
  await field.press('End');
  await field.pressSequentially('/nowhere');
  expect(await field.inputValue()).toBe(`${first}/nowhere`);
});

const chosen = (page: Page, name: string) => page.getByRole('option', { name, selected: true });

interface SlowConsole {
  readonly page: Page;
  readonly holdAnswers: HoldAnswers;
}

async function openShares(): Promise<SlowConsole> {
  const mock = await startMockConsole({ engine: { ...STANDARD_OPTIONS, shares: 12, peers: 212 } });
  cleanup.add(() => mock.close());
  const page = await openMockWindow(browser(), { mock, look: PLAIN_LOOK });
  cleanup.add(() => page.context().close());
  const holdAnswers = await holdableAnswers(page);
  await page.goto(`${mock.url}#/shares`);
  await page.getByRole('grid', { name: 'Shares' }).getByRole('row').filter({ hasText: SEEDING }).waitFor();
  return { page, holdAnswers };
}
