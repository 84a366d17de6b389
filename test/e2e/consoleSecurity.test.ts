import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type ConsoleFixture, startConsole } from '../support/consoleFixture.ts';
import { builtRenderer } from '../support/rendererBuild.ts';

/**
 * A real browser in which the person is signed in to the console, and then opens a page of somebody else: on another port of
 * the same host (to which browsers send the very same cookies), on another name of it, and on a name that was rebound.
 */

/** New Chromiums keep pages of the internet from this computer by themselves; others do not, so that must not be what helps. */
const WITHOUT_ITS_OWN_GUARD = [
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessRespectPreflightResults',
];

const cleanup = createCleanup();
let web: ConsoleFixture;
let context: BrowserContext;
/** The port of the other site. */
let otherPort: number;
let storedBefore: string;
/** What the console's page keeps for itself, and no other page should ever learn. */
let key: string;

beforeEach(async () => {
  web = await startConsole(cleanup, { consoleDir: await builtRenderer() });
  otherPort = await startOtherSite();
  const browser = await launchChromium([...WITHOUT_ITS_OWN_GUARD, '--host-resolver-rules=MAP evil.example 127.0.0.1']);
  cleanup.add(() => browser.close());
  context = await browser.newContext();
  await signInByHand();
  storedBefore = web.store.text();
});
afterEach(cleanup.run);

/** A page of its own for everyone who asks. */
async function startOtherSite(): Promise<number> {
  const site = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Prizes</title><body>');
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  cleanup.add(async () => {
    site.closeAllConnections();
    await new Promise((done) => site.close(done));
  });
  return (site.address() as AddressInfo).port;
}

/** Through the page's own policy, as its script would; the page need not be finished for it. */
async function signInByHand(): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${web.origin}/`);
  const answer = await page.evaluate(signIn, await web.token());
  expect(answer).toMatchObject({ signedIn: true });
  key = String(answer['key']);
  const url = `ws://127.0.0.1:${web.port}/control`;
  expect(await page.evaluate(tryWebSocket, { url, protocols: ['granary', `granary.key.${key}`] })).toContain('hello');
  expect(await page.evaluate(tryWebSocket, { url })).toBe('refused');
  await page.close();
}

async function signIn(token: string): Promise<Record<string, unknown>> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch('/console/session', { method: 'POST', headers, body: JSON.stringify({ token }) });
  return (await response.json()) as Record<string, unknown>;
}

/** The first message, or `refused`. Runs in the page. */
function tryWebSocket({
  url,
  protocols = [],
}: {
  readonly url: string;
  readonly protocols?: string[];
}): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, protocols);
    socket.addEventListener('message', ({ data }) => {
      socket.close();
      resolve(String(data));
    });
    socket.addEventListener('close', () => resolve('refused'));
  });
}

