import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { parseHttpReply } from '../../../electron/engine/codec/httpTrackerReply.ts';
import { startHttpFrontend } from '../../../electron/engine/tracker/httpFrontend.ts';
import { createTracker, DEFAULT_TRACKER_CONFIG } from '../../../electron/engine/tracker/tracker.ts';
import { createCleanup } from '../../support/cleanup.ts';
import {
  type HttpTrackerFixture,
  type HttpTrackerOptions,
  readToEnd,
  startHttpTracker,
} from '../../support/httpTrackerFixture.ts';
import { announce, createTrackerFixture, peerIdOf, SHARED, type TrackerFixture } from '../../support/trackerFixture.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const HASH = '%AB'.repeat(20);
const ANNOUNCE = `/announce?info_hash=${HASH}&peer_id=-GY0100-abcdefghijkl&port=6881&left=10`;

async function start(
  options: Partial<HttpTrackerOptions> = {},
  fixture = createTrackerFixture({ seederPort: 7777 }),
): Promise<HttpTrackerFixture & TrackerFixture> {
  return { ...fixture, ...(await startHttpTracker(cleanup, { ...fixture, ...options })) };
}

function get(target: string, ...headers: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, 'Host: tracker', ...headers, '', ''].join('\r\n');
}

const CLOSE = 'Connection: close';

function bodyOf(response: string): string {
  return response.slice(response.indexOf('\r\n\r\n') + 4);
}

function replyOf(response: string) {
  expect(response).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain\r\n/);
  const parsed = parseHttpReply(Buffer.from(bodyOf(response), 'latin1'));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

