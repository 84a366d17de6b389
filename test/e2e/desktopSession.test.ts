import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import en from '../../electron/locales/en.json' with { type: 'json' };
import type { DesktopBridge, Preferences } from '../../shared/desktop.ts';
import { safeText } from '../../shared/safeText.ts';
import { MIB } from '../../shared/units.ts';
import { startAria2 } from '../support/aria2.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type DesktopApp, type DesktopAppOptions, desktopCommand, makeFolders } from '../support/desktopApp.ts';
import { callEngine, startRunningDesktop } from '../support/desktopPage.ts';
import { type DesktopSession, type SessionOptions, startDesktopSession } from '../support/desktopSession.ts';
import { downloaded } from '../support/downloadClient.ts';
import { eventually } from '../support/eventually.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { HOSTILE_TEXTS } from '../support/mockEngine/hostileTexts.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What of Granary is seen around its window, by those who show it: see test/support/desktopSession.ts. */

const cleanup = createCleanup();
afterEach(cleanup.run);

interface InSession extends DesktopApp {
  readonly session: DesktopSession;
}

describe('beside the clock', () => {
  test('an icon says what is going on, and its menu commands', async () => {
    const { session, page } = await startInSession({ mock: '--shares 12' });
    const { tray } = session;
    const rates = /^0\.0 MB\/s down, [1-9][\d,]*\.\d MB\/s up$/;
    const line = await untilLabel(session, rates);
    const toolTip = withSpaces(await tray.toolTip());
    expect([toolTip.startsWith('Granary: '), rates.test(toolTip.slice('Granary: '.length))]).toEqual([true, true]);
    const menu = (await tray.menu()).map((entry) => ({ ...entry, label: withSpaces(entry.label) }));
    const texts = [en.tray.open, line, en.tray.pauseAll, en.tray.resumeAll, en.menu.quit];
    expect(menu.map(({ label }) => (rates.test(label) ? line : label))).toEqual(texts);
    expect(menu.filter(({ isEnabled }) => !isEnabled)).toHaveLength(1);

    await tray.choose(en.tray.pauseAll);
    await untilNone(page, 'seeding');
    await untilLabel(session, /^0\.0 MB\/s down, 0\.0 MB\/s up$/);
    await tray.choose(en.tray.resumeAll);
    await untilNone(page, 'paused');
    expect(tray.items()).toHaveLength(1);
    expect(session.unknownCalls).toEqual([]);
  });

  test('the window goes there, is brought back, and the app quits from there', async () => {
    const { session, app, page } = await startInSession({ mock: '--shares 3' });
    await changePreferences(page, { onClose: 'tray' });
    for (const bringBack of [() => session.tray.choose(en.tray.open), () => session.tray.click()]) {
      await close(app);
      await untilWindow(app, 'hidden');
      expect(session.tray.items()).toHaveLength(1);
      await bringBack();
      await untilWindow(app, 'shown');
    }
    await close(app);
    await untilWindow(app, 'hidden');
    const ended = once(app.process(), 'exit');
    await session.tray.choose(en.menu.quit);
    expect(await ended).toEqual([0, null]);
  });

  test('the person is asked in other words, and keeps the window, where nothing shows icons', async () => {
    const { session, app, page, folders, display } = await startInSession({ mock: '--shares 3', hasTray: false });
    await app.evaluate(({ BrowserWindow, dialog }) => {
      const seen = globalThis as { detail?: string; minimized?: number };
      const [window] = BrowserWindow.getAllWindows();
      // There is no window manager here, so that it has no effect.
      if (window) window.minimize = () => void (seen.minimized = (seen.minimized ?? 0) + 1);
      dialog.showMessageBox = (...given: unknown[]) => {
        seen.detail = (given.at(-1) as { detail: string }).detail;
        return Promise.resolve({ response: 0, checkboxChecked: true });
      };
    });
    await close(app);
    const { detail } = await eventually(
      async () => {
        const seen = await app.evaluate(() => ({ ...(globalThis as { detail?: string; minimized?: number }) }));
        return seen.minimized === 1 ? seen : undefined;
      },
      { what: 'the window to be minimized', timeoutMs: 20_000 },
    );
    expect(detail).toBe(en.close.detailMinimized);
    await untilWindow(app, 'shown');
    expect((await preferencesOf(page)).onClose).toBe('tray');
    expect(session.tray.items()).toEqual([]);

    const { executable, args, environment } = desktopCommand(folders, {
      environment: session.environment,
      ...(display && { display }),
    });
    await once(spawn(executable, args, { env: environment, stdio: 'ignore' }), 'exit');
    await untilWindow(app, 'shown');

    // As at login, when the app was there before the desktop was.
    await session.addTray();
    await close(app);
    await untilWindow(app, 'hidden');
    await session.tray.choose(en.tray.open);
    await untilWindow(app, 'shown');
  });
});

