import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { connectControl } from '../../electron/cli/controlClient.ts';
import { readControlFile } from '../../electron/engine/portal/controlFile.ts';
import { createControlServer } from '../../electron/engine/portal/controlServer.ts';
import { MAX_REQUEST_BYTES } from '../../shared/requestBytes.ts';
import { MAX_TORRENT_BASE64 } from '../../shared/torrentLists.ts';
import { MIB } from '../../shared/units.ts';
import { type ControlFixture, startControl } from '../support/controlFixture.ts';
import { fakeShare } from '../support/fakeShare.ts';
import { createMemoryStore } from '../support/memoryStore.ts';
import { realClock } from '../support/realClock.ts';

/** Any web page can reach loopback, and so can any program of any user: what they get to see and to do. */

let control: ControlFixture;
const UNSEEN = { consoleDir: undefined, consoleAddresses: [] };

beforeEach(async () => {
  control = await startControl();
});
afterEach(() => control.stop());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port: control.server.port, path, method, headers, agent: false }).end();
  const [response] = await once(asked, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const upgrade = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'Z3JhbmFyeSBncmFuYXJ5IQ==',
};

function bearer(): string {
  return `Bearer ${control.address.secret}`;
}

/** A client that was let in but need not behave. */
async function openRaw(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${control.server.port}/control`, {
    headers: { Authorization: bearer() },
  });
  await once(socket, 'message');
  return socket;
}

async function closeCode(socket: WebSocket): Promise<number> {
  const [code] = await once(socket, 'close');
  return code as number;
}

describe('who is let in', () => {
  it.each([
    { name: 'no secret', headers: () => ({}), status: 401 },
    { name: 'a wrong secret', headers: () => ({ Authorization: 'Bearer corn' }), status: 401 },
    { name: 'another scheme', headers: () => ({ Authorization: bearer().replace('Bearer', 'Basic') }), status: 401 },
    {
      name: 'a page of another site',
      headers: () => ({ Authorization: bearer(), Origin: 'https://evil.example' }),
      status: 403,
    },
    { name: 'a page from a file', headers: () => ({ Authorization: bearer(), Origin: 'null' }), status: 403 },
    {
      name: 'a name bound to loopback',
      headers: () => ({ Authorization: bearer(), Host: 'evil.example' }),
      status: 403,
    },
    {
      name: 'a rebound name with our port',
      headers: () => ({ Authorization: bearer(), Host: `evil.example:${control.server.port}` }),
      status: 403,
    },
  ])('refuses $name', async ({ headers, status }) => {
    const answer = await ask('/control', { ...upgrade, ...headers() });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(answer.body).not.toContain(control.address.secret);
    expect(control.engine.called).toEqual([]);
  });

  it('refuses a WebSocket at another address', async () => {
    expect((await ask('/', { ...upgrade, Authorization: bearer() })).status).toBe(404);
  });

  it('refuses the sixty-fifth client, and lets in the next when one has left', async () => {
    const clients = await Promise.all(Array.from({ length: 64 }, () => connectControl(control.address)));
    await expect(connectControl(control.address)).rejects.toMatchObject({ code: 'engine-unreachable' });
    await clients[0]?.stop();
    await expect.poll(() => connectControl(control.address).then((client) => client.stop())).toBeUndefined();
    await Promise.all(clients.map((client) => client.stop()));
  });
});

describe('the page at the port', () => {
  it('tells a person what this is, and nothing to anyone else', async () => {
    const page = await ask('/');
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } });
    expect(page.body).toContain('npm run build:renderer');
    expect((await ask('/', { Host: 'evil.example' })).status).toBe(403);
    expect((await ask('/', { Origin: 'https://evil.example' })).status).toBe(403);
    expect((await ask('/control.json')).status).toBe(404);
    expect((await ask('/', {}, 'POST')).status).toBe(405);
  });
});

describe('clients that misbehave', () => {
  it.each([
    { name: 'what is no JSON', message: 'corn' },
    { name: 'no request', message: '{"id":"one","command":7}' },
    { name: 'a negative id', message: '{"id":-1,"command":"engine.status","params":{}}' },
    { name: 'binary data', message: Buffer.from([1, 2, 3]) },
  ])('cuts off $name', async ({ message }) => {
    const socket = await openRaw();
    socket.send(message);
    expect(await closeCode(socket)).toBe(1008);
  });

  it.each([
    { name: 'a megabyte for most commands', command: 'shares.create', bytes: 2 * MIB },
    { name: 'what the largest .torrent file takes', command: 'tracker.list', bytes: MAX_REQUEST_BYTES },
  ])('cuts off a message that is more than $name', async ({ command, bytes }) => {
    const socket = await openRaw();
    socket.on('error', () => undefined);
    socket.send(JSON.stringify({ id: 1, command, params: { paths: ['x'.repeat(bytes)] } }));
    expect(await closeCode(socket)).toBe(1009);
  });

  it('reads the largest .torrent file, and goes on', async () => {
    const socket = await openRaw();
    const items = [{ kind: 'torrent', base64: 'A'.repeat(MAX_TORRENT_BASE64) }];
    socket.send(JSON.stringify({ id: 7, command: 'tracker.list', params: { items, verdict: 'allow' } }));
    const [answer] = await once(socket, 'message');
    expect(JSON.parse(String(answer))).toMatchObject({ id: 7 });
    socket.send('{"id":8,"command":"engine.status","params":{}}');
    const [next] = await once(socket, 'message');
    expect(JSON.parse(String(next))).toMatchObject({ id: 8, result: {} });
    socket.close();
    await closeCode(socket);
  });

  it.each([
    { name: 'an unknown command', command: 'engine.explode', params: {}, says: 'engine.explode' },
    { name: 'a name that every object has', command: 'constructor', params: {}, says: 'constructor' },
    { name: 'missing parameters', command: 'shares.get', params: {}, says: 'infoHash' },
    { name: 'a bad info-hash', command: 'shares.remove', params: { infoHash: '../..' }, says: 'infoHash' },
    { name: 'no parameters at all', command: 'shares.create', params: null, says: 'shares.create' },
  ])('answers $name with an error and stays', async ({ command, params, says }) => {
    const socket = await openRaw();
    socket.send(JSON.stringify({ id: 7, command, params }));
    const [data] = await once(socket, 'message');
    expect(JSON.parse(String(data))).toEqual({
      id: 7,
      error: expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(says) }),
    });
    socket.close();
    await closeCode(socket);
  });

  it('keeps the cause of a bug to itself', async () => {
    control.engine.failNext('engine.status', new Error('it broke', { cause: new Error(control.address.secret) }));
    const client = await connectControl(control.address);
    await expect(client.api.call('engine.status', {})).rejects.toMatchObject({ code: 'internal', message: 'it broke' });
    await client.stop();
  });

  it('cuts off a client that does not read its events', async () => {
    const socket = await openRaw();
    socket.send('{"id":1,"command":"client.follow","params":{"events":["share.changed"]}}');
    await once(socket, 'message');
    socket.pause();
    const big = fakeShare({ comment: 'x'.repeat(1024 * 1024) });
    const closed = closeCode(socket);
    for (let i = 0; i < 64; i++) control.engine.emit({ event: 'share.changed', data: big });
    socket.resume();
    expect(await closed).toBe(1006);
  });

  it('cuts off a client that answers no ping, and keeps one that does or sends something else', async () => {
    const ticks: Array<() => void> = [];
    await control.stop();
    control = await startControl({
      ...realClock,
      every: (_, task) => {
        ticks.push(task);
        return { cancel: () => undefined };
      },
    });
    const beat = (): void => ticks.forEach((tick) => tick());
    const url = `ws://127.0.0.1:${control.server.port}/control`;
    const options = { headers: { Authorization: bearer() }, autoPong: false };
    const [silent, sending] = [new WebSocket(url, options), new WebSocket(url, options)];
    await Promise.all([once(silent, 'message'), once(sending, 'message')]);
    const lively = await openRaw();
    beat();
    await Promise.all([once(silent, 'ping'), once(sending, 'ping'), once(lively, 'ping')]);
    for (const socket of [lively, sending]) {
      // An answer proves that the pong, which was sent before the question, has arrived.
      socket.send('{"id":1,"command":"engine.status","params":{}}');
      await once(socket, 'message');
    }
    beat();
    expect(await closeCode(silent)).toBe(1006);
    for (const socket of [lively, sending]) {
      expect(socket.readyState).toBe(WebSocket.OPEN);
      socket.close();
      await closeCode(socket);
    }
  });
});

