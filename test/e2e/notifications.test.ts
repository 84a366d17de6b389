import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import en from '../../electron/locales/en.json' with { type: 'json' };
import type { DesktopBridge } from '../../shared/desktop.ts';
import { safeText } from '../../shared/safeText.ts';
import { createCleanup } from '../support/cleanup.ts';
import { makeFolders } from '../support/desktopApp.ts';
import {
  changePreferences,
  closeWindow,
  firstNotification,
  isWindowShown,
  startInSession,
  untilWindow,
} from '../support/desktopInSession.ts';
import { callEngine } from '../support/desktopPage.ts';
import { eventually } from '../support/eventually.ts';
import { HOSTILE_TEXTS } from '../support/mockEngine/hostileTexts.ts';

/** What a desktop is told to show in its notifications. Their bodies are HTML by its specification, their titles are not. */

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Controls, direction marks and what else is not seen. */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
/** Of a name 60 characters are shown; each may be one that is shown by its number. */
const LONGEST_TITLE = 'Everyone has “…”'.length + 60 * '‹U+202E›'.length;

describe('strangers', () => {
  test('cannot steer them with what they call a share, nor the tray and the title of the window', async () => {
    const { session, app } = await startInSession(cleanup, { mock: '--shares 20 --hostile --everyone' });
    const expected = new Set(HOSTILE_TEXTS.map((text) => `Everyone has “${safeText(text, 60)}”`));
    const seen = await eventually(
      () => {
        const summaries = new Set(session.notifications.map(({ summary }) => summary));
        return summaries.size >= expected.size ? summaries : undefined;
      },
      { what: 'a notification for every name' },
    );
    expect(seen).toEqual(expected);
    expect([...seen].filter((text) => STEERING.test(text) || text.length > LONGEST_TITLE)).toEqual([]);
    expect(new Set(session.notifications.map(({ body }) => body))).toEqual(new Set(['All 2 others have all of it.']));
    const labels = (await session.tray.menu()).map(({ label }) => label);
    expect([await session.tray.toolTip(), ...labels].filter((text) => /harm|[<{_]|etc/.test(text))).toEqual([]);
    const titles = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.getTitle()),
    );
    expect(titles).toEqual(['Granary']);
  });

  test('put no markup into what went wrong', async () => {
    const folders = await makeFolders(cleanup);
    const user = join(folders.user, '<b>R&amp;D');
    await mkdir(user);
    // A link to itself cannot be opened, and it is said where it lies.
    await symlink('preferences.json', join(user, 'preferences.json'));
    const { session } = await startInSession(cleanup, { mock: '--shares 3', folders: { ...folders, user } });
    const { summary, body } = await firstNotification(session);
    expect(summary).toBe(en.notification.preferencesTitle);
    expect(body).toMatch(/\/&lt;b&gt;R&amp;amp;D\/preferences\.json: ELOOP\. /);
  });
});

test('a click on one brings the window', async () => {
  const { session, app, page } = await startInSession(cleanup, { mock: '--shares 20 --everyone' });
  await changePreferences(page, { onClose: 'tray' });
  await firstNotification(session);
  await untilWindow(app, 'shown');
  await closeWindow(app);
  await untilWindow(app, 'hidden');
  await collectGarbage(app);
  // The mock engine goes on telling of shares, and a hundred can be clicked on at a time.
  session.clickNotification(Math.max(1, session.notifications.length - 50));
  await untilWindow(app, 'shown');
  expect(await isWindowShown(app)).toBe(true);
});

test('what the tray could not do is told', async () => {
  const { session } = await startInSession(cleanup, { mock: '--shares 3 --fail shares.pause' });
  await eventually(
    async () => (await session.tray.menu()).find(({ label, isEnabled }) => label === en.tray.pauseAll && isEnabled),
    { what: 'the engine to run' },
  );
  await session.tray.choose(en.tray.pauseAll);
  expect(await firstNotification(session)).toMatchObject({
    summary: en.notification.actionFailedTitle,
    body: en.failure.engineRefused.replace('{{why}}', 'shares.pause was refused, as was asked for'),
  });
});

test('a person who wants none gets none', async () => {
  const folders = await makeFolders(cleanup);
  await writeFile(join(folders.user, 'preferences.json'), JSON.stringify({ notifications: false }));
  const { session, page } = await startInSession(cleanup, { mock: '--shares 20 --everyone', folders });
  await untilSharesChanged(page, 10);
  expect(session.notifications).toEqual([]);
});

/** In main: whatever nothing holds there is gone. */
async function collectGarbage(app: ElectronApplication): Promise<void> {
  await app.evaluate(async () => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    const collect: () => void = process.getBuiltinModule('node:vm').runInNewContext('gc');
    for (let round = 0; round < 3; round += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}

/** The page was told so often of a share; main, which follows the engine from its start, was told of them too. */
async function untilSharesChanged(page: Page, times: number): Promise<void> {
  interface Counting extends Window {
    readonly granary: DesktopBridge;
    sharesChanged?: number;
  }
  await page.evaluate(() => {
    const counting = window as unknown as Counting;
    counting.granary.onFrame((frame) => {
      if ('event' in frame && frame.event === 'share.changed') {
        counting.sharesChanged = (counting.sharesChanged ?? 0) + 1;
      }
    });
  });
  await eventually(
    async () => {
      // Again each time, for the page itself says what it follows, too.
      await callEngine(page, 'client.follow', { events: ['share.changed'] });
      const seen = await page.evaluate(() => (window as unknown as Counting).sharesChanged ?? 0);
      return seen >= times ? true : undefined;
    },
    { what: `${times} shares to change` },
  );
}
