import type { Page } from 'playwright-core';

/** A person without a pointer: only keys, and what has the focus is found by its name or words. */

export interface Keys {
  readonly page: Page;
  /** A key or a combination in Playwright's words, as `Shift+F10`. Resolves when the page has seen it. */
  press(key: string): Promise<void>;
  /** Into the field that has the focus. */
  type(text: string): Promise<void>;
}

const MOST_TABS = 120;
const MOST_ROWS = 80;

/** The keys that Playwright presses in a page; the system around it sees none of them. */
export function createPageKeys(page: Page): Keys {
  return { page, press: (key) => page.keyboard.press(key), type: (text) => page.keyboard.type(text) };
}

/** Goes on with Tab until something with this name or these words has the focus. Throws with what was met on the way. */
export async function tabTo({ page, press }: Keys, name: string | RegExp): Promise<void> {
  const met: string[] = [];
  for (let i = 0; i < MOST_TABS; i++) {
    const focused = await focusedName(page);
    if (typeof name === 'string' ? focused === name : name.test(focused)) return;
    met.push(focused);
    await press('Tab');
  }
  throw new Error(`the keyboard does not come to ${name}; it came to: ${[...new Set(met)].join(' | ')}`);
}

/** Tabs there and presses Enter. */
export async function pressOn(keys: Keys, name: string | RegExp): Promise<void> {
  await tabTo(keys, name);
  await keys.press('Enter');
}

/** Tabs to the tabs, and along them with the arrows until this one is chosen. */
export async function openTab(keys: Keys, name: RegExp): Promise<void> {
  const { page, press } = keys;
  const wanted = page.getByRole('tab', { name, selected: true });
  for (let i = 0; i < MOST_TABS && (await focusedRole(page)) !== 'tab'; i++) await press('Tab');
  for (let i = 0; i < MOST_ROWS && (await wanted.count()) === 0; i++) await press('ArrowRight');
  await wanted.waitFor({ timeout: 1000 });
}

/** Tabs into the table or list, and down to the row with this text. */
export async function goToRow({ page, press }: Keys, list: string, text: string): Promise<void> {
  for (let i = 0; i < MOST_TABS + MOST_ROWS; i++) {
    const at = await page.evaluate(whereInGrid);
    if (at?.list === list && at.row.includes(text)) return;
    await press(at?.list === list ? 'ArrowDown' : 'Tab');
  }
  throw new Error(`the keyboard does not come to ${text} in ${list}; it is at ${await focusedName(page)}`);
}

/** Our tables keep the focus themselves and name the row they are on; other lists give it to the row. Runs in the page. */
function whereInGrid(): { readonly list: string; readonly row: string } | undefined {
  const focused = document.activeElement;
  const list = focused?.closest('[role="grid"]');
  if (!focused || !list) return undefined;
  const named = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '') ?? focused;
  return { list: list.getAttribute('aria-label') ?? '', row: named.closest('[role="row"]')?.textContent ?? '' };
}

/** What the keyboard is on in a table: the cell's name, or its text. */
export async function activeCell(page: Page): Promise<string> {
  return page.evaluate(() => {
    const cell = document.getElementById(document.activeElement?.getAttribute('aria-activedescendant') ?? '');
    return cell?.getAttribute('aria-label') ?? cell?.textContent ?? '';
  });
}

async function focusedRole(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('role') ?? null);
}

export async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    const labels =
      element instanceof HTMLInputElement ? [...(element.labels ?? [])].map((label) => label.textContent) : [];
    const labelledBy = (element.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '');
    const words = [element.getAttribute('aria-label'), ...labels, ...labelledBy, element.textContent];
    return words.find((text) => text !== null && text.trim() !== '')?.trim() ?? element.tagName;
  });
}
