import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_HTTP_LIMITS } from '../../electron/engine/tracker/httpLimits.ts';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { type HttpTrackerOptions, readToEnd, startHttpTracker } from '../support/httpTrackerFixture.ts';
import { tcpListeners } from '../support/tcpListeners.ts';
import { createTrackerFixture, SHARED } from '../support/trackerFixture.ts';

/** What clients that keep their connection can count on, whichever listener took it. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const HASH = '%AB'.repeat(20);
const ANNOUNCE = `/announce?info_hash=${HASH}&peer_id=-GY0100-abcdefghijkl&port=6881&left=10`;
const SCRAPE = `/scrape?info_hash=${HASH}`;
const OK = /^HTTP\/1\.1 200 OK\r\n/;
const { idleTimeoutMs } = DEFAULT_HTTP_LIMITS;

function get(target: string, ...headers: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, 'Host: tracker', ...headers, '', ''].join('\r\n');
}

/** However it ends. */
function closing(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** A client that reads answers by their length, as they come. */
function createClient(socket: Socket) {
  let unread = '';
  const closed = closing(socket);
  let onHeard = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    unread += chunk.toString('latin1');
    onHeard();
  });

  async function answer(): Promise<string> {
    for (;;) {
      const [head = '', length] = /^.*?\r\nContent-Length: (\d+)\r\n.*?\r\n\r\n/s.exec(unread) ?? [];
      const bytes = head.length + Number(length);
      if (head !== '' && unread.length >= bytes) {
        const whole = unread.slice(0, bytes);
        unread = unread.slice(bytes);
        return whole;
      }
      if (socket.destroyed) throw new Error('the connection ended before its answer');
      await Promise.race([new Promise<void>((resolve) => (onHeard = resolve)), closed]);
    }
  }

  return {
    socket,
    answer,
    async ask(text: string): Promise<string> {
      socket.write(text);
      return answer();
    },
    closed: () => closed,
    unread: () => unread,
  };
}