describe('while somebody downloads', () => {
  test('the computer stays awake, the task bar shows how far they are, and the end is told', async () => {
    const started = await startInSession({ environment: { GRANARY_INTERFACES: lanAddresses().host } });
    const { session, page } = started;
    const name = `R&amp;D ${'\u202e'}fdp.exe`;
    const path = join(await temporaryFolder(cleanup, 'share'), name);
    await writeFile(path, randomBytes(16 * MIB));
    const { share } = (await callEngine(page, 'shares.create', { jobId: 'one', paths: [path] })) as {
      share: { infoHash: string; magnet: string };
    };
    await untilTaskBar(session, 'hidden');
    expect(session.awakeBecause()).toEqual([]);
    const before = session.taskBar.length;

    const client = await startAria2(cleanup, { address: lanAddresses().client(0), maxDownloadBytesPerSecond: 5 * MIB });
    await client.add({ magnet: share.magnet });
    await eventually(() => (session.awakeBecause().length === 1 ? true : undefined), { what: 'sleep to be forbidden' });
    await untilLabel(session, /[1-9] MB\/s up$/);
    await downloaded(client, share.infoHash);
    await eventually(() => (session.awakeBecause().length === 0 ? true : undefined), { what: 'sleep to be allowed' });
    await untilTaskBar(session, 'hidden');
    const seen = session.taskBar.slice(before).filter(({ isVisible }) => isVisible);
    const parts = seen.map(({ progress }) => progress);
    expect(parts.some((part) => part > 0.2 && part < 1)).toBe(true);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));

    const [shown] = await eventually(() => (session.notifications.length > 0 ? session.notifications : undefined), {
      what: 'the notification',
    });
    expect(shown).toEqual({
      app: 'granary',
      summary: `Everyone has “${safeText(name)}”`,
      body: 'One other computer has all of it.',
    });
    expect(session.timesInhibited()).toBe(1);
  });

  test('the person decides whether the computer may sleep', async () => {
    const { session, page } = await startInSession({ mock: '--shares 12' });
    const untilAwake = (count: number) =>
      eventually(() => (session.awakeBecause().length === count ? true : undefined), { what: `${count} reasons` });
    await untilAwake(1);
    await changePreferences(page, { keepAwake: false });
    await untilAwake(0);
    await changePreferences(page, { keepAwake: true });
    await untilAwake(1);
  });

  test('it may, when that was said before', async () => {
    const folders = await makeFolders(cleanup);
    await writeFile(join(folders.user, 'preferences.json'), JSON.stringify({ keepAwake: false }));
    const { session } = await startInSession({ mock: '--shares 12', folders });
    await untilLabel(session, /[1-9] MB\/s up$/);
    await untilTaskBar(session, 'visible');
    expect(session.timesInhibited()).toBe(0);
  });
});

test('the task bar shows how far hashing is, until it ends', async () => {
  const { session, page } = await startInSession();
  const path = join(await temporaryFolder(cleanup, 'huge'), 'huge.img');
  const file = await open(path, 'w');
  await file.truncate(6 * 1024 * MIB);
  await file.close();
  const created = callEngine(page, 'shares.create', { jobId: 'huge', paths: [path] });
  const stopped = expect(created).rejects.toThrow();
  await eventually(
    () => (session.taskBar.some(({ isVisible, progress }) => isVisible && progress > 0) ? true : undefined),
    {
      what: 'progress on the task bar',
    },
  );
  await callEngine(page, 'jobs.cancel', { jobId: 'huge' });
  await stopped;
  await untilTaskBar(session, 'hidden');
});

