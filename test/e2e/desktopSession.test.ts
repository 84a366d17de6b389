import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import en from '../../electron/locales/en.json' with { type: 'json' };
import type { CommandResult } from '../../shared/contract.ts';
import { safeText } from '../../shared/safeText.ts';
import { MIB } from '../../shared/units.ts';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { desktopCommand, makeFolders } from '../support/desktopApp.ts';
import {
  changePreferences,
  closeWindow,
  firstNotification,
  isWindowShown,
  startInSession,
  untilAwakeReasons,
  untilLabel,
  untilTaskBar,
  untilWindow,
  withSpaces,
} from '../support/desktopInSession.ts';
import { callEngine } from '../support/desktopPage.ts';
import { downloaded } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What of Granary is seen around its window, told by a desktop that shows it: see test/support/desktopSession.ts. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const SENDING = /^0\.0 MB\/s down, (?!0\.0)[\d,]+\.\d MB\/s up$/;
const AT_REST = /^0\.0 MB\/s down, 0\.0 MB\/s up$/;

describe('beside the clock', () => {
  test('an icon says what is going on, and its menu commands', async () => {
    const { session, page } = await startInSession(cleanup, { mock: '--shares 12' });
    const { tray } = session;
    await untilLabel(session, SENDING);
    expect(withSpaces(await tray.toolTip()).replace('Granary: ', '')).toMatch(SENDING);
    expect((await tray.menu()).map(({ label, isEnabled }) => [withSpaces(label), isEnabled])).toEqual([
      [en.tray.open, true],
      [expect.stringMatching(SENDING), false],
      [en.tray.pauseAll, true],
      [en.tray.resumeAll, true],
      [en.menu.quit, true],
    ]);
    await tray.choose(en.tray.pauseAll);
    await untilNoShareIs(page, 'seeding');
    await untilLabel(session, AT_REST);
    await tray.choose(en.tray.resumeAll);
    await untilNoShareIs(page, 'paused');
    expect(tray.items()).toHaveLength(1);
    expect(session.unknownCalls).toEqual([]);
  });

  test('the window goes there and is brought back, and the app quits from there', async () => {
    const { session, app, page } = await startInSession(cleanup, { mock: '--shares 3' });
    await changePreferences(page, { onClose: 'tray' });
    for (const bringBack of [() => session.tray.choose(en.tray.open), () => session.tray.click()]) {
      await closeWindow(app);
      await untilWindow(app, 'hidden');
      expect(session.tray.items()).toHaveLength(1);
      await bringBack();
      await untilWindow(app, 'shown');
    }
    await closeWindow(app);
    await untilWindow(app, 'hidden');
    const ended = once(app.process(), 'exit');
    await session.tray.choose(en.menu.quit);
    expect(await ended).toEqual([0, null]);
  });

  test('where nothing shows icons the window stays in sight, and the question says so', async () => {
    const desktop = await startInSession(cleanup, { mock: '--shares 3', hasTray: false });
    const { session, app, folders, display } = desktop;
    const closed = await watchClosing(app);
    await closeWindow(app);
    expect(await closed()).toEqual({ detail: en.close.detailMinimized, minimized: 1 });
    expect(await isWindowShown(app)).toBe(true);
    expect(session.tray.items()).toEqual([]);

    // As at login, when Granary can be there before the place for icons is.
    await session.addTray();
    await closeWindow(app);
    await untilWindow(app, 'hidden');
    expect(session.tray.items()).toHaveLength(1);
    await session.tray.choose(en.tray.open);
    await untilWindow(app, 'shown');

    await closeWindow(app);
    await untilWindow(app, 'hidden');
    const { environment } = session;
    const again = desktopCommand(folders, { environment, ...(display && { display }) });
    await once(spawn(again.executable, again.args, { env: again.environment, stdio: 'ignore' }), 'exit');
    await untilWindow(app, 'shown');
  });
});

