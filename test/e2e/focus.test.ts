import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startRunningDesktop } from '../support/desktopPage.ts';
import { activeCell, focusedName, goToRow, type Keys, openTab, pressOn, tabTo } from '../support/keyboard.ts';
import { keepPictureAtEnd } from '../support/pictureAtEnd.ts';
import { createSystemKeys } from '../support/systemKeys.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const PATIENCE = { timeout: 10_000 };
const MOST_TABS = 120;

const MOCK = '--shares 3 --peers 40 --still';

async function open(): Promise<Keys> {
  const { page, display } = await startRunningDesktop(cleanup, { mock: MOCK });
  keepPictureAtEnd(cleanup, page, 'focus');
  await sharesRow(page).first().waitFor(PATIENCE);
  return createSystemKeys(cleanup, page, display);
}

describe('in the desktop app with keys alone', () => {
  test('the palette leads to a share, and from there to a peer', async () => {
    const keys = await open();
    const { page } = keys;
    const name = await nameOfShare(page);
    await keys.press('Control+k');
    await keys.type(name.slice(0, 5).toLowerCase());
    const option = page.getByRole('option').filter({ hasText: name });
    await option.waitFor(PATIENCE);
    for (let i = 0; i < MOST_TABS && (await option.getAttribute('aria-selected')) !== 'true'; i++) {
      await keys.press('ArrowDown');
    }
    await keys.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor(PATIENCE);
    await openTab(keys, /^Peers/);
    const peer = page.getByRole('grid', { name: 'Peers' }).getByRole('row').nth(1).getByRole('gridcell').first();
    await goToRow(keys, 'Peers', await peer.innerText(PATIENCE));
    await keys.press('ArrowRight');
    expect(await activeCell(page)).toMatch(/^[\d.a-f:]+$/);
    expect(await ringOf(page)).toMatchObject({ style: 'solid', width: 2 });
    // By way of the button that chooses its columns.
    for (let i = 0; i < 2; i++) await keys.press('Tab');
    expect(await isInside(page, 'grid')).toBe(false);
  });

  test('Escape closes what is open, and the focus is where it was', async () => {
    const keys = await open();
    const { page } = keys;
    const name = await nameOfShare(page);
    await goToRow(keys, 'Shares', name);

    for (const [key, role, label] of OVERLAYS) {
      const before = await focusedName(page);
      await keys.press(key);
      await page.getByRole(role, { name: label }).waitFor(PATIENCE);
      expect(await isInside(page, role), `${label} has the focus`).toBe(true);
      await keys.press('Escape');
      await page.getByRole(role, { name: label }).waitFor({ state: 'hidden', ...PATIENCE });
      await expect.poll(() => focusedName(page), { message: `after ${label}` }).toBe(before);
    }

    await openMenuAndRemove(keys);
    await keys.press('Escape');
    await page.getByRole('alertdialog').waitFor({ state: 'hidden', ...PATIENCE });
    await expect.poll(() => focusedName(page), { message: 'after the question' }).toBe('Shares');
    await goToRow(keys, 'Shares', name);
    await keys.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor(PATIENCE);
    for (const [button, role] of DIALOGS) {
      await pressOn(keys, button);
      await page.getByRole(role).waitFor(PATIENCE);
      await goesRound(keys, role);
      await hideTooltip(keys);
      await keys.press('Escape');
      await page.getByRole(role).waitFor({ state: 'hidden', ...PATIENCE });
      await expect.poll(() => focusedName(page), { message: `after ${button}` }).toBe(button);
    }
  });

  test('what has the focus is seen, and Tab comes round', async () => {
    const keys = await open();
    const { page } = keys;
    for (const view of ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4']) {
      await keys.press(view);
      await page.locator('main').getByRole('heading').first().waitFor(PATIENCE);
      const met = await lapOf(keys);
      expect(met.length, view).toBeGreaterThan(5);
      expect(
        met.filter(({ isSeen }) => !isSeen).map(({ name }) => name),
        view,
      ).toEqual([]);
    }
  });

  test('the arrows lead along what happened, and Tab leads out of it', async () => {
    const keys = await open();
    const { page } = keys;
    await keys.press('Alt+3');
    await page.getByRole('region', { name: 'What happened' }).getByRole('link').first().waitFor(PATIENCE);
    await tabTo(keys, /^What happened$/);
    const places: number[] = [];
    for (let i = 0; i < 30; i++) {
      await keys.press('ArrowDown');
      places.push(await page.evaluate(focusedPlace));
    }
    expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
    await keys.press('ArrowUp');
    expect(await page.evaluate(focusedPlace)).toBe(places.at(-2));
    await keys.press('Tab');
    expect(await page.evaluate(focusedPlace)).toBe(-1);
    await keys.press('Shift+Tab');
    expect(await focusedName(page)).toBe('What happened');
  });
});

