import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { KEEP_ALIVE, writePeerMessage, type PeerMessage } from '../../electron/engine/codec/peerMessages.ts';
import { MIB } from '../../shared/units.ts';
import { createCleanup } from '../support/cleanup.ts';
import { fetchMetadata } from '../support/fetchMetadata.ts';
import { fetchBlocks, openSocket } from '../support/testLeecher.ts';
import { startTestSeeder, type TestSeeder } from '../support/testSeeder.ts';
import { createVirtualClock } from '../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const BLOCK = 16 * 1024;
const FIRST = { piece: 0, begin: 0, length: BLOCK };

describe('a peer that breaks the protocol is cut off', () => {
  it.each([
    ['a length of 4 GiB', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 7)],
    ['a length that would be negative with a sign', Uint8Array.of(0x80, 0, 0, 0, 5)],
    ['a bitfield of a wrong length', writePeerMessage({ kind: 'bitfield', bits: new Uint8Array(50) })],
    ['a bitfield with spare bits', writePeerMessage({ kind: 'bitfield', bits: Uint8Array.of(0xff) })],
    ['a have of a piece that is not there', writePeerMessage({ kind: 'have', piece: 6 })],
    ['a request of a wrong length', Uint8Array.of(0, 0, 0, 5, 6, 0, 0, 0, 0)],
    ['a thousand blocks that nobody asked for', repeat({ kind: 'piece', ...FIRST, block: Uint8Array.of(1) })],
    ['a thousand requests outside the torrent', repeat({ kind: 'request', ...FIRST, piece: 0xffff_ffff })],
    ['a thousand requests for nothing', repeat({ kind: 'request', ...FIRST, length: 0 })],
    ['a thousand requests for too much', repeat({ kind: 'request', ...FIRST, length: 0xffff_ffff })],
    ['a thousand messages that nobody knows', Buffer.concat(Array(1000).fill(Uint8Array.of(0, 0, 0, 1, 99)))],
  ])('after %s', async (_what, bytes) => {
    const seeder = await startTestSeeder(cleanup);
    const before = process.memoryUsage().arrayBuffers;
    const leecher = await seeder.connect();
    leecher.sendRaw(bytes);
    await leecher.closed;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * MIB);
    await expectService(seeder);
  });

  it.each(Array.from({ length: 20 }, (_, i) => i))('after garbage instead of messages (%i)', async (round) => {
    const seeder = await startTestSeeder(cleanup);
    const leecher = await seeder.connect();
    leecher.sendRaw(randomBytes(1 + round * 977));
    leecher.socket.end();
    await leecher.closed;
    await expectService(seeder);
  });

  it.each([
    ['an encrypted handshake', randomBytes(96 + 300)],
    ['a web browser', Buffer.from('GET /announce HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['another protocol name', Buffer.from('\u0013BitTorrent protocoL')],
  ])('when it opens with %s', async (_what, bytes) => {
    const seeder = await startTestSeeder(cleanup);
    const socket = await open(seeder);
    const received: Buffer[] = [];
    socket.on('data', (more: Buffer) => received.push(more));
    socket.write(bytes);
    await once(socket, 'close');
    expect(received).toEqual([]);
    await expectService(seeder);
  });
});