describe('while somebody downloads', () => {
  test('the computer stays awake, the task bar shows how far they are, and the end is told', async () => {
    const environment = { GRANARY_INTERFACES: lanAddresses().host };
    const { session, page } = await startInSession(cleanup, { environment });
    const name = 'R&amp;D \u202efdp.exe';
    const path = join(await temporaryFolder(cleanup, 'share'), name);
    await writeFile(path, randomBytes(16 * MIB));
    const answer = await callEngine(page, 'shares.create', { jobId: 'one', paths: [path] });
    const { share } = answer as unknown as CommandResult<'shares.create'>;
    await untilTaskBar(session, 'hidden');
    expect(session.awakeBecause()).toEqual([]);
    const before = session.taskBar.length;

    const client = await startAria2(cleanup, { address: lanAddresses().client(0), maxDownloadBytesPerSecond: 5 * MIB });
    await client.add({ magnet: share.magnet });
    await untilAwakeReasons(session, 1);
    await untilLabel(session, SENDING);
    await downloaded(client, share.infoHash);
    await untilAwakeReasons(session, 0);
    await untilTaskBar(session, 'hidden');
    const parts = session.taskBar.slice(before).flatMap(({ isVisible, progress }) => (isVisible ? [progress] : []));
    expect(parts.filter((part) => part > 0.1 && part < 1).length).toBeGreaterThan(0);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));

    expect(await firstNotification(session)).toEqual({
      app: 'granary',
      summary: `Everyone has “${safeText(name)}”`,
      body: 'One other computer has all of it.',
    });
    expect(session.timesInhibited()).toBe(1);
  });

  test.each(['KDE', 'GNOME'] as const)('the person decides whether the computer may sleep, in %s', async (desktop) => {
    const { session, page } = await startInSession(cleanup, { mock: '--shares 12', desktop });
    await untilAwakeReasons(session, 1);
    await changePreferences(page, { keepAwake: false });
    await untilAwakeReasons(session, 0);
    await changePreferences(page, { keepAwake: true });
    expect(await untilAwakeReasons(session, 1)).toEqual(['Electron']);
  });

  test('it may, when that was said before', async () => {
    const folders = await makeFolders(cleanup);
    await writeFile(join(folders.user, 'preferences.json'), JSON.stringify({ keepAwake: false }));
    const { session } = await startInSession(cleanup, { mock: '--shares 12', folders });
    await untilLabel(session, SENDING);
    await untilTaskBar(session, 'visible');
    expect(session.timesInhibited()).toBe(0);
  });
});

test('the task bar shows how far hashing is, until it is stopped', async () => {
  const { session, page } = await startInSession(cleanup);
  const path = join(await temporaryFolder(cleanup, 'huge'), 'huge.img');
  const file = await open(path, 'w');
  await file.truncate(6 * 1024 * MIB);
  await file.close();
  const outcome = callEngine(page, 'shares.create', { jobId: 'huge', paths: [path] }).then(() => 'shared', String);
  await eventually(() => session.taskBar.find(({ isVisible, progress }) => isVisible && progress > 0), {
    what: 'progress on the task bar',
  });
  await callEngine(page, 'jobs.cancel', { jobId: 'huge' });
  expect(await outcome).not.toBe('shared');
  await untilTaskBar(session, 'hidden');
});

/**
 * In place of the question when the window is closed, which is answered with "Keep sharing", and of minimizing, which there is no
 * window manager for. Resolves with a function that waits for both, and resolves with what the question said.
 */
async function watchClosing(app: ElectronApplication) {
  interface Seen {
    detail?: string;
    minimized?: number;
  }
  await app.evaluate(({ BrowserWindow, dialog }) => {
    const seen = globalThis as Seen;
    const [window] = BrowserWindow.getAllWindows();
    if (window !== undefined) window.minimize = () => void (seen.minimized = (seen.minimized ?? 0) + 1);
    dialog.showMessageBox = (...given: unknown[]) => {
      seen.detail = (given.at(-1) as { detail: string }).detail;
      return Promise.resolve({ response: 0, checkboxChecked: true });
    };
  });
  return () =>
    eventually(
      async () => {
        const { detail, minimized } = await app.evaluate(() => {
          const seen = globalThis as Seen;
          return { detail: seen.detail, minimized: seen.minimized };
        });
        return minimized === undefined ? undefined : { detail, minimized };
      },
      { what: 'the window to be minimized', timeoutMs: 20_000 },
    );
}

async function untilNoShareIs(page: Page, kind: string): Promise<void> {
  await eventually(
    async () => {
      const { shares } = (await callEngine(page, 'shares.list')) as unknown as CommandResult<'shares.list'>;
      return shares.some(({ state }) => state.kind === kind) ? undefined : true;
    },
    { what: `no share to be ${kind}` },
  );
}
