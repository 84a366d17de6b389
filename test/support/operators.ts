import type { Page } from 'playwright-core';
import { goToRow, type Keys, openTab, pressOn } from './keyboard.ts';

/** How a person works the window: with a pointer, or with nothing but keys. */
export interface Operator {
  /** A button with exactly this name. */
  press(button: string): Promise<void>;
  openView(view: 'Shares' | 'Tracker'): Promise<void>;
  /** Of a share. */
  openTab(tab: 'Peers' | 'Rates'): Promise<void>;
  /** The row with this text of the table with this name. */
  openRow(table: string, text: string): Promise<void>;
}

const PATIENCE = { timeout: 30_000 };
const VIEW_KEYS = { Shares: 'Alt+1', Tracker: 'Alt+2' } as const;

export function createPointer(page: Page): Operator {
  return {
    press: (name) => page.getByRole('button', { name, exact: true }).first().click(),
    openView: (name) => page.getByRole('link', { name }).first().click(),
    openTab: (name) => page.getByRole('tab', { name }).click(),
    openRow: (table, text) =>
      page.getByRole('grid', { name: table }).getByRole('row').filter({ hasText: text }).dblclick(PATIENCE),
  };
}

export function createKeyOperator(keys: Keys): Operator {
  const { page } = keys;
  return {
    async press(name) {
      await page.getByRole('button', { name, exact: true }).and(page.locator(':enabled')).first().waitFor(PATIENCE);
      await pressOn(keys, name);
    },
    openView: (name) => keys.press(VIEW_KEYS[name]),
    openTab: (name) => openTab(keys, new RegExp(`^${name}`)),
    async openRow(table, text) {
      await page.getByRole('grid', { name: table }).getByRole('row').filter({ hasText: text }).waitFor(PATIENCE);
      await goToRow(keys, table, text);
      await keys.press('Enter');
    },
  };
}
