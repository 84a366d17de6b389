import type { Page } from 'playwright-core';
import type { Cleanup } from './cleanup.ts';
import { eventually } from './eventually.ts';
import type { Keys } from './keyboard.ts';
import { runProgram } from './programs.ts';

/**
 * The keyboard of a display, for windows that a test may only reach as a person does: the app's menu has its keys from the
 * system, and a system dialog has no page.
 */
export interface SystemKeys extends Keys {
  /** A key whose coming up the page need not see: one that opens another window, or ends this one. */
  send(key: string): Promise<void>;
  /** Resolves when the system's own chooser has the keyboard. */
  untilChooser(): Promise<void>;
  /** In the system's own chooser, which is opened by `open`. */
  choosePath(path: string, open: () => Promise<void>): Promise<void>;
}

/** X calls some keys otherwise than the web. */
const X_NAMES: Readonly<Record<string, string>> = {
  Control: 'ctrl',
  Shift: 'shift',
  Alt: 'alt',
  Enter: 'Return',
  Space: 'space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ContextMenu: 'Menu',
  '?': 'question',
  '/': 'slash',
};
/** As fast typists do; the chooser opens its field on the first key, and needs to be there for the next. */
const TYPING_DELAY_MS = 40;
const PATIENCE = { timeout: 15_000 };
const CHOOSER = '^Choose (files|a folder) to share$';

interface Counting extends Window {
  keysUp?: number;
}

export function createSystemKeys(cleanup: Cleanup, page: Page, display: string | undefined): SystemKeys {
  const environment = display === undefined ? {} : { DISPLAY: display };

  async function xdotool(...args: readonly string[]): Promise<string> {
    return (await runProgram(cleanup, { command: 'xdotool', args, environment })).output;
  }

  async function send(key: string): Promise<void> {
    const names = key.split('+').map((name) => X_NAMES[name] ?? name);
    const problem = await xdotool('key', '--clearmodifiers', names.join('+'));
    if (problem !== '') throw new Error(`xdotool did not press ${key}: ${problem}`);
  }

  async function isChooserOpen(): Promise<boolean> {
    return (await xdotool('search', '--onlyvisible', '--name', CHOOSER)) !== '';
  }

  async function untilChooser(): Promise<void> {
    await eventually(
      async () => ((await xdotool('getwindowfocus', 'getwindowname')).startsWith('Choose') ? true : undefined),
      { what: "the system's chooser to have the keyboard" },
    );
  }

  return {
    page,
    send,
    untilChooser,
    async press(key) {
      const before = await countKeysUp(page);
      await send(key);
      const expected = before + key.split('+').length;
      await page
        .waitForFunction((least) => ((window as Counting).keysUp ?? 0) >= least, expected, PATIENCE)
        .catch((cause: unknown) => {
          throw new Error(`the page did not see ${key}`, { cause });
        });
    },
    async type(text) {
      await xdotool('type', text);
      await page.waitForFunction(
        (end) => document.activeElement instanceof HTMLInputElement && document.activeElement.value.endsWith(end),
        text,
        PATIENCE,
      );
    },
    async choosePath(path, open) {
      await open();
      await untilChooser();
      // The first key, a slash, opens the field for a path. It completes what is typed, up to an only folder below.
      await xdotool('type', '--delay', String(TYPING_DELAY_MS), path);
      await send('Delete');
      await send('Enter');
      await eventually(async () => ((await isChooserOpen()) ? undefined : true), {
        what: `the system's chooser to take ${path}`,
        timeoutMs: 20_000,
      });
    },
  };
}

/** From the first call on. */
async function countKeysUp(page: Page): Promise<number> {
  return page.evaluate(() => {
    const counting = window as Counting;
    if (counting.keysUp === undefined) {
      counting.keysUp = 0;
      window.addEventListener('keyup', () => (counting.keysUp = (counting.keysUp ?? 0) + 1), { capture: true });
    }
    return counting.keysUp;
  });
}
