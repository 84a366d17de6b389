import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type HttpTrackerOptions, readToEnd, startHttpTracker } from '../support/httpTrackerFixture.ts';
import { createTrackerFixture } from '../support/trackerFixture.ts';

/** Each bound of the tracker over HTTP, reached. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const ANNOUNCE = `/announce?info_hash=${'%AB'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=6881&left=10`;
const REQUEST = `GET ${ANNOUNCE} HTTP/1.1\r\nHost: tracker\r\n\r\n`;
const LAST_REQUEST = `GET ${ANNOUNCE} HTTP/1.1\r\nConnection: close\r\n\r\n`;
const OK = /^HTTP\/1\.1 200 OK\r\n/;

async function start(options: Partial<HttpTrackerOptions> = {}) {
  const fixture = createTrackerFixture();
  return { ...fixture, ...(await startHttpTracker(cleanup, { ...fixture, ...options })) };
}

async function isServed(exchange: (text: string) => Promise<string>): Promise<boolean> {
  return OK.test(await exchange(LAST_REQUEST));
}

describe('a request over HTTP', () => {
  it.each([
    { name: 'a query of 64 KiB', text: `GET /announce?${'x'.repeat(65_536)} HTTP/1.1\r\n\r\n` },
    { name: 'a query that never ends', text: `GET /announce?${'x'.repeat(20_000)}` },
    { name: 'headers of 64 KiB', text: `GET /announce?x HTTP/1.1\r\n${'X: y\r\n'.repeat(11_000)}\r\n` },
  ])('with $name is refused', async ({ text }) => {
    const { exchange } = await start();
    expect(await exchange(text)).toMatch(/^HTTP\/1\.1 414 URI Too Long\r\n/);
    expect(await isServed(exchange)).toBe(true);
  });

  it('whose head takes too long is cut off, whether bytes trickle or not', async () => {
    const { connect, clock, exchange, frontend } = await start();
    const [silent, trickling] = [await connect(), await connect()];
    const closed = Promise.all([readToEnd(silent), readToEnd(trickling)]);
    for (const byte of 'GET /anno') {
      trickling.write(byte);
      // Behind this byte comes an answer on another connection: the byte has arrived.
      expect(await isServed(exchange)).toBe(true);
      clock.advance(1000);
    }
    expect(frontend.socketCount()).toBe(2);
    clock.advance(2000);
    expect(await closed).toEqual(['', '']);
    expect(frontend.socketCount()).toBe(0);
  });
});

describe('a connection', () => {
  it('that is kept open and not used is cut off', async () => {
    const { connect, clock, frontend } = await start();
    const socket = await connect();
    const received = readToEnd(socket);
    socket.write(REQUEST);
    await once(socket, 'data');
    clock.advance(29_000);
    expect(frontend.socketCount()).toBe(1);
    clock.advance(2000);
    expect(await received).toMatch(OK);
  });

  it('that goes on sending behind its refusal is cut off', async () => {
    const { connect, exchange, clock, frontend } = await start();
    const socket = await connect({ allowHalfOpen: true });
    const received = readToEnd(socket);
    socket.write(`POST ${ANNOUNCE} HTTP/1.1\r\nContent-Length: 100000\r\n\r\n`);
    await once(socket, 'end');
    socket.write('more');
    expect(await isServed(exchange)).toBe(true);
    clock.advance(4000);
    expect(frontend.socketCount()).toBe(1);
    clock.advance(2000);
    expect(frontend.socketCount()).toBe(0);
    socket.destroy();
    expect(await received).toMatch(/^HTTP\/1\.1 405 /);
  });

  it('that asks and asks without reading the answers is cut off', async () => {
    const { connect, exchange } = await start({ limits: { maxUnsentBytes: 64 * 1024 } });
    const socket = await connect();
    socket.pause();
    // A reset is how it learns; unread answers are lost to it.
    socket.on('error', () => undefined);
    while (!socket.destroyed) {
      socket.write(REQUEST.repeat(500));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await isServed(exchange)).toBe(true);
  });

  it('that its client resets disturbs nobody', async () => {
    const { connect, exchange, frontend, logged } = await start();
    for (let i = 0; i < 20; i++) {
      const socket = await connect();
      socket.write(REQUEST.slice(0, i * 7));
      socket.resetAndDestroy();
    }
    expect(await isServed(exchange)).toBe(true);
    expect(frontend.socketCount()).toBeLessThanOrEqual(20);
    expect(logged).toEqual([]);
  });
});

describe('many connections', () => {
  it('of which 2,000 say nothing leave the others their answers', { timeout: 120_000 }, async () => {
    const { connect, exchange, frontend, clock } = await start();
    const idle = await openMany(connect, 2000);
    for (let i = 0; i < 20; i++) expect(await isServed(exchange)).toBe(true);
    expect(frontend.socketCount()).toBe(2000);
    const closed = Promise.all(idle.map((socket) => readToEnd(socket)));
    clock.advance(11_000);
    await closed;
    expect(frontend.socketCount()).toBe(0);
  });

  it('beyond the bound cost those that did nothing for longest', async () => {
    const { connect, exchange, frontend } = await start({ limits: { maxSockets: 50 } });
    const sockets = await openMany(connect, 40);
    const [oldest] = sockets;
    if (oldest === undefined) throw new Error('no socket');
    // The answer comes behind them all: each of them is taken in.
    expect(await isServed(exchange)).toBe(true);
    // It is not the idlest any more.
    oldest.write(REQUEST);
    await once(oldest, 'data');
    const cut = sockets.slice(1, 11).map((socket) => readToEnd(socket));
    await openMany(connect, 20);
    await Promise.all(cut);
    expect(frontend.socketCount()).toBe(50);
    expect(await isServed(exchange)).toBe(true);
    oldest.write(REQUEST);
    await once(oldest, 'data');
  });
});

/** Opens connections in groups that the system's queue takes whole. */
async function openMany(connect: () => Promise<Socket>, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const group = Math.min(100, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: group }, () => connect()))));
  }
  return sockets;
}
