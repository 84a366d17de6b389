import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import type { DesktopBridge } from '../../shared/desktop.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type DesktopApp, desktopCommand, startDesktopApp } from '../support/desktopApp.ts';
import {
  callEngine,
  engineProcessId,
  requestsOf,
  startRunningDesktop,
  untilEngine,
  watchEngine,
  watchRequests,
} from '../support/desktopPage.ts';
import { eventually } from '../support/eventually.ts';
import { isProcessRunning } from '../support/processes.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const FEW_SHARES = '--shares 3';

const startRunning = () => startRunningDesktop(cleanup, { mock: FEW_SHARES });

describe('the window', () => {
  test('opens with the page of the app, which its policy allows, and quits with its engine', async () => {
    const { page, app, problems, quit } = await startRunning();
    expect(page.url()).toMatch(/^app:\/\/granary\/(index\.html)?(#.*)?$/);
    const title = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.getTitle()));
    expect(title).toEqual(['Granary']);
    expect(problems).toEqual([]);
    const engine = await engineProcessId(page);
    await quit();
    await eventually(() => Promise.resolve(isProcessRunning(engine) ? undefined : true), { what: 'the engine to end' });
  });

  test('remembers its place', async () => {
    const first = await startRunning();
    const place = { x: 140, y: 90, width: 1000, height: 700 };
    await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place);
    await eventually(async () => ((await boundsOf(first)).width === place.width ? true : undefined), {
      what: 'the window to move',
    });
    const kept = await boundsOf(first);
    await first.quit();
    const { folders, display } = first;
    const again = await startDesktopApp(cleanup, { mock: FEW_SHARES, folders, ...(display && { display }) });
    expect(await boundsOf(again)).toEqual(kept);
  });
});

describe('another start', () => {
  test('hands its arguments to the app that runs, and ends', async () => {
    const { page, folders, display } = await startRunning();
    await watchRequests(page);
    const folder = join(folders.home, 'Holiday photos');
    const torrent = join(folders.home, 'film.torrent');
    await mkdir(folder);
    await writeFile(torrent, 'd4:infod6:lengthi1eee');
    const magnet = 'magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567';
    const args = [folder, 'https://example.org/', torrent, magnet, '--unknown', join(folders.home, 'missing')];
    const { executable, args: all, environment } = desktopCommand(folders, { args, ...(display && { display }) });
    const second = spawn(executable, all, { env: environment, stdio: 'ignore' });
    const [status] = (await once(second, 'exit')) as [number | null];
    expect(status).toBe(0);
    const requests = await eventually(
      async () => {
        const taken = await requestsOf(page);
        return taken.length >= 3 ? taken : undefined;
      },
      { what: 'the arguments' },
    );
    expect(requests).toEqual([
      { kind: 'share', paths: [folder] },
      { kind: 'open', target: torrent },
      { kind: 'open', target: magnet },
    ]);
  });
});

describe('closing the window', () => {
  test('asks once, then goes on beside the clock, and comes back with another start', async () => {
    const { page, app, folders, display } = await startRunning();
    await answerDialogs(app, { response: 0, checkboxChecked: true });
    const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    await eventually(async () => ((await isVisible()) ? undefined : true), { what: 'the window to hide' });
    const { executable, args, environment } = desktopCommand(folders, { ...(display && { display }) });
    await once(spawn(executable, args, { env: environment, stdio: 'ignore' }), 'exit');
    await eventually(async () => ((await isVisible()) ? true : undefined), { what: 'the window to come back' });
    await close();
    await eventually(async () => ((await isVisible()) ? undefined : true), { what: 'the window to hide again' });
    expect(await asked(app)).toBe(1);
    const preferences = await page.evaluate(() =>
      (window as unknown as { granary: DesktopBridge }).granary.getPreferences(),
    );
    expect(preferences.onClose).toBe('tray');
  });

  test('ends the app when the person wants that', async () => {
    const { app } = await startRunning();
    await answerDialogs(app, { response: 1, checkboxChecked: false });
    const ended = once(app.process(), 'exit');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
    expect(await ended).toEqual([0, null]);
  });
});