describe('a peer that is slow on purpose', () => {
  it('has ten seconds for its handshake, however it spends them', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup, { clock });
    const [silent, dribbling] = [await open(seeder), await open(seeder)];
    dribbling.write(Uint8Array.of(19));
    await until(() => seeder.listener.connections === 2);
    clock.advance(5000);
    dribbling.write('BitTorrent');
    clock.advance(4999);
    await expectService(seeder);
    const closed = Promise.all([silent, dribbling].map((socket) => once(socket, 'close')));
    clock.advance(1);
    await closed;
  });

  it('does not keep others out with 2,000 idle connections', async () => {
    const seeder = await startTestSeeder(cleanup, { maxConnections: 200 });
    for (let batch = 0; batch < 20; batch++) {
      await Promise.all(Array.from({ length: 100 }, () => open(seeder)));
    }
    expect(seeder.listener.connections).toBeLessThanOrEqual(200);
    await expectService(seeder);
  });

  it('does not hold memory by asking for more and more without reading', async () => {
    const files = { a: 12 * MIB };
    const seeder = await startTestSeeder(cleanup, { files, pieceLength: 256 * 1024, cacheBytes: 8 * MIB });
    const leecher = await seeder.connect();
    leecher.send({ kind: 'interested' });
    await leecher.next('unchoke');
    leecher.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    const flood = Buffer.concat(
      Array.from({ length: 40_000 }, (_, i) =>
        writePeerMessage({ kind: 'request', piece: i % 48, begin: 128 * 1024, length: 128 * 1024 }),
      ),
    );
    // The end of this loop is what matters: the seeder stops reading, and what it is sent stays with the sender.
    while (leecher.socket.writableLength < 4 * MIB) {
      leecher.sendRaw(flood);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(seeder.session.uploadedBytes).toBeGreaterThan(0);
    await expectService(seeder);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * MIB);
    await leecher.close();
    await expectService(seeder);
  });

  it('is cut off when it takes nothing for a minute', async () => {
    const clock = createVirtualClock();
    const files = { a: 12 * MIB };
    const seeder = await startTestSeeder(cleanup, { clock, files, pieceLength: 256 * 1024 });
    const leecher = await seeder.connect();
    leecher.send({ kind: 'interested' });
    await leecher.next('unchoke');
    leecher.socket.pause();
    const requests = Array.from(
      { length: 48 },
      (_, piece): PeerMessage => ({ kind: 'request', piece, begin: 0, length: 128 * 1024 }),
    );
    leecher.send(...requests, ...requests, ...requests);
    await until(() => seeder.session.uploadedBytes > 2 * MIB);
    await expectService(seeder);
    // It does say something every second; what it does not do is take what it asked for.
    while (seeder.session.peersConnected > 0) {
      leecher.sendRaw(KEEP_ALIVE);
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(1000);
    }
    leecher.socket.resume();
    await leecher.closed;
  });
});

describe('a peer that vanishes in the middle', () => {
  it('leaves nothing behind, a hundred times over', async () => {
    const seeder = await startTestSeeder(cleanup, { files: { a: 6 * MIB }, pieceLength: 256 * 1024, cacheBytes: 0 });
    for (let round = 0; round < 100; round++) {
      const leecher = await seeder.connect();
      leecher.send({ kind: 'interested' });
      await leecher.next('unchoke');
      const pieces = Array.from({ length: 24 }, (_, piece) => piece);
      leecher.send(
        ...pieces.map((piece): PeerMessage => ({ kind: 'request', piece, begin: round, length: 128 * 1024 })),
      );
      if (round % 2 === 0) await leecher.next('piece');
      leecher.socket.resetAndDestroy();
      await leecher.closed;
    }
    await until(() => seeder.session.peersConnected === 0);
    await expectService(seeder);
  });
});

/** The seeder still does for another peer what it is there for. */
async function expectService(seeder: TestSeeder): Promise<void> {
  const leecher = await seeder.connect();
  const [block] = await fetchBlocks(leecher, [FIRST]);
  expect(Buffer.from(block ?? []).equals(seeder.share.content.subarray(0, BLOCK))).toBe(true);
  expect(await fetchMetadata(leecher)).toHaveLength(seeder.share.info.infoBytes.length);
  await leecher.close();
}

async function open(seeder: TestSeeder): Promise<Socket> {
  const socket = await openSocket(seeder.listener.port);
  socket.on('error', () => undefined);
  cleanup.add(() => void socket.destroy());
  return socket;
}

function repeat(message: PeerMessage): Uint8Array {
  return Buffer.concat(Array.from({ length: 1000 }, () => writePeerMessage(message)));
}

async function until(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
}
