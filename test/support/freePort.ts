import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const ATTEMPTS = 20;

/** A port that is free for TCP and UDP at this moment; for programs that cannot choose one and say which. */
export async function freePort(address = '127.0.0.1'): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await freeTcpPort(address);
    if (await isFreeForUdp(address, port)) return port;
  }
  throw new Error(`no port is free for both TCP and UDP at ${address}`);
}

function freeTcpPort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, address, () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
      server.close(() => resolve(port));
    });
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
