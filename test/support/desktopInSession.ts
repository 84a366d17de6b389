import type { ElectronApplication, Page } from 'playwright-core';
import type { DesktopBridge, Preferences } from '../../shared/desktop.ts';
import type { Cleanup } from './cleanup.ts';
import type { DesktopApp, DesktopAppOptions } from './desktopApp.ts';
import { startRunningDesktop } from './desktopPage.ts';
import { type DesktopSession, type SessionOptions, startDesktopSession } from './desktopSession.ts';
import { eventually } from './eventually.ts';

/** The desktop app in a session whose desktop tells what it was asked to show, and what tests wait for there. */
export interface DesktopInSession extends DesktopApp {
  readonly session: DesktopSession;
}

/** Its engine runs. */
export async function startInSession(
  cleanup: Cleanup,
  options: DesktopAppOptions & SessionOptions = {},
): Promise<DesktopInSession> {
  const session = await startDesktopSession(cleanup, options);
  const environment = { ...session.environment, ...options.environment };
  return { ...(await startRunningDesktop(cleanup, { ...options, environment })), session };
}

/** Waits for an entry in the menu of the tray, and resolves with what it says. */
export function untilLabel({ tray }: DesktopSession, wanted: RegExp): Promise<string> {
  return eventually(
    async () => (await tray.menu()).map(({ label }) => withSpaces(label)).find((label) => wanted.test(label)),
    { what: `${String(wanted)} in the menu of the tray` },
  );
}

export function withSpaces(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

export async function untilAwakeReasons(session: DesktopSession, count: number): Promise<readonly string[]> {
  return eventually(() => (session.awakeBecause().length === count ? session.awakeBecause() : undefined), {
    what: `the computer to have ${count} reasons to stay awake`,
  });
}

export async function untilTaskBar(session: DesktopSession, what: 'visible' | 'hidden'): Promise<void> {
  await eventually(() => ((session.taskBar.at(-1)?.isVisible ?? false) === (what === 'visible') ? true : undefined), {
    what: `progress to be ${what}`,
  });
}

export function firstNotification(session: DesktopSession): Promise<DesktopSession['notifications'][number]> {
  return eventually(() => session.notifications[0], { what: 'a notification' });
}

/** As the window manager does it. */
export async function closeWindow(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

export function isWindowShown(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
}

export async function untilWindow(app: ElectronApplication, wanted: 'shown' | 'hidden'): Promise<void> {
  await eventually(async () => ((await isWindowShown(app)) === (wanted === 'shown') ? true : undefined), {
    what: `the window to be ${wanted}`,
    timeoutMs: 20_000,
  });
}

export async function changePreferences(page: Page, changes: Partial<Preferences>): Promise<Preferences> {
  return page.evaluate(
    (wanted) => (window as unknown as { granary: DesktopBridge }).granary.changePreferences(wanted),
    changes,
  );
}