describe.each(tcpListeners)('a connection that is kept ($name)', ({ listen: listenTcp }) => {
  async function start(options: Partial<HttpTrackerOptions> = {}) {
    const fixture = createTrackerFixture({ seederPort: 7777 });
    const handOver = (socket: Socket): void => {
      socket.once('data', (chunk: Buffer) => socket.end(`another took ${chunk.toString('latin1')}`));
    };
    const http = await startHttpTracker(cleanup, { ...fixture, listenTcp, handOver, ...options });
    const client = async () => createClient(await http.connect());
    const isLeft = (count: number) =>
      eventually(() => http.frontend.socketCount() === count || undefined, { what: `${count} connections` });
    return { ...fixture, ...http, client, isLeft };
  }

  it('takes one request after the other', async () => {
    const { client, tracker, frontend } = await start();
    const { ask } = await client();
    for (let i = 0; i < 5; i++) expect(await ask(get(ANNOUNCE))).toMatch(OK);
    expect(await ask(get(SCRAPE))).toContain('8:completei1e');
    expect(tracker.totals()).toMatchObject({ announces: 5, scrapes: 1 });
    expect(frontend.socketCount()).toBe(1);
  });

  it.each([3, 40])('takes %d requests at once, and answers them in order', async (count) => {
    const { client, tracker } = await start();
    const { socket, answer } = await client();
    for (let round = 1; round <= 2; round++) {
      socket.write((get(ANNOUNCE) + get(SCRAPE)).repeat(count));
      for (let i = 0; i < count; i++) {
        expect(await answer()).toContain('8:interval');
        expect(await answer()).toContain('5:files');
      }
      expect(tracker.totals()).toMatchObject({ announces: count * round, scrapes: count * round });
    }
  });

  it('waits for the rest of a request, also behind a whole one', async () => {
    const { client, tracker } = await start();
    const { ask, socket, answer } = await client();
    expect(await ask(get(ANNOUNCE))).toMatch(OK);
    expect(await ask(get(ANNOUNCE) + get(SCRAPE).slice(0, 20))).toContain('8:interval');
    socket.write(get(SCRAPE).slice(20));
    expect(await answer()).toContain('5:files');
    expect(await ask(get(ANNOUNCE))).toMatch(OK);
    expect(tracker.totals()).toMatchObject({ announces: 3, scrapes: 1 });
  });

  it.each([
    { name: 'a request that wants no other', text: get(ANNOUNCE, 'Connection: close'), announces: 2 },
    { name: 'a request of old', text: `GET ${ANNOUNCE} HTTP/1.0\r\n\r\n`, announces: 2 },
    { name: 'a body', text: `${get(ANNOUNCE, 'Content-Length: 4')}body`, announces: 2 },
    { name: 'another method', text: get(ANNOUNCE).replace('GET', 'POST'), announces: 1 },
    { name: 'a request in between', text: get(ANNOUNCE, 'Connection: close') + get(ANNOUNCE), announces: 2 },
  ])('ends with the answer to $name', async ({ text, announces }) => {
    const { client, tracker, isLeft } = await start();
    const { ask, closed, unread } = await client();
    expect(await ask(get(ANNOUNCE))).toMatch(OK);
    expect(await ask(text)).toContain('\r\nConnection: close\r\n');
    await closed();
    expect(unread()).toBe('');
    expect(tracker.totals().announces).toBe(announces);
    await isLeft(0);
  });

  it('goes over to another, with what was read, when its request is for him', async () => {
    const { client, frontend } = await start();
    const { ask, socket, closed, unread } = await client();
    expect(await ask(get(ANNOUNCE))).toMatch(OK);
    socket.write(get('/page'));
    await closed();
    expect(unread()).toBe(`another took ${get('/page')}`);
    expect(frontend.socketCount()).toBe(0);
  });

  it('ends with its client, who had an answer to what it said last', async () => {
    const { connect, client, isLeft } = await start();
    const halfOpen = await connect({ allowHalfOpen: true });
    const received = readToEnd(halfOpen);
    halfOpen.on('end', () => halfOpen.end());
    halfOpen.write(get(ANNOUNCE));
    halfOpen.end(get(ANNOUNCE));
    expect((await received).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    const [gone, reset] = [await client(), await client()];
    for (const { ask } of [gone, reset]) expect(await ask(get(ANNOUNCE))).toMatch(OK);
    await isLeft(2);
    gone.socket.end();
    reset.socket.resetAndDestroy();
    await isLeft(0);
    expect(await (await client()).ask(get(ANNOUNCE))).toMatch(OK);
  });

  it('is cut off when it says nothing for long, and not before', async () => {
    const { client, clock, frontend } = await start();
    const { ask, closed } = await client();
    for (let i = 0; i < 3; i++) {
      expect(await ask(get(ANNOUNCE))).toMatch(OK);
      clock.advance(idleTimeoutMs - 2000);
      expect(frontend.socketCount()).toBe(1);
    }
    clock.advance(3000);
    expect(frontend.socketCount()).toBe(0);
    await closed();
  });

  it('that begins a request has less time to finish it', async () => {
    const { client, clock, frontend } = await start();
    const { ask, closed, socket } = await client();
    expect(await ask(get(ANNOUNCE))).toMatch(OK);
    // The answer says that the beginning of the next was read.
    expect(await ask(`${get(ANNOUNCE)}GET /anno`)).toMatch(OK);
    clock.advance(DEFAULT_HTTP_LIMITS.headTimeoutMs - 1000);
    expect(frontend.socketCount()).toBe(1);
    expect(socket.destroyed).toBe(false);
    clock.advance(2000);
    await closed();
    expect(frontend.socketCount()).toBe(0);
  });

  it('loses its place to others when it did nothing for longest', async () => {
    const { client, frontend } = await start({ limits: { maxSockets: 10 } });
    const clients = [];
    for (let i = 0; i < 10; i++) clients.push(await client());
    for (const { ask } of clients) expect(await ask(get(ANNOUNCE))).toMatch(OK);
    const [first, second, third] = clients;
    expect(await first?.ask(get(ANNOUNCE))).toMatch(OK);
    for (const text of [get(ANNOUNCE), `${get(ANNOUNCE)}GET /`]) expect(await (await client()).ask(text)).toMatch(OK);
    await Promise.all([second?.closed(), third?.closed()]);
    expect(frontend.socketCount()).toBe(10);
    for (const { ask } of [...clients.slice(0, 1), ...clients.slice(3)]) expect(await ask(get(ANNOUNCE))).toMatch(OK);
  });

  it('is one of many, all of which have their answers', async () => {
    const { client, tracker, frontend } = await start();
    const clients = await Promise.all(Array.from({ length: 300 }, () => client()));
    for (let round = 0; round < 4; round++) {
      const answers = await Promise.all(clients.map(({ ask }) => ask(get(ANNOUNCE))));
      for (const answer of answers) expect(answer).toMatch(OK);
    }
    expect(tracker.totals().announces).toBe(1200);
    expect(frontend.socketCount()).toBe(300);
  });

  it('is cut off when the tracker stops', async () => {
    const { client, frontend, tracker } = await start();
    const clients = await Promise.all(Array.from({ length: 20 }, () => client()));
    for (const { ask } of clients) expect(await ask(get(ANNOUNCE))).toMatch(OK);
    for (const { socket } of clients) socket.write(get(ANNOUNCE));
    await frontend.stop();
    expect(frontend.socketCount()).toBe(0);
    await Promise.all(clients.map(({ closed }) => closed()));
    expect(tracker.totals().announces).toBeLessThanOrEqual(40);
  });

  it('of a proxy speaks for another client with each request', async () => {
    const options = {
      hasProxies: true,
      isProxy: ({ text }: { text: string }) => text === '127.0.0.1',
      fullScrape: false,
    };
    const { client, tracker } = await start({ options });
    const { ask } = await client();
    const forwarded = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
    for (const [i, address] of forwarded.entries())
      await ask(get(ANNOUNCE.replace('jkl', `jk${i}`), `X-Forwarded-For: ${address}`));
    expect(tracker.peers(SHARED).map(({ address }) => address)).toEqual(forwarded);
  });

  it('is asked for every torrent when that is allowed, which may change', async () => {
    const options = { hasProxies: false, isProxy: () => false, fullScrape: false };
    const { client } = await start({ options });
    const { ask, socket, closed, unread } = await client();
    expect(await ask(get('/scrape'))).toContain('failure reason');
    options.fullScrape = true;
    socket.write(get('/scrape'));
    await closed();
    expect(unread()).toContain('5:filesd20:');
  });

  it('that asks and never reads is cut off', async () => {
    const { connect, isLeft } = await start({ limits: { maxUnsentBytes: 64 * 1024 } });
    const socket = await connect();
    const closed = closing(socket);
    socket.pause();
    const burst = get(SCRAPE).repeat(500);
    const more = (): void => void socket.write(burst, (error) => error ?? setImmediate(more));
    more();
    await closed;
    expect(await isLeft(0)).toBe(true);
  });
});