test('the app quits while the chooser of the system is open', async () => {
  const { page, display, quit } = await startRunningDesktop(cleanup, { mock: MOCK });
  await sharesRow(page).first().waitFor(PATIENCE);
  const keys = createSystemKeys(cleanup, page, display);
  await keys.send('Control+o');
  await keys.untilChooser();
  await quit();
});

const OVERLAYS = [
  ['Control+k', 'dialog', /./],
  ['?', 'dialog', 'Keyboard'],
  ['Shift+F10', 'menu', /./],
  ['ContextMenu', 'menu', /./],
] as const;

const DIALOGS = [
  ['Remove…', 'alertdialog'],
  ['Show the QR code large', 'dialog'],
] as const;

async function openMenuAndRemove(keys: Keys): Promise<void> {
  await keys.press('ContextMenu');
  await keys.page.getByRole('menuitem', { name: 'Remove…' }).waitFor(PATIENCE);
  await keys.press('End');
  await keys.press('Enter');
  await keys.page.getByRole('alertdialog').waitFor(PATIENCE);
  await expect.poll(() => focusedName(keys.page)).toBe('Cancel');
}

function sharesRow(page: Page) {
  return page
    .getByRole('grid', { name: 'Shares' })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
}

async function nameOfShare(page: Page): Promise<string> {
  const state = sharesRow(page).first().getByRole('gridcell').first();
  return (await state.innerText()).split('\n').at(-1) ?? '';
}

async function isInside(page: Page, role: string): Promise<boolean> {
  return page.evaluate((wanted) => Boolean(document.activeElement?.closest(`[role="${wanted}"]`)), role);
}

/** Tab stays in the dialog and comes back to where it came first; the dialog itself may have had the focus before. */
async function goesRound(keys: Keys, role: string): Promise<void> {
  await keys.press('Tab');
  const first = await focusedName(keys.page);
  for (let i = 0; i < MOST_TABS; i++) {
    await keys.press('Tab');
    expect(await isInside(keys.page, role)).toBe(true);
    if ((await focusedName(keys.page)) === first) return;
  }
  throw new Error(`Tab does not come back to ${first}`);
}

/** Where the focus shows one, the first Escape is for it. */
async function hideTooltip({ page, press }: Keys): Promise<void> {
  const tooltip = page.getByRole('tooltip');
  if ((await tooltip.count()) === 0) return;
  await press('Escape');
  await tooltip.waitFor({ state: 'hidden', ...PATIENCE });
}

interface Met {
  readonly name: string;
  readonly isSeen: boolean;
}

/** Everything that Tab comes to until it is back. */
async function lapOf(keys: Keys): Promise<Met[]> {
  const { page } = keys;
  await tabTo(keys, /^Shares/);
  const start = await page.evaluateHandle(() => document.activeElement);
  const met: Met[] = [];
  for (let i = 0; i < MOST_TABS; i++) {
    const { style, width } = await ringOf(page);
    const name = await focusedName(page);
    if (name !== '') met.push({ name, isSeen: style !== 'none' && width >= 1 });
    await keys.press('Tab');
    if (await page.evaluate((first) => first === document.activeElement, start)) return met;
  }
  throw new Error(`Tab does not come back to where it began; it is at ${await focusedName(page)}`);
}

/** The line around what has the focus, or around the row or cell that a table is on. */
async function ringOf(page: Page): Promise<{ readonly style: string; readonly width: number }> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    const named = document.getElementById(focused?.getAttribute('aria-activedescendant') ?? '');
    const element = named ?? focused ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return { style: outlineStyle, width: Number.parseFloat(outlineWidth) };
  });
}

/** Of the entry whose link has the focus, in the whole list; -1 for anything else. Runs in the page. */
function focusedPlace(): number {
  return Number(document.activeElement?.closest('li[aria-posinset]')?.getAttribute('aria-posinset') ?? -1);
}
