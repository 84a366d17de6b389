import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { startMockConsole } from '../../support/mockEngine/mockConsole.ts';
import { STANDARD_OPTIONS } from '../../support/mockEngine/options.ts';
import { openMockWindow } from '../../support/mockWindow.ts';
import { PLAIN_LOOK } from '../../support/scenePage.ts';

/** The palette while the engine is slower than the person. */

const cleanup = createCleanup();
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(cleanup.run);
afterAll(() => browser.close());

const SEEDING = 'Wedding film, all cameras';
const PAUSED = 'Old renders';

test('Enter takes what answers the whole query, not what its first letters found', async () => {
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

test('what the first letters found stays while it answers the longer query as well', async () => {
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

const chosen = (page: Page, name: string) => page.getByRole('option', { name, selected: true });

interface SlowConsole {
  readonly page: Page;
  /** Keeps back all that the engine says from now on, until what is returned is called. */
  holdAnswers(): () => void;
}

async function openShares(): Promise<SlowConsole> {
  const mock = await startMockConsole({ engine: { ...STANDARD_OPTIONS, shares: 12, peers: 212 } });
  cleanup.add(() => mock.close());
  const page = await openMockWindow(browser, { mock, look: PLAIN_LOOK });
  cleanup.add(() => page.context().close());
  let held: (() => void)[] | undefined;
  await page.routeWebSocket(/./, (socket: WebSocketRoute) => {
    const engine = socket.connectToServer();
    engine.onMessage((message) => {
      if (held === undefined) socket.send(message);
      else held.push(() => socket.send(message));
    });
  });
  await page.goto(`${mock.url}#/shares`);
  await page.getByRole('grid', { name: 'Shares' }).getByRole('row').filter({ hasText: SEEDING }).waitFor();
  return {
    page,
    holdAnswers() {
      held = [];
      return () => {
        const late = held ?? [];
        held = undefined;
        for (const send of late) send();
      };
    },
  };
}
