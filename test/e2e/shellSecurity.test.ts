import { afterEach, describe, expect, test } from 'vitest';
import type { DesktopBridge } from '../../shared/desktop.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startRunningDesktop } from '../support/desktopPage.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const startRunning = () => startRunningDesktop(cleanup, { mock: '--shares 3' });

describe('what a page may do', () => {
  test('it reaches neither Node.js nor Electron, only the bridge', async () => {
    const { page } = await startRunning();
    const found = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname'].filter(
        (name) => name in window,
      ),
    );
    expect(found).toEqual([]);
    const bridge = await page.evaluate(() =>
      Object.keys((window as unknown as { granary: DesktopBridge }).granary).sort(),
    );
    expect(bridge).toEqual([
      'changePreferences',
      'copyText',
      'getPreferences',
      'onEngineState',
      'onFrame',
      'onRequest',
      'openExternal',
      'pathOf',
      'pickPaths',
      'platform',
      'restartEngine',
      'saveFile',
      'sendFrame',
      'showInFolder',
      'version',
    ]);
  });

  test('it stays where it is, opens nothing and reaches no other origin', async () => {
    const { page, app } = await startRunning();
    const url = page.url();
    const opened = await page.evaluate(() => window.open('https://example.org/') === null);
    expect(opened).toBe(true);
    await page.evaluate(() => {
      location.href = 'https://example.org/';
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'file:///etc/passwd';
      document.body.append(link);
      link.click();
    });
    const fetched = await page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      ),
    );
    expect(fetched).toBe('refused');
    expect(page.url()).toBe(url);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('its policy forbids code in the page and frames of others', async () => {
    const { page } = await startRunning();
    const outcome = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      const script = document.createElement('script');
      script.textContent = 'window.injected = true';
      document.body.append(script);
      const frame = document.createElement('iframe');
      frame.src = 'data:text/html,hello';
      document.body.append(frame);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      return { injected: 'injected' in window, violations };
    });
    expect(outcome.injected).toBe(false);
    expect(outcome.violations).toContain('script-src-elem');
    expect(page.frames().filter((frame) => frame.url().startsWith('data:'))).toEqual([]);
  });

  test('every permission is denied', async () => {
    const { page } = await startRunning();
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'] as PermissionName[];
      const answers = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
      return answers.map(({ state }) => state);
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
  });

  test('a page of another origin is refused, even with the bridge', async () => {
    const { app, output } = await startRunning();
    const answer = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { sandbox: true, preload: `${electron.getAppPath()}/dist/app/preload.cjs` },
      });
      await foreign.loadURL('data:text/html,<title>foreign</title>');
      const said: unknown = await foreign.webContents.executeJavaScript(
        'granary.getPreferences().then(() => "answered", (error) => error.message)',
      );
      foreign.destroy();
      return said;
    });
    expect(answer).toBe('refused');
    expect(output.join('\n')).toContain('refused: a message of data:text/html');
  });

  test('what it asks for is checked', async () => {
    const { page } = await startRunning();
    const answers = await page.evaluate(async () => {
      const granary = (window as unknown as { granary: Record<string, (...args: unknown[]) => Promise<unknown>> })
        .granary;
      const asked = [
        granary['openExternal']?.('file:///etc/passwd'),
        granary['openExternal']?.('https://www.bittorrent.org.example/beps/'),
        granary['pickPaths']?.('everything'),
        granary['changePreferences']?.({ theme: 'purple' }),
        granary['changePreferences']?.({ unknown: 1 }),
        granary['showInFolder']?.('/nowhere/at/all'),
      ];
      return (await Promise.allSettled(asked.map((one) => Promise.resolve(one)))).map(({ status }) => status);
    });
    expect(answers).toEqual(Array.from({ length: 6 }, () => 'rejected'));
  });
});