test('the system may start it without a window, at login', async () => {
  const { page, folders } = await startRunning();
  const change = (isOn: boolean) =>
    page.evaluate(
      (startWithComputer) =>
        (window as unknown as { granary: DesktopBridge }).granary.changePreferences({ startWithComputer }),
      isOn,
    );
  const file = join(folders.home, '.config', 'autostart', 'granary.desktop');
  await change(true);
  expect(await readFile(file, 'utf8')).toMatch(/^Exec=".*" "--hidden"$/m);
  await change(false);
  await expect(readFile(file)).rejects.toThrow('ENOENT');
});

describe('an engine that dies', () => {
  test('is started again, and the page is connected to it without a reload', async () => {
    const { page } = await startRunning();
    const before = await engineProcessId(page);
    const killedAt = performance.now();
    process.kill(before, 'SIGKILL');
    const states = await untilEngine(page, 'running', 2);
    const kinds = states.map(({ kind }) => kind);
    // It may still have been starting when the page began to watch.
    expect(kinds.slice(kinds.indexOf('running'))).toEqual(['running', 'restarting', 'starting', 'running']);
    const after = await engineProcessId(page);
    expect(after).not.toBe(before);
    // Includes the back-off; the figure is for those who watch it.
    process.stdout.write(`engine back after ${Math.round(performance.now() - killedAt)} ms\n`);
  });

  test('three times in a minute stays stopped, with its log, until the person starts it', async () => {
    const { page, folders } = await startRunning();
    await writeFile(join(folders.data, 'granary.log'), '{"level":"error","message":"the last words"}\n');
    for (const life of [1, 2, 3]) {
      await untilEngine(page, 'running', life);
      process.kill(await engineProcessId(page), 'SIGKILL');
    }
    const states = await untilEngine(page, 'stopped');
    expect(states.at(-1)).toMatchObject({
      error: { code: 'internal' },
      logFile: join(folders.data, 'granary.log'),
      logTail: expect.arrayContaining([expect.stringContaining('the last words')]) as unknown,
    });
    await expect(callEngine(page, 'engine.status')).rejects.toThrow('the engine is not running');
    await page.evaluate(() => (window as unknown as { granary: DesktopBridge }).granary.restartEngine());
    await untilEngine(page, 'running', 4);
  });

  test('one that cannot start says why at once', async () => {
    const { page } = await startDesktopApp(cleanup, { mock: '--fail start' });
    await watchEngine(page);
    const states = await untilEngine(page, 'stopped');
    expect(states.at(-1)).toMatchObject({
      error: { code: 'port-taken', message: expect.stringContaining('6969') as unknown },
    });
  });
});

test('damaged preferences are said, and the defaults are in force', async () => {
  const { folders, quit, display } = await startRunning();
  await quit();
  await writeFile(join(folders.user, 'preferences.json'), '{"theme": "dar');
  const { page } = await startDesktopApp(cleanup, { mock: FEW_SHARES, folders, ...(display && { display }) });
  const change = (theme: 'dark'): Promise<unknown> =>
    page.evaluate(
      (value) => (window as unknown as { granary: DesktopBridge }).granary.changePreferences({ theme: value }),
      theme,
    );
  expect(await change('dark')).toMatchObject({ theme: 'dark', onClose: 'ask' });
  expect(JSON.parse(await readFile(join(folders.user, 'preferences.json'), 'utf8'))).toMatchObject({ theme: 'dark' });
});

/** In place of the system's dialogs, which nobody is there to answer. */
async function answerDialogs(app: ElectronApplication, answer: { response: number; checkboxChecked: boolean }) {
  await app.evaluate(({ dialog }, given) => {
    const counted = globalThis as { asked?: number };
    dialog.showMessageBox = () => {
      counted.asked = (counted.asked ?? 0) + 1;
      return Promise.resolve(given);
    };
  }, answer);
}

async function asked(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => (globalThis as { asked?: number }).asked ?? 0);
}

async function boundsOf({ app }: DesktopApp) {
  return app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds() ?? { x: 0, y: 0, width: 0, height: 0 },
  );
}
