import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSitePages } from '../../../electron/engine/portal/pages/sitePages.ts';
import type { SiteTorrentDetail } from '../../../electron/engine/portal/siteTorrent.ts';
import {
  createTrackerSite,
  type TrackerSite,
  type TrackerSiteDeps,
} from '../../../electron/engine/portal/trackerSite.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtualClock.ts';

const infoHash = fakeInfoHash('corn');
const path = `/torrents/${infoHash}.torrent`;

let site: TrackerSite;
let clock: VirtualClock;
let isOn: boolean;
let torrents: SiteTorrentDetail[];
let server: Server;
let askedAt: string[];

beforeEach(async () => {
  askedAt = [];
  isOn = true;
  torrents = [];
  await serve();
});
afterEach(async () => {
  await site.stop();
  await site.stop();
  await new Promise((resolve) => server.close(resolve));
});

async function serve(change: Partial<TrackerSiteDeps> = {}, host = '127.0.0.1'): Promise<void> {
  if (server?.listening) {
    await site.stop();
    await new Promise((resolve) => server.close(resolve));
  }
  clock = createVirtualClock();
  const logger = { log: () => undefined };
  const find = (wanted: string) => torrents.find((torrent) => torrent.infoHash === wanted);
  const pages = createSitePages({
    clock,
    logger,
    door: {
      isPrivate: () => false,
      visitorOf: () => ({ person: undefined }),
      signedIn: () => undefined,
      letIn: () => '',
      letOut: () => '',
      feedKeyOf: () => '',
    },
    publishing: { mayPublish: () => false, withdrawable: () => undefined },
    isOn: () => isOn,
    figures: () => ({
      version: '1.2.3',
      uptimeSeconds: 7,
      swarms: 3,
      peers: 5,
      seeders: 2,
      announces: 11,
      scrapes: 4,
      refused: 1,
    }),
    catalogue: {
      list: () => torrents,
      find,
      detail: async (wanted) => find(wanted),
      magnet: (wanted) => `magnet:?xt=urn:btih:${wanted}&tr=x`,
      async torrentFile(wanted, _, localAddress) {
        askedAt.push(localAddress);
        return wanted === infoHash ? { name: 'Zoë’s corn', bytes: Buffer.from('d4:infode') } : undefined;
      },
    },
  });
  site = createTrackerSite({
    clock,
    logger,
    isServedAddress: () => true,
    names: () => ['granary.local'],
    parts: [pages],
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

function send(request: string): Socket {
  const { port, address } = server.address() as AddressInfo;
  const socket = connect(port, address);
  socket.on('error', () => undefined);
  socket.write(request);
  return socket;
}

function exchange(request: string): Promise<string> {
  return text(send(request));
}

function get(target: string, method = 'GET'): Promise<string> {
  return exchange(`${method} ${target} HTTP/1.1\r\nHost: granary.local\r\nConnection: close\r\n\r\n`);
}

it('a kept connection is of no use any more to an address that is not served any more', async () => {
  let isServed = true;
  await serve({ isServedAddress: () => isServed });
  const request = `GET ${path} HTTP/1.1\r\nHost: granary.local\r\n\r\n`;
  const socket = send(request);
  expect(String(await once(socket, 'data'))).toContain(' 200 OK');
  isServed = false;
  socket.write(request);
  expect(await text(socket)).toBe('');
});

describe('a .torrent over HTTP', () => {
  it('comes with its type, its name and headers that keep a browser calm', async () => {
    const reply = await get(path);
    expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(reply).toContain('content-type: application/x-bittorrent\r\n');
    expect(reply).toContain(`filename="Zo__s corn.torrent"; filename*=UTF-8''Zo%C3%AB%E2%80%99s%20corn.torrent\r\n`);
    expect(reply).toContain('x-content-type-options: nosniff\r\n');
    expect(reply).toContain('cache-control: no-store\r\n');
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
    expect(reply).toContain('content-length: 9\r\n');
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
    expect(reply).toContain('allow: GET, HEAD\r\n');
  });

  it('is served while the pages are switched off', async () => {
    isOn = false;
    expect(await get(path)).toContain(' 200 OK');
    expect(await get('/')).toMatch(/^HTTP\/1\.1 404 /);
    expect(await get('/feed.xml')).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('pages', () => {
  const hostile: SiteTorrentDetail = {
    infoHash,
    name: '<script>alert(1)</script>"\'\u202egpj.exe',
    bytes: 1_234_567,
    createdAt: 1_700_000_000_000,
    state: 'seeding',
    hasFile: true,
    seeders: 1234,
    leechers: 1,
    completed: 0,
    comment: '</dd><img src=x onerror=alert(1)>',
    content: {
      isPrivate: true,
      pieces: 3,
      pieceLength: 262_144,
      files: [{ path: ['<u>', '"x'], bytes: 1 }],
    },
  };

  it('show what strangers called things as text, under a policy that runs nothing of it', async () => {
    torrents = [hostile];
    for (const target of ['/', `/torrents/${infoHash}`, '/feed.xml', `/?q=${encodeURIComponent('"><script>')}`]) {
      const reply = await get(target);
      expect(reply).toMatch(/^HTTP\/1\.1 200 /);
      expect(reply).toMatch(/content-security-policy: default-src 'none'/);
      expect(reply).not.toMatch(/<script>|<img src=x|<u>|\u202e|unsafe-inline/);
    }
  });

  it('speak the reader’s language, and write figures as their country does', async () => {
    torrents = [hostile];
    const ask = (language: string) =>
      exchange(`GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: ${language}\r\nConnection: close\r\n\r\n`);
    expect(await ask('fr, de-CH;q=0.8, en;q=0.7')).toMatch(
      /<html lang="de-CH">[^]*Hier geteilt[^]*1\.2\u00a0MB[^]*1(?:’|&#39;)234/,
    );
    expect(await ask('de')).toMatch(/1,2\u00a0MB[^]*1\.234/);
    expect(await ask('tlh, en-x-"><script>')).toMatch(/<html lang="en">[^]*Shared here[^]*1,234/);
  });

  it('find names whatever the case and the accents', async () => {
    torrents = [{ ...hostile, name: 'Zoë’s CORN' }];
    expect(await get('/?q=zoe%20corn')).toContain(`data-torrent="${infoHash}"`);
    expect(await get('/?q=rye')).not.toContain('data-torrent');
  });

  it.each([
    ['an address of another computer, which cannot be rebound', '10.1.2.3:80', 200],
    ['a name of ours', 'Granary.Local:6969', 200],
    ['another name', 'evil.example', 403],
    ['one that looks like ours', 'granary.local.evil.example', 403],
    ['no name at all', '"><b>', 400],
  ])('are served to who asks for %s: %s', async (_, host, status) => {
    const reply = await exchange(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(reply).not.toContain('evil.example.');
  });

  it('have figures as opentracker has them, and as JSON', async () => {
    expect(await get('/stats')).toMatch(/\r\n\r\n5\n2\ngranary serving 3 torrents\n/);
    expect(await get('/stats.json')).toContain('"announces":11');
  });

  it('tell of counts that change, and of nothing else', async () => {
    torrents = [hostile];
    let received = '';
    const socket = send(`GET /live?torrents=${infoHash},nonsense HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.on('data', (chunk: Buffer) => void (received += chunk.toString()));
    await expect.poll(() => received).toContain(`data: {"${infoHash}":[1234,1,0]}`);
    clock.advance(2000);
    torrents = [{ ...hostile, leechers: 7 }];
    clock.advance(2000);
    await expect.poll(() => received).toContain(`data: {"${infoHash}":[1234,7,0]}`);
    expect(received.match(/event: counts/g)).toHaveLength(2);
    await site.stop();
    await once(socket, 'close');
    expect(clock.pendingTasks).toBe(0);
  });
});

describe('bounds', () => {
  it('answers several requests of a connection, and says how many more', async () => {
    const one = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
    const replies = await exchange(`${one}\r\n${one}\r\n${one}Connection: close\r\n\r\n`);
    expect(replies.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
    expect(replies).toContain('Keep-Alive: timeout=5, max=100\r\n');
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
    const { socket, connection } = await begin('GET / HTTP/1.1\r\nX-Slow: ');
    await expect.poll(() => connection.listenerCount('close') > 1).toBe(true);
    clock.advance(31_000);
    expect(await text(socket)).toBe('');
  });

  it('closes what is open when it stops', async () => {
    const { socket, connection } = await begin('GET / HT');
    await expect.poll(() => connection.listenerCount('close') > 1).toBe(true);
    await site.stop();
    expect(await text(socket)).toBe('');
  });
});

/** A connection, at both ends, on which a request has begun. */
async function begin(request: string): Promise<{ readonly socket: Socket; readonly connection: Socket }> {
  const socket = send(request);
  const [connection] = (await once(server, 'connection')) as [Socket];
  return { socket, connection };
}
