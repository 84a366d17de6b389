import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_UDP_SCRAPE_HASHES, writeUdpRequest } from '../../electron/engine/codec/udpTracker.ts';
import type { SocketAddress } from '../../electron/engine/ports.ts';
import { createConnectionIds } from '../../electron/engine/tracker/connectionId.ts';
import { createFastestSockets } from '../../electron/engine/tracker/fastestSockets.ts';
import { DEFAULT_HTTP_LIMITS } from '../../electron/engine/tracker/httpLimits.ts';
import { createUdpFrontend } from '../../electron/engine/tracker/udpFrontend.ts';
import { createCleanup } from '../support/cleanup.ts';
import { createFakeUdpSocket } from '../support/fakeUdpSocket.ts';
import { type HttpTrackerOptions, startHttpTracker } from '../support/httpTrackerFixture.ts';
import { createTrackerFixture, ip, NOT_SHARED, peerIdOf, SHARED } from '../support/trackerFixture.ts';

/** What many hostile clients at once can do to the tracker, and that good ones have their answers meanwhile. */

const cleanup = createCleanup();
afterEach(cleanup.run);

const ANNOUNCE = `/announce?info_hash=${'%AB'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=6881&left=10`;
const LAST_REQUEST = `GET ${ANNOUNCE} HTTP/1.1\r\nConnection: close\r\n\r\n`;
const OK = /^HTTP\/1\.1 200 OK\r\n/;
const GROUP = 100;

async function start(options: Partial<HttpTrackerOptions> = {}) {
  const fixture = createTrackerFixture();
  const { listenTcp } = createFastestSockets({ log: () => undefined });
  return { ...fixture, ...(await startHttpTracker(cleanup, { ...fixture, listenTcp, ...options })) };
}

describe('connections that say half a sentence', () => {
  it('10,000 of them cost the oldest their place, and nobody else an answer', { timeout: 120_000 }, async () => {
    const { connect, exchange, frontend } = await start();
    for (let opened = 0; opened < 10_000; opened += GROUP) {
      await openHalf(connect, GROUP);
      if (opened % 1000 === 0) expect(await exchange(LAST_REQUEST)).toMatch(OK);
      expect(frontend.socketCount()).toBeLessThanOrEqual(DEFAULT_HTTP_LIMITS.maxSockets);
    }
    for (let i = 0; i < 20; i++) expect(await exchange(LAST_REQUEST)).toMatch(OK);
  });

  it('and go on with a byte a second are cut off when their time is up', async () => {
    const { connect, exchange, frontend, clock } = await start();
    const slow = await openHalf(connect, 5 * GROUP);
    // Behind this answer, all of them are taken in.
    expect(await exchange(LAST_REQUEST)).toMatch(OK);
    const closed = slow.map((socket) => once(socket, 'close'));
    for (let second = 0; second < 12; second++) {
      for (const socket of slow) if (!socket.destroyed) socket.write('x');
      expect(await exchange(LAST_REQUEST)).toMatch(OK);
      clock.advance(1000);
    }
    await Promise.all(closed);
    expect(frontend.socketCount()).toBe(0);
  });
});

