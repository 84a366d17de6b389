import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { createCleanup } from '../support/cleanup.ts';
import { type ConsoleFixture, headersOf, startConsole } from '../support/consoleFixture.ts';

/** What a page may do, and what it may not although it is signed in. From the network: see consoleGuards.test.ts. */

const cleanup = createCleanup();
let web: ConsoleFixture;

beforeEach(async () => {
  web = await startConsole(cleanup);
});
afterEach(cleanup.run);

describe('who is signed in', () => {
  async function call(socket: WebSocket, command: string, params: unknown): Promise<Record<string, unknown>> {
    socket.send(JSON.stringify({ id: 7, command, params }));
    const [data] = await once(socket, 'message');
    return JSON.parse(String(data)) as Record<string, unknown>;
  }

  it('may write a backup and open the console wider, at the computer itself', async () => {
    const socket = await web.connect(await web.signIn());
    const { dataDir } = web;
    expect(await call(socket, 'engine.backup', { file: `${dataDir}/Before the move.sqlite` })).toHaveProperty('result');
    expect(await call(socket, 'settings.change', { changes: { consoleInterfaces: ['eth0'] } })).toHaveProperty(
      'result',
    );
  });

  it.each([
    { name: 'stop the engine', command: 'engine.stop', params: {} },
    { name: 'write a file of any name', command: 'engine.backup', params: { file: '/home/ada/.bash_login' } },
    { name: 'write a hidden file', command: 'engine.backup', params: { file: '/home/ada/.sqlite' } },
  ])('cannot $name', async ({ command, params }) => {
    const socket = await web.connect(await web.signIn());
    expect(await call(socket, command, params)).toMatchObject({ id: 7, error: { code: 'bad-input' } });
    expect(web.engine.called).toEqual([]);
  });

  it('is done nothing more for that was asked and had to wait, once signed out', async () => {
    const session = await web.signIn();
    const socket = await web.connect(session);
    const release = web.engine.hold();
    for (let id = 0; id < 40; id++) socket.send(`{"id":${id},"command":"engine.status","params":{}}`);
    await expect.poll(() => web.engine.called.length).toBe(32);
    const closed = once(socket, 'close');
    await web.ask('/console/session', { method: 'DELETE', headers: { ...headersOf(session), Origin: web.origin } });
    expect((await closed)[0]).toBe(4401);
    release();
    // Another client's command comes after whatever would still have been done.
    await call(await web.connect(await web.signIn()), 'engine.status', {});
    expect(web.engine.called).toHaveLength(33);
  });
});
