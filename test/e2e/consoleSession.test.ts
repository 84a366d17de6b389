import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type ConsoleFixture, startConsole } from '../support/consoleFixture.ts';
import { builtRenderer } from '../support/rendererBuild.ts';

/** What a real browser has of a session of the console, and whom it gives that to. */

const cleanup = createCleanup();
let web: ConsoleFixture;
let browser: Browser;

beforeEach(async () => {
  web = await startConsole(cleanup, { consoleDir: await builtRenderer() });
  browser = await launchChromium();
  cleanup.add(() => browser.close());
});
afterEach(cleanup.run);

it('is nothing to the server of another port, which is sent its cookie', async () => {
  const context = await browser.newContext();
  const signedIn = await context.newPage();
  const connected = signedIn.waitForEvent('websocket');
  await signedIn.goto(`${web.origin}/#token=${await web.token()}`);
  await connected;
  const cookie = await cookieSentToAnotherPort(context);
  expect(cookie).toContain(`granary-${web.port}=`);
  expect((await web.ask('/console/session', { headers: { Cookie: cookie } })).json()).toMatchObject({
    signedIn: false,
  });
  await expect(web.connect({ cookie, key: '' })).rejects.toThrow('refused with 401');
});

it('signs in by its link, which then stands neither in the address bar nor in the history', async () => {
  const token = await web.token();
  const fresh = await browser.newContext();
  const page = await fresh.newPage();
  const requested: string[] = [];
  page.on('request', (request) => void requested.push(request.url()));
  const heard = new Promise<string>((resolve) => {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => resolve(String(payload))));
  });
  await page.goto(`${web.origin}/#token=${token}`);
  expect(await heard).toContain('hello');
  const [cookie, ...others] = await fresh.cookies();
  expect([cookie?.name, ...others]).toEqual([`granary-${web.port}`]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1' });
  await expect.poll(() => page.url()).not.toContain(token);
  const kept = await page.evaluate(() => window.localStorage.getItem('granary.console.key'));
  expect(kept).toMatch(/^"[\w-]{43}"$/);
  await page.goBack();
  expect(page.url()).not.toContain(token);
  expect(requested.filter((url) => url.includes(token) && !url.includes('#'))).toEqual([]);
  expect((await web.post('/console/session', { token })).status).toBe(401);
});

/** The browser goes to another server on this computer, which keeps what it is sent. */
async function cookieSentToAnotherPort(context: BrowserContext): Promise<string> {
  const cookies: string[] = [];
  const site = createServer((request, response) => {
    cookies.push(request.headers.cookie ?? '');
    response.end('<!doctype html>');
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  cleanup.add(async () => {
    site.closeAllConnections();
    await new Promise((done) => site.close(done));
  });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
  return cookies[0] ?? '';
}
