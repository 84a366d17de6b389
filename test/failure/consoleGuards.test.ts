import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { connectControl } from '../../electron/cli/controlClient.ts';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { createCleanup } from '../support/cleanup.ts';
import {
  type Answer,
  answerOf,
  type ConsoleFixture,
  headersOf,
  type SignedIn,
  signedInBy,
  startConsole,
} from '../support/consoleFixture.ts';
import { lanAddresses } from '../support/lanAddresses.ts';
import { createMemoryStore } from '../support/memoryStore.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

/** What the web console does about guesses, about requests that are none, and about the network. */

const cleanup = createCleanup();
let web: ConsoleFixture;

beforeEach(async () => {
  web = await startConsole(cleanup);
});
afterEach(cleanup.run);

const PASSWORD = 'barley and rye';
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

describe('guessing the password', () => {
  it('is told to wait, longer each time; a link is let in all the same', async () => {
    const clock = createVirtualClock();
    const timed = await startConsole(cleanup, { clock });
    expect((await timed.command('/console/password', { password: PASSWORD })).json()).toEqual({ addresses: [] });
    const guess = (password: string): Promise<Answer> => timed.post('/console/session', { password });

    for (let i = 0; i < 3; i++) {
      const wrong = await guess(`guess ${i}`);
      expect(wrong.status).toBe(401);
      expect(errorOf(wrong)).toMatchObject({
        code: 'wrong-password',
        hint: expect.stringContaining('granary console'),
      });
    }
    for (const seconds of [1, 2, 4, 8]) {
      // Not even the right one is looked at while there is a wait to keep to.
      const early = await guess(PASSWORD);
      expect(early).toMatchObject({ status: 429, headers: { 'retry-after': String(seconds) } });
      expect(errorOf(early)).toMatchObject({
        code: 'too-many-tries',
        message: expect.stringContaining(`wait ${seconds} second`),
        retryAfterSeconds: seconds,
      });
      clock.advance(seconds * 1000);
      expect((await guess('still wrong')).status).toBe(401);
    }
    expect(await isSignedIn(await timed.signIn(), timed)).toBe(true);
    clock.advance(16_000);
    expect(await isSignedIn(signedInBy(await guess(PASSWORD)), timed)).toBe(true);
    expect((await guess('wrong again')).status).toBe(401);
  });

  it('slips nothing through at once', async () => {
    await web.command('/console/password', { password: PASSWORD });
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) => web.post('/console/session', { password: `guess number ${i}` })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      401,
      401,
      401,
      ...Array<number>(21).fill(429),
    ]);
  });

  it('signs everyone out and spoils every link when the password changes', async () => {
    const session = await web.signIn();
    const token = await web.token();
    const socket = await web.connect(session);
    const closed = closeOf(socket);
    await web.command('/console/password', { password: PASSWORD });
    expect((await closed).code).toBe(4401);
    expect(await isSignedIn(session)).toBe(false);
    expect((await web.post('/console/session', { token })).status).toBe(401);
    expect((await web.ask('/console/session')).json()['methods']).toEqual(['token', 'password']);
  });

  it('is refused where the password is short, in words', async () => {
    const answer = await web.command('/console/password', { password: 'short' });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: 'bad-input', message: expect.stringContaining('8 characters') });
  });
});

describe('a request that is not one', () => {
  it.each([
    '',
    'corn',
    '[]',
    'null',
    '{}',
    '{"token":7}',
    '{"token":""}',
    '{"token":"a","password":"b"}',
    '{"token":"a","next":"/"}',
    `{"token":"${'a'.repeat(300)}"}`,
    '{"__proto__":{"token":"a"}}',
  ])('is refused: %s', async (body) => {
    const answer = await web.ask('/console/session', {
      method: 'POST',
      headers: { ...JSON_TYPE, Origin: web.origin },
      body,
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({ code: 'bad-request' });
  });

  it('is refused when its body is too big, announced or not', async () => {
    const headers = { ...JSON_TYPE, Origin: web.origin };
    const big = `{"password":"${'x'.repeat(5000)}"}`;
    expect((await web.ask('/console/session', { method: 'POST', headers, body: big })).status).toBe(413);

    const endless = web.begin('/console/session', {
      method: 'POST',
      headers: { ...headers, 'Transfer-Encoding': 'chunked' },
    });
    endless.on('error', () => undefined);
    endless.write(big);
    const answer = await answerOf(endless);
    expect(answer).toMatchObject({ status: 413, headers: { connection: 'close' } });
    endless.destroy();
  });

  it('is given up on when its body comes too slowly', async () => {
    const clock = createVirtualClock();
    const timed = await startConsole(cleanup, { clock });
    const tasks = clock.pendingTasks;
    const headers = { ...JSON_TYPE, Origin: timed.origin, 'Content-Length': '20' };
    const slow = timed.begin('/console/session', { method: 'POST', headers });
    slow.on('error', () => undefined);
    slow.write('{"token"');
    await expect.poll(() => clock.pendingTasks).toBe(tasks + 1);
    clock.advance(5000);
    const answer = await answerOf(slow);
    expect(answer).toMatchObject({ status: 408, headers: { connection: 'close' } });
    slow.destroy();
  });

  it('may end in the middle, and leaves nothing behind', async () => {
    const clock = createVirtualClock();
    const timed = await startConsole(cleanup, { clock });
    const tasks = clock.pendingTasks;
    const headers = { ...JSON_TYPE, Origin: timed.origin, 'Content-Length': '20' };
    const broken = timed.begin('/console/session', { method: 'POST', headers });
    broken.on('error', () => undefined);
    broken.write('{"token"');
    await expect.poll(() => clock.pendingTasks).toBe(tasks + 1);
    broken.destroy();
    await expect.poll(() => clock.pendingTasks).toBe(tasks);
  });

  it('is refused by every other method', async () => {
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE']) {
      const answer = await web.ask('/console/session', { method, headers: { Origin: web.origin } });
      expect(answer).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST, DELETE' } });
    }
  });

  it.each([
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.0\r\n\r\n',
    'corn\r\n\r\n',
    'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  ])('gets nothing of the console as %j', async (bytes) => {
    const socket = connect(web.port, '127.0.0.1');
    socket.end(bytes);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[03] /);
  });
});

