import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type ConsoleFixture, startConsole } from '../support/consoleFixture.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The files of the console over real sockets: what a browser gets, and that it gets nothing else. */

const cleanup = createCleanup();
let folder: string;
let web: ConsoleFixture;

const PAGE = '<!doctype html><title>Granary</title>';
const SCRIPT = 'export {};';

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

beforeEach(async () => {
  const outside = await temporaryFolder(cleanup, 'outside');
  await writeFile(join(outside, 'secret.txt'), 'barley');
  folder = join(outside, 'renderer');
  await write('index.html', PAGE);
  await write('assets/main-B4rL3y_9.js', SCRIPT);
  await write('assets/main-B4rL3y_9.css', 'body{}');
  await write('favicon.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await write('.hidden.txt', 'rye');
  await write('main.js.map', '{}');
  await symlink(join(outside, 'secret.txt'), join(folder, 'link.txt'));
  await symlink(outside, join(folder, 'up'));
  web = await startConsole(cleanup, { consoleDir: folder });
});
afterEach(cleanup.run);

describe('the page', () => {
  it('comes with every header that keeps other sites out, and is never kept', async () => {
    const page = await web.ask('/');
    expect(page).toMatchObject({ status: 200, body: PAGE });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    expect(page.headers).not.toHaveProperty('set-cookie');
  });

  it('is the same with a query, and answers HEAD with no body', async () => {
    expect(await web.ask('/?from=bookmark')).toMatchObject({ status: 200, body: PAGE });
    const head = await web.ask('/', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '', headers: { 'content-length': String(PAGE.length) } });
  });

  it('is another one as soon as the build is, with its files', async () => {
    await web.ask('/');
    const next = `${PAGE}<p>`;
    await write('assets/main-R1c3cAk3.js', SCRIPT);
    await rm(join(folder, 'assets/main-B4rL3y_9.js'));
    await write('index.html', next);
    expect((await web.ask('/')).body).toBe(next);
    expect((await web.ask('/assets/main-R1c3cAk3.js')).status).toBe(200);
    expect((await web.ask('/assets/main-B4rL3y_9.js')).status).toBe(404);
  });

  it('says how to build it where it is not built, and is there once it is', async () => {
    const later = join(folder, 'later');
    const unbuilt = await startConsole(cleanup, { consoleDir: later });
    const page = await unbuilt.ask('/');
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(page.body).toContain('npm run build:renderer');
    await write('later/index.html', PAGE);
    expect((await unbuilt.ask('/')).body).toBe(PAGE);
  });
});

describe('its files', () => {
  it.each([
    { path: '/assets/main-B4rL3y_9.js', type: 'text/javascript; charset=utf-8', isHashed: true },
    { path: '/assets/main-B4rL3y_9.css', type: 'text/css; charset=utf-8', isHashed: true },
    { path: '/favicon.svg', type: 'image/svg+xml', isHashed: false },
  ])('$path has its type and is kept as long as it may', async ({ path, type, isHashed }) => {
    const file = await web.ask(path);
    expect(file).toMatchObject({ status: 200, headers: { 'content-type': type, 'x-content-type-options': 'nosniff' } });
    expect(file.headers['cache-control']).toBe(isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    const etag = file.headers.etag ?? '';
    const again = await web.ask(path, { headers: { 'If-None-Match': `"other", W/${etag}` } });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect((await web.ask(path, { headers: { 'If-None-Match': '"other"' } })).status).toBe(200);
  });

  it.each([
    '/../secret.txt',
    '/../../etc/passwd',
    '/assets/../index.html',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets%2fmain-B4rL3y_9.js',
    '/assets%5cmain-B4rL3y_9.js',
    '/assets\\main-B4rL3y_9.js',
    '/%00',
    '/index.html%00.js',
    '//index.html',
    '/./index.html',
    '/index.html/',
    '/INDEX.HTML',
    '/assets',
    '/assets/',
    '/link.txt',
    '/up/secret.txt',
    '/.hidden.txt',
    '/main.js.map',
    '/control.json',
    '/constructor',
    '/__proto__',
    '/shares',
    `/${'a'.repeat(8000)}`,
  ])('%s is nothing', async (path) => {
    await web.ask('/');
    const answer = await web.ask(path);
    expect(answer.status).toBe(404);
    expect(answer.body).toBe('there is nothing at this address\n');
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it('are not written to: every other method is refused', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await web.ask('/', { method });
      expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    }
  });
});