describe('names that mean harm', () => {
  test('are harmless in notifications', async () => {
    const { session, app } = await startInSession({ mock: '--shares 20 --hostile --everyone' });
    const names = HOSTILE_TEXTS.map((text) => safeText(text, 60));
    const expected = new Set(names.map((name) => `Everyone has “${name}”`));
    const summaries = await eventually(
      () => {
        const seen = new Set(session.notifications.map(({ summary }) => summary));
        return seen.size >= expected.size ? seen : undefined;
      },
      { what: 'a notification for every name' },
    );
    expect(summaries).toEqual(expected);
    for (const { summary, body } of session.notifications) {
      expect(summary).not.toMatch(STEERING);
      expect(summary.length).toBeLessThan(300);
      expect(body).toBe('All 2 others have all of it.');
    }
    // No name reaches these.
    for (const { label } of await session.tray.menu()) expect(label).not.toMatch(/harm|<|etc/);
    const titles = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.getTitle()),
    );
    expect(titles).toEqual(['Granary']);
  });

  test('a notification brings the window, and is not shown when the person wants none', async () => {
    const { session, app, page } = await startInSession({ mock: '--shares 20 --everyone' });
    await changePreferences(page, { onClose: 'tray' });
    await eventually(() => (session.notifications.length > 0 ? true : undefined), { what: 'a notification' });
    await close(app);
    await untilWindow(app, 'hidden');
    session.clickNotification();
    await untilWindow(app, 'shown');
  });

  test('what an engine says when it refuses is text, not markup', async () => {
    const { session } = await startInSession({ mock: '--shares 3 --fail shares.pause' });
    await eventually(
      async () => {
        const entry = (await session.tray.menu()).find(({ label }) => label === en.tray.pauseAll);
        return entry?.isEnabled === true ? true : undefined;
      },
      { what: 'the engine to run' },
    );
    await session.tray.choose(en.tray.pauseAll);
    const [shown] = await eventually(() => (session.notifications.length > 0 ? session.notifications : undefined), {
      what: 'the notification',
    });
    expect(shown).toMatchObject({
      summary: en.notification.actionFailedTitle,
      body: 'shares.pause was refused, as was asked for',
    });
  });
});

/** Controls, direction marks and what else is not seen. */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

async function startInSession(options: DesktopAppOptions & SessionOptions = {}): Promise<InSession> {
  const session = await startDesktopSession(cleanup, options);
  const environment = { ...session.environment, ...options.environment };
  return { ...(await startRunningDesktop(cleanup, { ...options, environment })), session };
}

async function untilLabel({ tray }: DesktopSession, wanted: RegExp): Promise<string> {
  return eventually(
    async () => (await tray.menu()).map(({ label }) => withSpaces(label)).find((label) => wanted.test(label)),
    {
      what: `${String(wanted)} in the menu of the tray`,
    },
  );
}

function withSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

async function untilNone(page: Page, kind: string): Promise<void> {
  await eventually(
    async () => {
      const { shares } = (await callEngine(page, 'shares.list')) as { shares: { state: { kind: string } }[] };
      return shares.some(({ state }) => state.kind === kind) ? undefined : true;
    },
    { what: `no share to be ${kind}` },
  );
}

async function untilTaskBar(session: DesktopSession, what: 'visible' | 'hidden'): Promise<void> {
  await eventually(() => ((session.taskBar.at(-1)?.isVisible ?? false) === (what === 'visible') ? true : undefined), {
    what: `progress to be ${what}`,
  });
}

async function untilWindow(app: DesktopApp['app'], wanted: 'shown' | 'hidden'): Promise<void> {
  await eventually(
    async () => {
      const state = await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return window?.isVisible() === true ? 'shown' : 'hidden';
      });
      return state === wanted ? true : undefined;
    },
    { what: `the window to be ${wanted}`, timeoutMs: 20_000 },
  );
}

async function close(app: DesktopApp['app']): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

async function changePreferences(page: Page, changes: Partial<Preferences>): Promise<void> {
  await page.evaluate(
    (wanted) => (window as unknown as { granary: DesktopBridge }).granary.changePreferences(wanted),
    changes,
  );
}

async function preferencesOf(page: Page): Promise<Preferences> {
  return page.evaluate(() => (window as unknown as { granary: DesktopBridge }).granary.getPreferences());
}
