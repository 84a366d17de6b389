import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type {
  KeptConnection,
  ListenTcp,
  SocketAddress,
  TcpHandlers,
  TcpListener,
} from '../../electron/engine/ports.ts';
import { createCleanup } from '../support/cleanup.ts';
import { readToEnd, startHttpTracker } from '../support/httpTrackerFixture.ts';
import { batchedListeners, tcpListeners } from '../support/tcpListeners.ts';
import { createTrackerFixture } from '../support/trackerFixture.ts';

/** What every implementation of `ports.ListenTcp` keeps to. */

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Sends back in capitals what it reads from a socket, and ends with it. */
const shouting: TcpHandlers = {
  onConnection(socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => socket.write(chunk.toString('latin1').toUpperCase()));
    cleanup.add(() => void socket.destroy());
  },
  answerAtOnce: () => undefined,
  onUnsent: () => undefined,
  onKept: (connection) => connection.destroy(),
  onKeptEnd: () => undefined,
  onError: (error) => {
    throw error;
  },
};

async function open(
  listen: ListenTcp,
  handlers: Partial<TcpHandlers> = {},
  address = '127.0.0.1',
): Promise<TcpListener> {
  const listener = await listen(address, 0, { ...shouting, ...handlers });
  cleanup.add(() => listener.close());
  return listener;
}