describe('the network', () => {
  const { host } = lanAddresses();
  const start = (store = createMemoryStore()): Promise<ConsoleFixture> =>
    startConsole(cleanup, { store, consoleAddresses: [host, '127.0.0.1'] });

  const isOpen = async (from: ConsoleFixture): Promise<boolean> => {
    const socket = connect(from.port, host);
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  };

  it('finds nothing without an interface, and nothing without a password, which is said', async () => {
    expect(await isOpen(web)).toBe(false);
    expect(web.notices).toEqual([]);
    const named = await start();
    expect(await isOpen(named)).toBe(false);
    expect(named.notices).toEqual([expect.stringContaining('granary console password')]);
    const refused = await web.command('/console/token', { network: true });
    expect(refused.status).toBe(409);
    expect(errorOf(refused)).toMatchObject({ hint: expect.stringContaining('--console-interface') });
  });

  it('opens with a password, also for the next engine, and closes without', async () => {
    const store = createMemoryStore();
    const first = await start(store);
    const address = `http://${host}:${first.port}`;
    const set = await first.command('/console/password', { password: PASSWORD });
    expect(set.json()).toEqual({ addresses: [`${address}/`] });
    const body = JSON.stringify({ password: PASSWORD });
    const headers = { ...JSON_TYPE, Host: `${host}:${first.port}`, Origin: address };
    const signedIn = await first.ask('/console/session', { address: host, method: 'POST', headers, body });
    expect(signedIn.status).toBe(200);
    await first.stop();

    const second = await start(store);
    expect(second.notices).toEqual([]);
    expect(await isOpen(second)).toBe(true);
    await second.command('/console/password', { password: null });
    expect(await isOpen(second)).toBe(false);
    expect((await second.ask('/console/session')).json()['methods']).toEqual(['token']);
  });

  it('does not let in from outside who would open it wider', async () => {
    const named = await start();
    const { links } = (await named.command('/console/token', { network: true })).json() as { links: string[] };
    const [origin = '', token] = links[0]?.split('/#token=') ?? [];
    const headers = { ...JSON_TYPE, Host: `${host}:${named.port}`, Origin: origin };
    const body = JSON.stringify({ token });
    const session = signedInBy(await named.ask('/console/session', { address: host, method: 'POST', headers, body }));
    const socket = await named.connect(session, { Origin: origin }, host);
    for (const key of ['consoleInterfaces', 'controlPort']) {
      socket.send(JSON.stringify({ id: 1, command: 'settings.change', params: { changes: { [key]: null } } }));
      const [data] = (await once(socket, 'message')) as [Buffer];
      expect(JSON.parse(String(data))).toMatchObject({ error: { code: 'bad-config' } });
    }
    socket.send('{"id":2,"command":"settings.change","params":{"changes":{"dht":false}}}');
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(String(data))).toHaveProperty('result');
    expect(named.engine.called).toEqual(['settings.change']);
  });

  it('opens for a link that was asked for, and takes none that was made for this computer', async () => {
    const named = await start();
    const { links } = (await named.command('/console/token', { network: true })).json() as { links: string[] };
    const [address, token] = links[0]?.split('/#token=') ?? [];
    expect(address).toBe(`http://${host}:${named.port}`);
    const headers = { ...JSON_TYPE, Host: `${host}:${named.port}`, Origin: String(address) };
    const post = (given: string | undefined): Promise<Answer> =>
      named.ask('/console/session', { address: host, method: 'POST', headers, body: JSON.stringify({ token: given }) });
    expect((await post(await named.token())).status).toBe(401);
    expect((await post(token)).status).toBe(200);
    expect((await post(token)).status).toBe(401);
  });

  it('never hears the secret of control.json out, and no name but ours', async () => {
    const named = await start();
    await named.command('/console/password', { password: PASSWORD });
    const secret = (await readControlFile(named.dataDir))?.secret;
    const bearer = { ...JSON_TYPE, Authorization: `Bearer ${secret}` };
    const token = { address: host, method: 'POST', headers: bearer, body: '{"network":true}' };
    expect((await named.ask('/console/token', token)).status).toBe(401);
    for (const name of ['evil.example', '127.0.0.1', '10.1.2.3']) {
      const headers = { Host: `${name}:${named.port}` };
      expect((await named.ask('/', { address: host, headers })).status).toBe(403);
    }
    const control = await readControlFile(named.dataDir);
    if (control === undefined) throw new Error('the control file is gone');
    await (await connectControl(control)).stop();
  });
});
