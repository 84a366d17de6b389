import type { Page } from 'playwright-core';

/** A person without a pointer: only keys, and what has the focus is found by its name or words. */

const MOST_TABS = 120;

/** Goes on with Tab until something whose name or words match has the focus. Throws with what was met on the way. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const met: string[] = [];
  for (let i = 0; i < MOST_TABS; i++) {
    const focused = await focusedName(page);
    if (name.test(focused)) return;
    met.push(focused);
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not come to ${name}; it came to: ${[...new Set(met)].join(' | ')}`);
}

/** Tabs there and presses Enter. */
export async function pressOn(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

async function focusedName(page: Page): Promise<string> {
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
