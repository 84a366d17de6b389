import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../electron/engine/ports.ts';
import { createShareSite, type ShareSite, type ShareSiteDeps } from '../../../electron/engine/portal/shareSite.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { realClock } from '../../support/realClock.ts';

const infoHash = fakeInfoHash('corn');
const path = `/torrents/${infoHash}.torrent`;

let site: ShareSite;
let server: Server;
let askedAt: string[];

beforeEach(async () => {
  askedAt = [];
  await serve();
});
afterEach(async () => {
  await site.stop();
  await site.stop();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(change: Partial<ShareSiteDeps> = {}, host = '127.0.0.1'): Promise<void> {
  if (server?.listening) {
    await site.stop();
    await new Promise((resolve) => server.close(resolve));
  }
  site = createShareSite({
    clock: realClock,
    logger: { log: () => undefined },
    isServedAddress: () => true,
    renderTorrent(wanted, localAddress) {
      askedAt.push(localAddress);
      return wanted === infoHash ? { name: 'Zoë’s corn', bytes: Buffer.from('d4:infode') } : undefined;
    },
    ...change,
  });
  server = createServer((socket) => handOver(socket));
  server.listen(0, host);
  await once(server, 'listening');
}

/** As the tracker's frontend does: it has read the first bytes already. */
function handOver(socket: Socket): void {
  socket.once('data', (first: Uint8Array) => {
    socket.pause();
    socket.unshift(first);
    site.accept(socket);
  });
}

async function exchange(request: string): Promise<string> {
  const { port, address } = server.address() as AddressInfo;
  const socket = connect(port, address);
  socket.on('error', () => undefined);
  socket.write(request);
  return text(socket);
}

function get(target: string, method = 'GET'): Promise<string> {
  return exchange(`${method} ${target} HTTP/1.1\r\nHost: granary.local\r\n\r\n`);
}

describe('a .torrent over HTTP', () => {
  it('comes with its type, its name and headers that keep a browser calm', async () => {
    const reply = await get(path);
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(reply).toContain('Content-Type: application/x-bittorrent\r\n');
    expect(reply).toContain(`filename="Zo__s corn.torrent"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20corn.torrent\r\n`);
    expect(reply).toContain('X-Content-Type-Options: nosniff\r\n');
    expect(reply).toContain('Cache-Control: no-store\r\n');
    expect(reply.endsWith('\r\n\r\nd4:infode')).toBe(true);
  });

  it('is rendered for the address that the client reached', async () => {
    await get(`${path}?from=qr`);
    await serve({}, '::1');
    await get(path);
    expect(askedAt).toEqual(['127.0.0.1', '::1']);
  });

  it('answers HEAD without the bytes', async () => {
    const reply = await get(path, 'HEAD');
    expect(reply).toContain('Content-Length: 9\r\n');
    expect(reply.endsWith('\r\n\r\n')).toBe(true);
  });

  it('takes an info-hash in upper case', async () => {
    expect(await get(`/torrents/${infoHash.toUpperCase()}.torrent`)).toContain(' 200 OK');
  });

  it.each([
    ['another torrent', `/torrents/${fakeInfoHash('rye')}.torrent`],
    ['no info-hash', '/torrents/corn.torrent'],
    ['a way out of the folder', `/torrents/../../etc/passwd`],
    ['more after it', `${path}/x`],
    ['another page', '/favicon.ico'],
  ])('knows nothing of %s', async (_, target) => {
    expect(await get(target)).toMatch(/^HTTP\/1\.1 404 /);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s', async (method) => {
    const reply = await get(path, method);
    expect(reply).toMatch(/^HTTP\/1\.1 405 /);
    expect(reply).toContain('Allow: GET, HEAD\r\n');
  });

  it('says what this is at its root', async () => {
    const reply = await get('/');
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).toContain('Content-Type: text/plain; charset=utf-8\r\n');
    expect(reply).toContain('Granary');
  });
});

describe('bounds', () => {
  it('answers one request and hangs up', async () => {
    const one = `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n`;
    expect((await exchange(one + one)).match(/HTTP\/1\.1 200/g)).toHaveLength(1);
  });

  it('refuses headers without end, and what is no HTTP', async () => {
    expect(await exchange(`GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await exchange('grain grain grain\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('hangs up on addresses that are not served', async () => {
    await serve({ isServedAddress: (address) => address !== '127.0.0.1' });
    expect(await get(path)).toBe('');
    expect(askedAt).toEqual([]);
  });

  it('hangs up when an exchange takes too long', async () => {
    const deadlines: Array<() => void> = [];
    const clock: Clock = {
      ...realClock,
      after: (_, task) => {
        deadlines.push(task);
        return { cancel: () => undefined };
      },
    };
    await serve({ clock });
    const { port, address } = server.address() as AddressInfo;
    const socket = connect(port, address);
    socket.write('GET / HTTP/1.1\r\nX-Slow: ');
    await expect.poll(() => deadlines.length).toBe(1);
    for (const deadline of deadlines) deadline();
    expect(await text(socket)).toBe('');
  });

  it('closes what is open when it stops', async () => {
    const { port, address } = server.address() as AddressInfo;
    const socket = connect(port, address);
    const accepted = once(server, 'connection');
    socket.write('GET / HT');
    const [connection] = (await accepted) as [Socket];
    await expect.poll(() => connection.listenerCount('timeout') > 0).toBe(true);
    await site.stop();
    expect(await text(socket)).toBe('');
  });
});