describe('stopping', () => {
  it('says goodbye, closes everything, and removes the control file', async () => {
    const client = await connectControl(control.address);
    const idle = connect(control.server.port, '127.0.0.1');
    await once(idle, 'connect');
    idle.resume();
    const gone = once(idle, 'close');
    const answer = client.api.call('shares.list', {});
    await Promise.all([answer, control.server.stop(), control.server.stop(), client.closed, gone]);
    expect(await readControlFile(control.dataDir)).toBeUndefined();
    await expect(client.api.call('engine.status', {})).rejects.toMatchObject({ code: 'engine-unreachable' });
    await client.stop();
  });

  it('ends commands that wait with an error that says so', async () => {
    const client = await connectControl(control.address);
    const never = Promise.withResolvers<never>();
    const { api } = control.engine;
    const server = await createControlServer(
      {
        api: { ...api, call: () => never.promise },
        openSource: control.engine.openSource,
        clock: realClock,
        logger: { log: () => undefined },
        randomBytes: (length) => new Uint8Array(length).fill(7),
        store: createMemoryStore(),
      },
      { ...UNSEEN, dataDir: control.dataDir, port: { port: 0, required: true }, version: '0.1.0' },
    );
    const address = await readControlFile(control.dataDir);
    const waiting = await connectControl(address ?? control.address);
    const answer = waiting.api.call('engine.status', {});
    await server.stop();
    await expect(answer).rejects.toMatchObject({
      code: 'engine-unreachable',
      hint: expect.stringContaining('granary serve'),
    });
    await client.stop();
  });
});

describe('ports', () => {
  const start = (required: boolean) =>
    createControlServer(
      {
        api: control.engine.api,
        openSource: control.engine.openSource,
        clock: realClock,
        logger: { log: () => undefined },
        randomBytes: (n) => new Uint8Array(n),
        store: createMemoryStore(),
      },
      { ...UNSEEN, dataDir: control.dataDir, port: { port: control.server.port, required }, version: '0.1.0' },
    );

  it('takes another port when the wanted one is busy and was not asked for', async () => {
    const second = await start(false);
    expect(second.insteadOf).toBe(control.server.port);
    expect(second.port).not.toBe(control.server.port);
    await second.stop();
  });

  it('refuses to start when a port that was asked for is busy', async () => {
    await expect(start(true)).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(String(control.server.port)),
      hint: expect.stringContaining('--control-port'),
    });
  });

  it('listens on loopback only', async () => {
    const answer = await ask('/');
    expect(answer.status).toBe(200);
    expect(control.server.port).toBe(control.address.port);
  });
});