describe('packets with forged connection ids', () => {
  const GOOD: SocketAddress = { address: '192.168.1.2', family: 'IPv4', port: 40_000 };

  function createFrontend() {
    const { tracker, clock } = createTrackerFixture();
    const socket = createFakeUdpSocket();
    const connectionIds = createConnectionIds({ clock, randomBytes });
    createUdpFrontend({ tracker, clock, connectionIds, facing: () => undefined }, socket);
    return { tracker, socket, connectionIds };
  }

  const announceWith = (connectionId: bigint): Uint8Array =>
    writeUdpRequest({
      kind: 'announce',
      connectionId,
      transactionId: 1,
      infoHash: SHARED,
      peerId: peerIdOf('peer'),
      downloadedBytes: 0,
      leftBytes: 10,
      uploadedBytes: 0,
      event: 'started',
      claimedAddress: 0,
      key: 0,
      numWant: -1,
      port: 6881,
      urlData: '',
    });

  it('from 50,000 addresses list nobody, are never answered with more than they sent, and shut nobody out', () => {
    const { tracker, socket, connectionIds } = createFrontend();
    const good = announceWith(connectionIds.issue(ip(GOOD.address)));
    let [bytesIn, bytesOut] = [0, 0];
    for (let i = 0; i < 50_000; i++) {
      const packet = announceWith(randomBytes(8).readBigUInt64BE());
      const address = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
      const replies = socket.receive(packet, { ...GOOD, address });
      bytesIn += packet.length;
      bytesOut += replies.reduce((sum, reply) => sum + reply.length, 0);
      if (i % 5000 === 0) expect(socket.receive(good, GOOD)[0]?.[3]).toBe(1);
    }
    expect(bytesOut).toBeLessThan(bytesIn);
    expect(tracker.peers(SHARED).map(({ address }) => address)).toEqual([GOOD.address]);
  });

  it('of any kind, whole or cut off, are never answered with more than they sent', () => {
    const { socket } = createFrontend();
    const scrape = (count: number): Uint8Array =>
      writeUdpRequest({
        kind: 'scrape',
        connectionId: 1n,
        transactionId: 1,
        infoHashes: Array.from({ length: count }, () => SHARED),
      });
    const templates = [
      writeUdpRequest({ kind: 'connect', transactionId: 1 }),
      announceWith(0x41727101980n),
      scrape(1),
      scrape(MAX_UDP_SCRAPE_HASHES),
    ];
    const packet = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(
          fc.constantFrom(...templates),
          fc.nat(),
          fc.uint8Array({ minLength: 1, maxLength: 40 }),
          fc.nat(),
          fc.nat(),
        )
        .map(([template, length, noise, at, cut]) => {
          const bytes = Uint8Array.from(template);
          bytes.set(noise.subarray(0, Math.max(0, bytes.length - (at % bytes.length))), at % bytes.length);
          return cut % 2 === 0 ? bytes : bytes.subarray(0, length % (bytes.length + 1));
        }),
    );
    fc.assert(
      fc.property(packet, fc.ipV4(), (bytes, address) => {
        const sent = socket.receive(bytes, { ...GOOD, address }).reduce((sum, reply) => sum + reply.length, 0);
        expect(sent).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('even from a proven address, a scrape is answered with less than it sent', () => {
    const { socket, connectionIds } = createFrontend();
    for (const count of [1, 10, MAX_UDP_SCRAPE_HASHES]) {
      const request = writeUdpRequest({
        kind: 'scrape',
        connectionId: connectionIds.issue(ip(GOOD.address)),
        transactionId: 1,
        infoHashes: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? SHARED : NOT_SHARED)),
      });
      const [reply] = socket.receive(request, GOOD);
      expect(reply?.length).toBe(8 + 12 * count);
      expect(reply?.length).toBeLessThan(request.length);
    }
  });
});

describe('scrape bombs over HTTP', () => {
  const HASHES = 700;
  const distinct = Array.from({ length: HASHES }, (_, i) => `info_hash=${'x'.repeat(17)}${String(i).padStart(3, '0')}`);

  it('of more torrents than a head has room for are refused', async () => {
    const { exchange } = await start();
    expect(await exchange(`GET /scrape?${distinct.join('&')} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 414 /);
    expect(await exchange(LAST_REQUEST)).toMatch(OK);
  });

  it('that name one torrent as often as there is room count once', async () => {
    const { exchange, tracker } = await start();
    const query = Array.from({ length: 200 }, () => `info_hash=${'%AB'.repeat(20)}`).join('&');
    const response = await exchange(`GET /scrape?${query} HTTP/1.1\r\nConnection: close\r\n\r\n`);
    expect(response.match(/8:complete/g)).toHaveLength(1);
    expect(tracker.counts(SHARED).scrapes).toBe(1);
  });
});

async function openHalf(connect: () => Promise<Socket>, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const group = await Promise.all(Array.from({ length: Math.min(GROUP, count - sockets.length) }, () => connect()));
    for (const socket of group) {
      // One that loses its place is reset.
      socket.on('error', () => undefined);
      socket.write('GET /anno');
    }
    sockets.push(...group);
  }
  return sockets;
}