async function client({ local }: TcpListener, host = local.address): Promise<Socket> {
  const socket = connect({ host, port: local.port });
  cleanup.add(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

async function answerTo(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString('latin1');
}

describe.each(tcpListeners)('a TCP listener ($name)', ({ listen }) => {
  it.each(['127.0.0.1', '::1'])('on %s takes connections on the port it names', async (address) => {
    const listener = await open(listen, {}, address);
    expect(listener.local).toMatchObject({ address, family: address === '::1' ? 'IPv6' : 'IPv4' });
    expect(await answerTo(await client(listener), 'hello')).toBe('HELLO');
  });

  it('takes many connections at once, each with its own bytes', async () => {
    const listener = await open(listen);
    const clients = await Promise.all(Array.from({ length: 300 }, () => client(listener)));
    const answers = await Promise.all(clients.map((socket, i) => answerTo(socket, `peer ${i}`)));
    expect(answers).toEqual(clients.map((_, i) => `PEER ${i}`));
  });

  it('gives a socket that knows both ends and goes on reading', async () => {
    const ends: unknown[] = [];
    const listener = await open(listen, {
      onConnection(socket) {
        ends.push([socket.remoteAddress, socket.remotePort, socket.localAddress, socket.localPort]);
        shouting.onConnection(socket);
      },
    });
    const socket = await client(listener);
    expect(await answerTo(socket, 'one')).toBe('ONE');
    expect(await answerTo(socket, 'two')).toBe('TWO');
    expect(ends).toEqual([['127.0.0.1', socket.localPort, '127.0.0.1', listener.local.port]]);
  });

  it('gives a socket that ends when its client does', async () => {
    const ended = Promise.withResolvers<string>();
    const listener = await open(listen, { onConnection: (socket) => ended.resolve(readToEnd(socket)) });
    const socket = await client(listener);
    socket.end('bye');
    expect(await ended.promise).toBe('bye');
  });

  it('that is closed takes no more, and leaves those it took alone', async () => {
    const listener = await open(listen);
    const socket = await client(listener);
    expect(await answerTo(socket, 'before')).toBe('BEFORE');
    await listener.close();
    await listener.close();
    expect(await answerTo(socket, 'after')).toBe('AFTER');
    await expect(client(listener)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('is refused a port or an address that it cannot have, in words', async () => {
    const { local } = await open(listen);
    await expect(listen('127.0.0.1', local.port, shouting)).rejects.toMatchObject({ code: 'port-taken' });
    await expect(listen('192.0.2.1', 0, shouting)).rejects.toMatchObject({ code: 'address-unavailable' });
  });

  it('frees its port for the next', async () => {
    const first = await open(listen);
    expect(await answerTo(await client(first), 'first')).toBe('FIRST');
    await first.close();
    const second = await listen('127.0.0.1', first.local.port, shouting);
    cleanup.add(() => second.close());
    expect(await answerTo(await client(second), 'second')).toBe('SECOND');
  });
});

describe.each(batchedListeners)('a TCP listener ($name) that is given the answer at once', ({ listen }) => {
  it('sends it whole and ends the connection, without a socket', async () => {
    const asked: unknown[] = [];
    const listener = await open(listen, {
      answerAtOnce(received, from, to) {
        asked.push([Buffer.from(received).toString(), from, to]);
        return { bytes: Buffer.from('answer'), stays: false };
      },
      onConnection: () => expect.unreachable('it was answered'),
    });
    const socket = await client(listener);
    const { localPort = 0 } = socket;
    socket.write('question');
    expect(await readToEnd(socket)).toBe('answer');
    const from: SocketAddress = { address: '127.0.0.1', family: 'IPv4', port: localPort };
    expect(asked).toEqual([['question', from, listener.local]]);
  });

  it('names the end that a client came to where it listens on all', async () => {
    const ends: SocketAddress[] = [];
    const answerAtOnce: TcpHandlers['answerAtOnce'] = (_received, _from, to) => {
      ends.push(to);
      return { bytes: Buffer.from('x'), stays: false };
    };
    const listener = await open(listen, { answerAtOnce }, '0.0.0.0');
    for (const host of ['127.0.0.1', '127.0.0.2']) {
      const socket = await client(listener, host);
      socket.write('?');
      await readToEnd(socket);
    }
    expect(ends.map(({ address }) => address)).toEqual(['127.0.0.1', '127.0.0.2']);
  });

  it('hands over what the system did not take of a long one', async () => {
    const answer = Buffer.alloc(2_000_000, 'granary');
    const listener = await open(listen, {
      answerAtOnce: () => ({ bytes: answer, stays: false }),
      onUnsent: (socket, rest) => void socket.end(rest),
    });
    const socket = await client(listener);
    socket.write('?');
    expect(await readToEnd(socket)).toBe(answer.toString());
  });

  it('keeps the connection where the answer says so, and tells when it ends', async () => {
    const kept: KeptConnection[] = [];
    const ended = Promise.withResolvers<KeptConnection>();
    const listener = await open(listen, {
      answerAtOnce: (received) => ({ bytes: Uint8Array.from(received), stays: true }),
      onConnection: () => expect.unreachable('it was answered'),
      onKept: (connection) => void kept.push(connection),
      onKeptEnd: ended.resolve,
    });
    const socket = await client(listener);
    for (const text of ['one', 'two', 'three']) expect(await answerTo(socket, text)).toBe(text);
    await listener.close();
    expect(await answerTo(socket, 'four')).toBe('four');
    socket.end();
    expect(kept).toHaveLength(4);
    expect(new Set([...kept, await ended.promise]).size).toBe(1);
  });

  it('cuts off one that is kept when it is told to, and says no more of it', async () => {
    const listener = await open(listen, {
      answerAtOnce: () => ({ bytes: Buffer.from('last'), stays: true }),
      onKept(connection) {
        connection.destroy();
        connection.destroy();
      },
      onKeptEnd: () => expect.unreachable('it was cut off'),
    });
    for (let i = 0; i < 3; i++) {
      const socket = await client(listener);
      socket.write('?');
      expect(await readToEnd(socket)).toBe('last');
    }
  });

  it.each([0, 1])(
    'goes on as a socket behind an answer that the system did not take whole (%d before)',
    async (before) => {
      const answer = Buffer.alloc(8_000_000, 'granary');
      let asked = 0;
      const listener = await open(listen, {
        answerAtOnce: () => ({ bytes: asked++ < before ? Buffer.from('x') : answer, stays: true }),
        onKept: () => undefined,
      });
      const socket = await client(listener);
      for (let i = 0; i < before; i++) expect(await answerTo(socket, '?')).toBe('x');
      const received = readToEnd(socket);
      socket.write('?');
      await once(socket, 'data');
      socket.end('behind it');
      expect((await received) === `${answer.toString()}BEHIND IT`).toBe(true);
    },
  );

  it('has those that say nothing wait outside, and takes the others', async () => {
    const listener = await open(listen, { answerAtOnce: () => ({ bytes: Buffer.from('served'), stays: false }) });
    await Promise.all(Array.from({ length: 200 }, () => client(listener)));
    const socket = await client(listener);
    socket.write('?');
    expect(await readToEnd(socket)).toBe('served');
  });
});

const ANNOUNCE = `/announce?info_hash=${'%AB'.repeat(20)}&peer_id=-GY0100-abcdefghijkl&port=6881&left=10`;
const OK = /^HTTP\/1\.1 200 OK\r\n/;

describe.each(tcpListeners)('the tracker behind a TCP listener ($name)', ({ listen: listenTcp }) => {
  async function start() {
    const fixture = createTrackerFixture();
    const handOver = (socket: Socket): void => void socket.end('another took it');
    return { ...fixture, ...(await startHttpTracker(cleanup, { ...fixture, listenTcp, handOver })) };
  }

  it.each([
    { name: 'one announce', text: `GET ${ANNOUNCE} HTTP/1.1\r\nConnection: close\r\n\r\n`, announces: 1 },
    { name: 'one announce of old', text: `GET ${ANNOUNCE} HTTP/1.0\n\n`, announces: 1 },
    {
      name: 'two announces',
      text: `GET ${ANNOUNCE} HTTP/1.1\r\n\r\nGET ${ANNOUNCE} HTTP/1.0\r\n\r\n`,
      announces: 2,
    },
    {
      name: 'an announce with a body',
      text: `GET ${ANNOUNCE} HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody`,
      announces: 1,
    },
  ])('answers a connection with $name', async ({ text, announces }) => {
    const { exchange, tracker } = await start();
    const response = await exchange(text);
    expect(response.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(announces);
    expect(tracker.totals().announces).toBe(announces);
  });

  it('answers a request that comes in pieces', async () => {
    const tracker = await start();
    const socket = await tracker.connect();
    const received = readToEnd(socket);
    for (const piece of ['GET ', ANNOUNCE, ' HTTP/1.0\r\n', '\r\n']) {
      socket.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await received).toMatch(OK);
  });

  it('refuses what is too long, and hands over what is for another', async () => {
    const { exchange } = await start();
    expect(await exchange(`GET /announce?${'x'.repeat(20_000)} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 414 /);
    expect(await exchange('GET / HTTP/1.0\r\n\r\n')).toBe('another took it');
  });
});
