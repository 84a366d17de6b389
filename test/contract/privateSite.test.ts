import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type RealEngine, startRealEngine } from '../support/realEngine.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** The site of a private tracker, as a browser and a feed reader get it. */

const cleanup = createCleanup();
const PASSWORD = 'eleven red barns';
let engine: RealEngine;
let base: string;
let infoHash: string;
let passkey: string;

beforeAll(async () => {
  const folder = await temporaryFolder(cleanup);
  await writeFile(join(folder, 'corn.txt'), 'corn');
  engine = await startRealEngine(cleanup, join(folder, 'data'));
  const { trackerPort } = await engine.api.call('engine.status', {});
  base = `http://127.0.0.1:${trackerPort}`;
  ({ infoHash } = await engine.share(join(folder, 'corn.txt')));
  await engine.api.call('settings.change', { changes: { policy: 'private' } });
  ({ passkey } = await engine.api.call('people.create', { name: 'Ada', password: PASSWORD }));
});
afterAll(() => cleanup.run());

interface Asked {
  readonly form?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(path: string, { form, headers = {} }: Asked = {}) {
  const response = await fetch(base + path, {
    redirect: 'manual',
    headers: { Connection: 'close', ...(form && { Origin: base }), ...headers },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  const cookie = response.headers.get('set-cookie') ?? '';
  return { status: response.status, location: response.headers.get('location'), cookie, text: await response.text() };
}

async function signIn(): Promise<string> {
  const { status, cookie } = await ask('/sign-in', { form: { name: 'ada', password: PASSWORD } });
  expect(status).toBe(303);
  return cookie;
}

describe('strangers', () => {
  it('are asked to sign in, and see nothing', async () => {
    expect(await ask('/')).toMatchObject({ status: 303, location: '/sign-in' });
    expect(await ask(`/torrents/${infoHash}`)).toMatchObject({ status: 303, location: '/sign-in' });
    for (const path of [
      '/feed.xml',
      '/stats',
      `/torrents/${infoHash}.torrent`,
      `/torrents/${infoHash}/qr.svg`,
      '/live',
    ]) {
      expect(await ask(path)).toMatchObject({ status: 401 });
    }
    const { text } = await ask('/sign-in');
    expect(text).not.toContain('corn');
  });

  it('do not get in with a wrong password, from another site, or with a made-up cookie', async () => {
    expect(await ask('/sign-in', { form: { name: 'Ada', password: 'wrong' } })).toMatchObject({
      status: 401,
      cookie: '',
    });
    const form = { name: 'Ada', password: PASSWORD };
    expect(await ask('/sign-in', { form, headers: { Origin: 'http://evil.example' } })).toMatchObject({ status: 403 });
    expect(await ask('/', { headers: { Cookie: 'granary-site=nonsense' } })).toMatchObject({ status: 303 });
  });

  it('are told the same of every invitation that does not hold', async () => {
    expect(await ask('/join/nonsense')).toMatchObject({ status: 404 });
    const draft = { name: 'Eve', password: PASSWORD, again: PASSWORD };
    expect(await ask('/join/nonsense', { form: draft })).toMatchObject({ status: 400, cookie: '' });
  });
});

describe('who signed in', () => {
  it('has a strict cookie, and links with their own passkey', async () => {
    const cookie = await signIn();
    expect(cookie).toMatch(/^granary-site=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/);
    const headers = { Cookie: cookie.split(';')[0] ?? '' };
    const page = await ask('/', { headers });
    expect(page).toMatchObject({ status: 200 });
    expect(page.text).toContain(passkey);
    expect((await ask(`/torrents/${infoHash}.torrent`, { headers })).text).toContain(`/${passkey}/announce`);
    expect(await ask('/sign-out', { form: {}, headers })).toMatchObject({ status: 303 });
    expect(await ask('/', { headers })).toMatchObject({ status: 303, location: '/sign-in' });
  });

  it('gives a feed reader a key, which another passkey makes useless', async () => {
    const headers = { Cookie: (await signIn()).split(';')[0] ?? '' };
    const [, address = ''] = /href="(\/feed\.xml\?key=[^"]+)"/.exec((await ask('/', { headers })).text) ?? [];
    const feed = await ask(address);
    expect(feed.status).toBe(200);
    const [, file = ''] = /enclosure url="http:\/\/[^/]+([^"]+)"/.exec(feed.text) ?? [];
    expect((await ask(file)).text).toContain(passkey);
    ({ passkey } = await engine.api.call('people.resetPasskey', { person: '1' }));
    expect(await ask(address)).toMatchObject({ status: 401 });
    expect(await ask('/', { headers })).toMatchObject({ status: 303 });
  });
});

describe('who was invited', () => {
  it('registers once, and what they call themselves is only text', async () => {
    const { code } = await engine.api.call('invitations.create', { expiresAt: 4_102_444_800_000 });
    const draft = { name: '<b>Grace</b> \'"', password: PASSWORD, again: PASSWORD };
    expect((await ask(`/join/${code}`)).status).toBe(200);
    expect(await ask(`/join/${code}`, { form: { ...draft, again: 'another' } })).toMatchObject({
      status: 400,
      cookie: '',
    });
    const { status, cookie } = await ask(`/join/${code}`, { form: draft });
    expect(status).toBe(303);
    const { text } = await ask('/', { headers: { Cookie: cookie.split(';')[0] ?? '' } });
    expect(text).toContain('&#60;b&#62;Grace&#60;/b&#62; &#39;&#34;');
    expect(await ask(`/join/${code}`, { form: { ...draft, name: 'Eve' } })).toMatchObject({ status: 400, cookie: '' });
  });

  it('waits where an invitation asks for approval', async () => {
    const { code } = await engine.api.call('invitations.create', { expiresAt: 4_102_444_800_000, needsApproval: true });
    const form = { name: 'Hedy', password: PASSWORD, again: PASSWORD };
    expect(await ask(`/join/${code}`, { form })).toMatchObject({ status: 200, cookie: '' });
    expect(await ask('/sign-in', { form })).toMatchObject({ status: 403, cookie: '' });
  });
});

describe('guessing', () => {
  it('is slowed after a few tries', async () => {
    const form = { name: 'Ada', password: 'guess' };
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await ask('/sign-in', { form })).status);
    expect(statuses).toContain(429);
  });
});
