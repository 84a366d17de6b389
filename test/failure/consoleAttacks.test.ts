import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { createCleanup } from '../support/cleanup.ts';
import {
  type Answer,
  type ConsoleFixture,
  headersOf,
  type SignedIn,
  signedInBy,
  startConsole,
} from '../support/consoleFixture.ts';
import { createMemoryStore } from '../support/memoryStore.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

/** What strangers may try against the web console: other sites in the person's browser, and other machines. */

const cleanup = createCleanup();
let web: ConsoleFixture;

beforeEach(async () => {
  web = await startConsole(cleanup);
});
afterEach(cleanup.run);

const HOUR_MS = 3_600_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };

async function isSignedIn(session: SignedIn, from: ConsoleFixture = web): Promise<unknown> {
  return (await from.ask('/console/session', { headers: headersOf(session) })).json()['signedIn'];
}

async function closeOf(socket: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = await once(socket, 'close');
  return { code: code as number, reason: String(reason) };
}

function errorOf(answer: Answer): Record<string, unknown> {
  return answer.json()['error'] as Record<string, unknown>;
}

describe('the way it is meant', () => {
  it('signs in by link, speaks the contract, and signs out everywhere', async () => {
    expect((await web.ask('/console/session')).json()).toEqual({
      signedIn: false,
      methods: ['token'],
      version: '0.1.0',
    });
    const session = await web.signIn();
    expect(await isSignedIn(session)).toBe(true);
    const socket = await web.connect(session);
    expect(socket.protocol).toBe('granary');
    socket.send('{"id":1,"command":"engine.status","params":{}}');
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toMatchObject({ id: 1, result: { version: '0.1.0' } });

    const closed = closeOf(socket);
    const out = await web.ask('/console/session', {
      method: 'DELETE',
      headers: { ...headersOf(session), Origin: web.origin },
    });
    expect(out).toMatchObject({ status: 200 });
    expect(out.json()).toMatchObject({ signedIn: false });
    expect(out.headers['set-cookie']?.[0]).toContain('Max-Age=0');
    expect(await closed).toEqual({ code: 4401, reason: 'the session ended' });
    expect(await isSignedIn(session)).toBe(false);
  });

  it('sets a cookie that no script reads, no other site sends, and that names the port', async () => {
    const [cookie = ''] =
      (await web.post('/console/session', { token: await web.token() })).headers['set-cookie'] ?? [];
    const [pair, ...flags] = cookie.split('; ');
    expect(pair).toMatch(new RegExp(`^granary-${web.port}=[\\w-]{43}$`));
    expect(flags.toSorted()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict']);
  });

  it('keeps people signed in when the engine starts again', async () => {
    const store = createMemoryStore();
    const first = await startConsole(cleanup, { store });
    const session = await first.signIn();
    await first.stop();
    const second = await startConsole(cleanup, { store, port: first.port });
    expect(await isSignedIn(session, second)).toBe(true);
  });
});

describe('a page of another site', () => {
  const own = (): Record<string, string> => ({ ...JSON_TYPE, Origin: web.origin });

  it.each([
    { name: 'another site', headers: () => ({ ...own(), Origin: 'https://evil.example' }) },
    { name: 'another port of this computer', headers: () => ({ ...own(), Origin: 'http://127.0.0.1:3000' }) },
    { name: 'this server by another name', headers: () => ({ ...own(), Origin: `http://localhost:${web.port}` }) },
    { name: 'a sandboxed frame or a file', headers: () => ({ ...own(), Origin: 'null' }) },
    { name: 'no Origin at all', headers: () => JSON_TYPE },
    {
      name: 'its own Origin and a browser that knows better',
      headers: () => ({ ...own(), 'Sec-Fetch-Site': 'cross-site' }),
    },
    { name: 'the same site but another origin', headers: () => ({ ...own(), 'Sec-Fetch-Site': 'same-site' }) },
    {
      name: 'a rebound name',
      headers: () => ({ ...JSON_TYPE, Host: `evil.example:${web.port}`, Origin: `http://evil.example:${web.port}` }),
    },
  ])('cannot sign in or out with $name', async ({ headers }) => {
    const token = await web.token();
    const session = await web.signIn();
    const body = JSON.stringify({ token });
    const posted = await web.ask('/console/session', { method: 'POST', headers: headers(), body });
    expect(posted.status).toBe(403);
    expect(errorOf(posted)).toMatchObject({ code: 'foreign-site' });
    expect(posted.headers).not.toHaveProperty('set-cookie');
    const deleted = await web.ask('/console/session', {
      method: 'DELETE',
      headers: { ...headers(), ...headersOf(session) },
    });
    expect(deleted.status).toBe(403);
    expect(await isSignedIn(session)).toBe(true);
    // The link was not used up by the attempt.
    expect((await web.post('/console/session', { token })).status).toBe(200);
  });

  it.each([
    { name: 'another site', headers: () => ({ Origin: 'https://evil.example' }) },
    { name: 'another port', headers: () => ({ Origin: 'http://127.0.0.1:3000' }) },
    { name: 'a file', headers: () => ({ Origin: 'null' }) },
    { name: 'no Origin', headers: () => ({}) },
    {
      name: 'a rebound name',
      headers: () => ({ Host: `evil.example:${web.port}`, Origin: `http://evil.example:${web.port}` }),
    },
    { name: 'Fetch Metadata of another site', headers: () => ({ Origin: web.origin, 'Sec-Fetch-Site': 'cross-site' }) },
  ])('cannot open the WebSocket with the session and $name', async ({ headers }) => {
    await expect(web.connect(await web.signIn(), headers())).rejects.toThrow('refused with 403');
    expect(web.engine.called).toEqual([]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'cannot post a form (%j), which needs no leave from us',
    async (type) => {
      const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type };
      const body = JSON.stringify({ token: await web.token() });
      const answer = await web.ask('/console/session', {
        method: 'POST',
        headers: { ...headers, Origin: web.origin },
        body,
      });
      expect(answer.status).toBe(415);
      expect(answer.headers).not.toHaveProperty('set-cookie');
    },
  );

  it('gets no leave for anything that it must ask for first', async () => {
    const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
    for (const path of ['/', '/console/session', '/console/token', '/control']) {
      const answer = await web.ask(path, { method: 'OPTIONS', headers });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('cannot read or frame anything', async () => {
    for (const path of ['/', '/console/session', '/nothing']) {
      const { headers } = await web.ask(path);
      expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' });
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    const foreign = await web.ask('/console/session', { headers: { Origin: 'https://evil.example' } });
    expect(foreign.status).toBe(403);
  });

  it('cannot be this server under a name of its own', async () => {
    for (const host of ['evil.example', `evil.example:${web.port}`, `127.0.0.1.evil.example:${web.port}`, '10.1.2.3']) {
      for (const path of ['/', '/console/session', '/assets/main.js']) {
        expect((await web.ask(path, { headers: { Host: host } })).status).toBe(403);
      }
    }
  });

  it('changes nothing by GET or HEAD', async () => {
    const session = await web.signIn();
    const before = web.store.text();
    for (const method of ['GET', 'HEAD']) {
      for (const path of [
        '/console/session',
        `/console/session?token=${await web.token()}`,
        '/console/token',
        '/console/password',
      ]) {
        const answer = await web.ask(path, { method, headers: { ...headersOf(session), Origin: web.origin } });
        expect(answer.headers).not.toHaveProperty('set-cookie');
      }
    }
    expect(web.store.text()).toBe(before);
    expect(web.engine.called).toEqual([]);
  });
});

describe('whoever is not signed in', () => {
  it.each([
    { name: 'no cookie', forge: (real: SignedIn) => ({ ...real, cookie: '' }) },
    { name: 'an empty one', forge: (real: SignedIn) => ({ ...real, cookie: `granary-${web.port}=` }) },
    {
      name: 'a made up one',
      forge: (real: SignedIn) => ({ ...real, cookie: `granary-${web.port}=${'A'.repeat(43)}` }),
    },
    {
      name: 'one of another port',
      forge: (real: SignedIn) => ({ ...real, cookie: real.cookie.replace(String(web.port), '6970') }),
    },
    { name: 'half of a real one', forge: (real: SignedIn) => ({ ...real, cookie: real.cookie.slice(0, -8) }) },
    {
      name: 'the cookie alone, as another port of this host is sent it',
      forge: (real: SignedIn) => ({ ...real, key: '' }),
    },
    {
      name: 'the cookie and a made up key',
      forge: (real: SignedIn) => ({ ...real, key: 'A'.repeat(43) }),
    },
    {
      name: 'the cookie as its own key',
      forge: (real: SignedIn) => ({ ...real, key: real.cookie.split('=')[1] ?? '' }),
    },
    {
      name: 'the cookie and the key of another session',
      forge: async (real: SignedIn) => ({ ...real, key: (await web.signIn()).key }),
    },
    {
      name: 'the key alone, as a cookie',
      forge: ({ key }: SignedIn) => ({ cookie: `granary-${web.port}=${key}`, key }),
    },
    {
      name: 'the link’s token as a cookie',
      forge: async (real: SignedIn) => ({ ...real, cookie: `granary-${web.port}=${await web.token()}` }),
    },
    {
      name: 'what is stored as a cookie',
      forge: (real: SignedIn) => {
        const [[, sessions]] = JSON.parse(web.store.text()) as [[string, string]];
        return { ...real, cookie: `granary-${web.port}=${(JSON.parse(sessions) as [{ digest: string }])[0].digest}` };
      },
    },
  ])('is not let in with $name', async ({ forge }) => {
    const forged = await forge(await web.signIn());
    expect(await isSignedIn(forged)).toBe(false);
    await expect(web.connect(forged)).rejects.toThrow('refused with 401');
    expect(web.engine.called).toEqual([]);
  });

  it('is not let in once the session has grown too old', async () => {
    const clock = createVirtualClock();
    const timed = await startConsole(cleanup, { clock });
    const session = await timed.signIn();
    clock.advance(11 * HOUR_MS);
    expect(await isSignedIn(session, timed)).toBe(true);
    clock.advance(12 * HOUR_MS);
    expect(await isSignedIn(session, timed)).toBe(false);
    await expect(timed.connect(session)).rejects.toThrow('refused with 401');
  });

  it('cannot use a link twice, and the session of its first use stays', async () => {
    const token = await web.token();
    const session = signedInBy(await web.post('/console/session', { token }));
    const again = await web.post('/console/session', { token });
    expect(again.status).toBe(401);
    expect(errorOf(again)).toMatchObject({ code: 'wrong-token', hint: expect.stringContaining('granary console') });
    expect(again.headers).not.toHaveProperty('set-cookie');
    expect(await isSignedIn(session)).toBe(true);
  });

  it('cannot use a link twice at the same time', async () => {
    const token = await web.token();
    const answers = await Promise.all(Array.from({ length: 8 }, () => web.post('/console/session', { token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it.each(['/console/token', '/console/password'])(
    'cannot command %s: cookie, page and guess are refused',
    async (path) => {
      const session = await web.signIn();
      const body = { network: false };
      const secret = (await readControlFile(web.dataDir))?.secret;
      expect((await web.post(path, body)).status).toBe(401);
      expect((await web.post(path, body, headersOf(session))).status).toBe(401);
      expect((await web.post(path, body, { Authorization: 'Bearer corn' })).status).toBe(401);
      expect((await web.post(path, body, { Authorization: `Bearer ${secret}` })).status).toBe(403);
      expect((await web.command(path, { corn: true })).status).toBe(400);
    },
  );

  it('has the sixty-fifth console refused, and the next let in when one left', async () => {
    const session = await web.signIn();
    const sockets = await Promise.all(Array.from({ length: 64 }, () => web.connect(session)));
    await expect(web.connect(session)).rejects.toThrow('refused with 503');
    sockets[0]?.close();
    await expect.poll(() => web.connect(session).then(() => 'in', String)).toBe('in');
  });
});
