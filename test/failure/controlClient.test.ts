import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectControl } from '../../electron/cli/controlClient.ts';

/** What answers at the port in a stale control file need not be an engine. */

const open: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Sends each client the given first message. */
async function startEngineThatSays(message: string): Promise<number> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => socket.send(message));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function startTcp(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  open.push(() => new Promise((resolve) => server.close(resolve)));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function expectUnreachable(port: number, says: string): Promise<void> {
  await expect(connectControl({ port, secret: 'corn' })).rejects.toMatchObject({
    code: 'engine-unreachable',
    message: expect.stringContaining(says),
    hint: expect.any(String),
  });
}

describe('connecting to what is no engine of ours', () => {
  it('names the version that speaks another contract', async () => {
    const port = await startEngineThatSays('{"hello":{"contractVersion":999,"version":"9.9.9"}}');
    await expectUnreachable(port, 'Granary 9.9.9');
  });

  it.each(['corn', '[]', '{"hello":{}}', '{"hello":{"contractVersion":"1","version":"0.1.0"}}'])(
    'gives up on a greeting of %j',
    async (message) => {
      await expectUnreachable(await startEngineThatSays(message), 'does not answer');
    },
  );

  it('gives up on a port where nobody listens', async () => {
    const server = createServer();
    const port = await startTcp(server);
    await new Promise((resolve) => server.close(resolve));
    await expectUnreachable(port, `127.0.0.1:${port}`);
  });

  it('gives up on another kind of server', async () => {
    const port = await startTcp(createServer((socket) => socket.resume().end('220 mail.example ESMTP\r\n')));
    await expectUnreachable(port, 'does not answer');
  });

  it('gives up on a server that is silent', async () => {
    const port = await startTcp(createServer((socket) => void socket.on('error', () => undefined).resume()));
    await expectUnreachable(port, 'does not answer');
  });
});