interface Attempt {
  readonly method?: string;
  readonly mode?: 'no-cors';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What a request came to, as far as the page can tell. Runs in the page. */
async function tryFetch({ url, init }: { readonly url: string; readonly init: Attempt }): Promise<string> {
  try {
    const response = await fetch(url, { credentials: 'include', ...init });
    return response.type === 'opaque' ? 'opaque' : `read ${response.status}: ${await response.text()}`;
  } catch {
    return 'refused';
  }
}

async function open(origin: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  return page;
}

async function expectNothingHappened(): Promise<void> {
  const cookies = await context.cookies(web.origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const session = await web.ask('/console/session', { headers: { Cookie: cookie, 'Granary-Key': key } });
  expect(session.json()).toMatchObject({ signedIn: true });
  expect(digestsOf(web.store.text())).toEqual(digestsOf(storedBefore));
  expect(web.engine.called.filter((command) => command !== 'engine.status')).toEqual([]);
}

function digestsOf(stored: string): readonly string[] {
  return [...stored.matchAll(/digest\\+":\\+"([\w-]+)/g)].map(([, digest = '']) => digest);
}

describe.each([
  { name: 'another port of this address', host: '127.0.0.1' },
  { name: 'another name of this computer', host: 'localhost' },
  { name: 'another site', host: 'evil.example' },
])('a page on $name', ({ host }) => {
  let page: Page;
  let console: string;

  beforeEach(async () => {
    page = await open(`http://${host}:${otherPort}/`);
    console = web.origin;
  });

  it('reads nothing and changes nothing with fetch', async () => {
    const token = await web.token();
    const body = JSON.stringify({ token });
    const json = { 'Content-Type': 'application/json' };
    const attempts: ReadonlyArray<readonly [path: string, init: Attempt]> = [
      ['/', {}],
      ['/', { mode: 'no-cors' }],
      ['/console/session', {}],
      ['/console/session', { mode: 'no-cors' }],
      ['/console/session', { method: 'POST', body }],
      ['/console/session', { method: 'POST', body, mode: 'no-cors' }],
      ['/console/session', { method: 'POST', body, headers: json }],
      ['/console/session', { method: 'POST', body, headers: json, mode: 'no-cors' }],
      ['/console/session', { method: 'DELETE' }],
      ['/console/token', { method: 'POST', body: '{"network":true}', mode: 'no-cors' }],
      ['/console/password', { method: 'POST', body: '{"password":null}', mode: 'no-cors' }],
    ];
    for (const [path, init] of attempts) {
      expect(await page.evaluate(tryFetch, { url: `${console}${path}`, init })).toMatch(/^(refused|opaque)$/);
    }
    await expectNothingHappened();
    expect((await web.post('/console/session', { token })).status).toBe(200);
  });

  it('gets no WebSocket', async () => {
    for (const name of ['127.0.0.1', 'localhost']) {
      const url = `ws://${name}:${web.port}/control`;
      expect(await page.evaluate(tryWebSocket, { url })).toBe('refused');
      expect(await page.evaluate(tryWebSocket, { url, protocols: ['granary', `granary.key.${key}`] })).toBe('refused');
    }
    await expectNothingHappened();
  });

  it('shows it in no frame', async () => {
    const framed = await page.evaluate(async (url) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      document.body.append(frame);
      await new Promise<unknown>((loaded) => {
        frame.addEventListener('load', loaded);
      });
      try {
        return frame.contentDocument?.body.textContent ?? 'not ours to read';
      } catch {
        return 'not ours to read';
      }
    }, `${console}/`);
    expect(framed).toBe('not ours to read');
    const inside = page.frames().find((frame) => frame !== page.mainFrame());
    await expect.poll(() => inside?.url()).toBe('chrome-error://chromewebdata/');
    await expectNothingHappened();
  });

  it('posts no form, as it is or made up to look like JSON', async () => {
    const token = await web.token();
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
      const other = await open(`http://${host}:${otherPort}/`);
      const answered = other.waitForResponse((response) => response.url() === `${console}/console/session`);
      await other.evaluate(
        ({ action, enctype, name }) => {
          const form = document.createElement('form');
          const field = document.createElement('input');
          Object.assign(form, { action, enctype, method: 'post' });
          Object.assign(field, { name, value: '"}' });
          form.append(field);
          document.body.append(form);
          // Not before this has returned: the page that waits for the answer would be gone.
          setTimeout(() => form.submit());
        },
        { action: `${console}/console/session`, enctype: type, name: `{"token":"${token}","x":"` },
      );
      const answer = await answered;
      expect(answer.status()).toBe(403);
    }
    await expectNothingHappened();
    expect((await web.post('/console/session', { token })).status).toBe(200);
  });

  it('runs none of its scripts, shows none of its pictures, and cannot look into a window of it', async () => {
    const loaded = await page.evaluate(
      async ({ origin }) => {
        const load = (element: HTMLScriptElement | HTMLImageElement, src: string): Promise<string> =>
          new Promise((resolve) => {
            for (const outcome of ['load', 'error']) element.addEventListener(outcome, () => resolve(outcome));
            element.src = src;
            document.body.append(element);
          });
        return [
          await load(document.createElement('script'), `${origin}/console/session`),
          await load(document.createElement('img'), `${origin}/icon.svg`),
        ];
      },
      { origin: console },
    );
    expect(loaded).toEqual(['error', 'error']);
    const opened = await page.evaluate((url) => {
      const other = window.open(url);
      return new Promise((resolve) => {
        // Once the page is there, its opener policy has cut the two windows apart.
        const look = (): void =>
          other === null || other.closed ? resolve('cut off') : void requestAnimationFrame(look);
        look();
      });
    }, `${console}/`);
    expect(opened).toBe('cut off');
    await expectNothingHappened();
  });
});

it('is not served under a name that was rebound to it, in words', async () => {
  const page = await context.newPage();
  const answer = await page.goto(`http://evil.example:${web.port}/`);
  expect(answer?.status()).toBe(403);
  expect(await page.textContent('body')).toContain('this host name is not served here');
});

it('tells nothing to a page that was there before its name was rebound', async () => {
  const origin = `http://evil.example:${web.port}`;
  const page = await context.newPage();
  // What the browser got while the name still led elsewhere; from then on it counts every answer here as this page's own.
  await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }));
  await page.goto(`${origin}/`);
  const token = await web.token();
  const json = { 'Content-Type': 'application/json' };
  const post = { method: 'POST', headers: json, body: JSON.stringify({ token }) };
  for (const init of [{}, post, { method: 'DELETE' }]) {
    expect(await page.evaluate(tryFetch, { url: `${origin}/console/session`, init })).toMatch(
      /^read 403: .*foreign-site/,
    );
  }
  expect(await page.evaluate(tryWebSocket, { url: `ws://evil.example:${web.port}/control` })).toBe('refused');
  await expectNothingHappened();
  expect((await web.post('/console/session', { token })).status).toBe(200);
});

it('gives its page a policy under which no foreign or inline script runs', async () => {
  const page = await open(`${web.origin}/`);
  const ran = await page.evaluate(
    async ({ foreign }) => {
      const inline = document.createElement('script');
      inline.textContent = 'window.inlineRan = true';
      document.body.append(inline);
      const other = document.createElement('script');
      const failed = new Promise<string>((resolve) => {
        other.addEventListener('error', () => resolve('refused'));
        other.addEventListener('load', () => resolve('loaded'));
      });
      other.src = foreign;
      document.body.append(other);
      return { inline: 'inlineRan' in window, foreign: await failed, cookies: document.cookie };
    },
    { foreign: `http://127.0.0.1:${otherPort}/` },
  );
  expect(ran).toEqual({ inline: false, foreign: 'refused', cookies: '' });
});