describe('an announce over HTTP', () => {
  it('is answered, and the connection closed', async () => {
    const { exchange, tracker } = await start();
    const response = await exchange(get(ANNOUNCE, CLOSE));
    expect(response).toContain('\r\nConnection: close\r\n');
    expect(replyOf(response)).toMatchObject({
      kind: 'announce',
      seeders: 1,
      leechers: 1,
      intervalSeconds: 60,
      minIntervalSeconds: 15,
      externalIp: Uint8Array.of(127, 0, 0, 1),
      peers: { form: 'compact', ipv4: Uint8Array.of(127, 0, 0, 1, 0x1e, 0x61) },
    });
    expect(tracker.peers(SHARED)).toMatchObject([{ address: '127.0.0.1', port: 6881, client: 'Granary 0.1.0' }]);
  });

  it('over IPv6 gives both families', async () => {
    const fixture = createTrackerFixture();
    announce(fixture.tracker, { from: '192.168.1.3', peerId: peerIdOf('four') });
    announce(fixture.tracker, { from: 'fd00::3', peerId: peerIdOf('six') });
    const { exchange } = await start({ address: '::1' }, fixture);
    const reply = replyOf(await exchange(get(ANNOUNCE, CLOSE)));
    expect(reply.kind === 'announce' && reply.peers).toMatchObject({
      form: 'compact',
      ipv4: { length: 6 },
      ipv6: { length: 18 },
    });
    expect(reply).toMatchObject({ leechers: 3, externalIp: { length: 16 } });
  });

  it('gives dictionaries for compact=0, and leaves peer-ids out on request', async () => {
    const fixture = createTrackerFixture({ seederPort: 7777 });
    announce(fixture.tracker, { from: 'fd00::3', peerId: peerIdOf('six') });
    const { exchange } = await start({}, fixture);
    const own = { address: '127.0.0.1', port: 7777, peerId: undefined };
    const other = { address: 'fd00::3', port: 6881, peerId: peerIdOf('six') };
    const withIds = replyOf(await exchange(get(`${ANNOUNCE}&compact=0`, CLOSE)));
    expect(withIds).toMatchObject({ peers: { form: 'dictionary', peers: [own, other] } });
    const without = replyOf(await exchange(get(`${ANNOUNCE}&compact=0&no_peer_id=1`, CLOSE)));
    expect(without).toMatchObject({ peers: { form: 'dictionary', peers: [own, { ...other, peerId: undefined }] } });
  });

  it.each([
    {
      name: 'of another torrent',
      target: ANNOUNCE.replaceAll('%AB', '%CD'),
      reason: 'this torrent is not shared here',
    },
    { name: 'without info-hash', target: '/announce', reason: 'info_hash is missing' },
    {
      name: 'without port',
      target: ANNOUNCE.replace('port=6881', ''),
      reason: 'port must be a number from 1 to 65535',
    },
    {
      name: 'of a scrape of everything',
      target: '/scrape',
      reason: 'info_hash is missing: this tracker lists no torrents',
    },
    {
      name: 'of a scrape of others',
      target: `/scrape?info_hash=${'%CD'.repeat(20)}`,
      reason: 'this torrent is not shared here',
    },
  ])('$name gets its failure in words, with status 200', async ({ target, reason }) => {
    const { exchange } = await start();
    expect(replyOf(await exchange(get(target, CLOSE)))).toEqual({ kind: 'failure', reason });
  });

  it('honours ip= from loopback', async () => {
    const { exchange, tracker } = await start();
    await exchange(get(`${ANNOUNCE}&ip=10.1.2.3`, CLOSE));
    expect(tracker.peers(SHARED)).toMatchObject([{ address: '10.1.2.3' }]);
  });

  it('comes in pieces of one byte as well', async () => {
    const { connect } = await start();
    const socket = await connect();
    socket.setNoDelay(true);
    const received = readToEnd(socket);
    for (const byte of get(ANNOUNCE, CLOSE)) {
      socket.write(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(replyOf(await received)).toMatchObject({ kind: 'announce' });
  });
});

describe('a scrape over HTTP', () => {
  it('tells the torrents that are shared, each once', async () => {
    const { exchange } = await start();
    const response = await exchange(
      get(`/scrape?info_hash=${HASH}&info_hash=${'%CD'.repeat(20)}&info_hash=${HASH}`, CLOSE),
    );
    expect(replyOf(response)).toEqual({
      kind: 'scrape',
      files: [{ infoHash: SHARED, seeders: 1, completed: 0, leechers: 0, paused: 0 }],
    });
  });
});

describe('a connection', () => {
  it('that is kept takes further requests, also several at once', async () => {
    const { exchange, tracker } = await start();
    const response = await exchange(get(ANNOUNCE) + get(ANNOUNCE) + get(`/scrape?info_hash=${HASH}`, CLOSE));
    expect(response.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(response.match(/Connection: keep-alive/g)).toHaveLength(2);
    expect(tracker.totals()).toMatchObject({ announces: 2, scrapes: 1 });
  });

  it('that is kept is of no use any more to an address that is not served any more', async () => {
    const refusal = { code: 'refused', message: 'your address is blocked' } as const;
    let isServed = true;
    const clock = createVirtualClock();
    const policy = { refusalOf: () => (isServed ? undefined : refusal) };
    const tracker = createTracker(
      { clock, random: () => 0.5, policy, localSeeder: () => undefined },
      DEFAULT_TRACKER_CONFIG,
    );
    cleanup.add(() => tracker.stop());
    tracker.addSwarm(SHARED);
    const { connect } = await startHttpTracker(cleanup, { tracker, clock });
    const socket = await connect();
    socket.write(get(ANNOUNCE));
    const [first] = await once(socket, 'data');
    expect(String(first)).toContain('8:interval');
    isServed = false;
    for (const target of [ANNOUNCE, `/scrape?info_hash=${HASH}`]) {
      socket.write(get(target));
      const [next] = await once(socket, 'data');
      expect(String(next)).toContain(refusal.message);
    }
  });

  it('of HTTP/1.0 closes after its answer', async () => {
    const { exchange } = await start();
    expect(replyOf(await exchange(`GET ${ANNOUNCE} HTTP/1.0\r\n\r\n`))).toMatchObject({ kind: 'announce' });
  });

  it('with a body closes, so that the body is not taken for a request', async () => {
    const { exchange, tracker } = await start();
    const body = get(ANNOUNCE);
    await exchange(get(ANNOUNCE, `Content-Length: ${body.length}`) + body);
    expect(tracker.totals().announces).toBe(1);
  });

  it.each(['HEAD', 'POST', 'PUT', 'DELETE'])('that asks with %s learns what is allowed', async (method) => {
    const { exchange, tracker } = await start();
    const response = await exchange(get(ANNOUNCE).replace('GET', method));
    expect(response).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\nAllow: GET\r\n/);
    expect(bodyOf(response) === '').toBe(method === 'HEAD');
    expect(tracker.totals().announces).toBe(0);
  });

  it('with a request line of another protocol is refused', async () => {
    const { exchange } = await start();
    expect(await exchange('GET /announce?x SPDY/3\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });

  it('that asks for something else is handed over with all it sent', async () => {
    const http = createServer((request, response) => response.end(`${request.method} ${request.url}`));
    const { exchange, frontend } = await start({ handOver: (socket) => void http.emit('connection', socket) });
    expect(bodyOf(await exchange(get('/torrents/x.torrent', CLOSE)))).toBe('GET /torrents/x.torrent');
    const afterAnnounce = await exchange(get(ANNOUNCE) + get('/page', CLOSE));
    expect(afterAnnounce).toMatch(/^HTTP\/1\.1 200 OK\r\nContent-Type: text\/plain\r\n.*GET \/page$/s);
    expect(frontend.socketCount()).toBe(0);
  });

  it('in pieces is handed over as soon as it is clear that it must be', async () => {
    const http = createServer((request, response) => response.end(request.url));
    const { connect } = await start({ handOver: (socket) => void http.emit('connection', socket) });
    const socket = await connect();
    const received = readToEnd(socket);
    for (const piece of ['G', 'ET /ann', 'ounces/1 HT', 'TP/1.1\r\nHost: x\r\nConnec', 'tion: close\r\n\r\n']) {
      socket.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(bodyOf(await received)).toBe('/announces/1');
  });
});

describe('the listener', () => {
  it('rejects with what a person can do when its port is taken', async () => {
    const { frontend, tracker, clock } = await start();
    const deps = { tracker, clock, logger: { log: () => undefined }, handOver: () => undefined };
    const { port } = frontend.local;
    await expect(startHttpFrontend(deps, { address: '127.0.0.1', port })).rejects.toMatchObject({ code: 'port-taken' });
    await expect(startHttpFrontend(deps, { address: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'address-unavailable',
      message: expect.stringContaining('192.0.2.1'),
    });
    expect(clock.pendingTasks).toBe(2);
  });

  it('cuts off its connections when it stops, and can be stopped again', async () => {
    const { frontend, connect } = await start();
    const socket = await connect();
    const closed = once(socket, 'close');
    await frontend.stop();
    await frontend.stop();
    socket.resume();
    await closed;
    expect(frontend.socketCount()).toBe(0);
  });
});
