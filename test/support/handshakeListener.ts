import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Cleanup } from './cleanup.ts';

/** Stands in the place of a seeder, for tests that end when a client has found it. */
export interface HandshakeListener {
  readonly port: number;
  /** The info-hash, in hexadecimal, of the first handshake (BEP 3). */
  readonly firstHandshake: Promise<string>;
}

/** Takes connections, reads, and hangs up. Clients that begin with an encrypted handshake come back with a plain one. */
export async function startHandshakeListener(cleanup: Cleanup, address: string): Promise<HandshakeListener> {
  const { promise: firstHandshake, resolve } = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    // A client that goes away is no concern of the test.
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      if (data.subarray(1, 20).toString('latin1') === 'BitTorrent protocol') resolve(data.toString('hex', 28, 48));
      socket.destroy();
    });
  });
  server.listen(0, address);
  await once(server, 'listening');
  cleanup.add(() => new Promise((done) => server.close(() => done())));
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new TypeError('a TCP server has an address');
  return { port: bound.port, firstHandshake };
}
