import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the ports that systems hand out by themselves, so that nothing takes one between the look and the use. */
const FIRST = 10_000;
const COUNT = 20_000;

/** Each port is given out once: two programs that start side by side never get the same. */
let next = randomInt(COUNT);

/** A port that is free for TCP and UDP at this moment; for programs that cannot choose one and say which. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < COUNT; attempt++) {
    const port = FIRST + (next++ % COUNT);
    if ((await isFreeForTcp(address, port)) && (await isFreeForUdp(address, port))) return port;
  }
  throw new Error(`no port is free for both TCP and UDP at ${address}`);
}

function isFreeForTcp(address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}

function isFreeForUdp(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.on('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, address, () => socket.close(() => resolve(true)));
  });
}
