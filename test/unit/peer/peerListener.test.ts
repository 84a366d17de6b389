import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForPeers } from '../../../electron/engine/peer/peerListener.ts';
import { createSessionRegistry } from '../../../electron/engine/session/sessionRegistry.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { fakeInfoHash } from '../../support/fakeShare.ts';
import { realClock } from '../../support/realClock.ts';
import { nextPeerId, openSocket } from '../../support/testLeecher.ts';
import { startTestSeeder } from '../../support/testSeeder.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const identity = { peerId: nextPeerId(), client: 'Granary 0.1.0', listenPort: 1 };
const deps = { clock: realClock, hosts: createSessionRegistry(), identity: () => identity };

describe('listening for peers', () => {
  it('takes both families on one port', async () => {
    const seeder = await startTestSeeder(cleanup, { addresses: ['127.0.0.1', '::1', '127.0.0.2'] });
    const leechers = await Promise.all(['127.0.0.1', '::1', '127.0.0.2'].map((host) => seeder.connect({ host })));
    expect(leechers).toHaveLength(3);
    expect(seeder.listener.connections).toBe(3);
  });

  it('says which port is taken, and listens on nothing then', async () => {
    const blocker = createServer().listen(0, '127.0.0.2');
    await once(blocker, 'listening');
    cleanup.add(() => void blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const listening = listenForPeers(deps, { addresses: ['127.0.0.1', '127.0.0.2'], port, maxConnections: 1 });
    await expect(listening).rejects.toMatchObject({ code: 'port-taken', message: expect.stringContaining(`${port}`) });
    const again = await listenForPeers(deps, { addresses: ['127.0.0.1'], port, maxConnections: 1 });
    await again.stop();
  });

  it('says which address is not ours', async () => {
    const listening = listenForPeers(deps, { addresses: ['192.0.2.1'], port: 0, maxConnections: 1 });
    await expect(listening).rejects.toMatchObject({
      code: 'address-unavailable',
      message: expect.stringContaining('192.0.2.1'),
    });
  });

  it('stops more than once', async () => {
    const listener = await listenForPeers(deps, { addresses: ['127.0.0.1'], port: 0, maxConnections: 1 });
    await Promise.all([listener.stop(), listener.stop()]);
    await expect(openSocket(listener.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('who is let in', () => {
  it('is nobody who asks for another torrent', async () => {
    const seeder = await startTestSeeder(cleanup);
    await expect(seeder.connect({ infoHash: fakeInfoHash('another') })).rejects.toThrow('closed');
  });

  it('is not we ourselves', async () => {
    const seeder = await startTestSeeder(cleanup, { identity: { peerId: nextPeerId() } });
    const { theirs } = await seeder.connect();
    await expect(seeder.connect({ peerId: theirs.peerId })).rejects.toThrow('closed');
  });

  it('is not the same peer twice, unless the first connection has long been silent', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup, { clock });
    const peerId = nextPeerId();
    const first = await seeder.connect({ peerId });
    await expect(seeder.connect({ peerId })).rejects.toThrow('closed');
    expect(seeder.session.peersConnected).toBe(1);
    clock.advance(31_000);
    await seeder.connect({ peerId });
    await first.closed;
    expect(seeder.session.peersConnected).toBe(1);
  });

  it('ends at the limit of the share', async () => {
    const seeder = await startTestSeeder(cleanup, { maxConnectionsPerShare: 2 });
    const first = await seeder.connect();
    await seeder.connect();
    await expect(seeder.connect()).rejects.toThrow('closed');
    await first.close();
    while (seeder.session.peersConnected > 1) await new Promise((resolve) => setImmediate(resolve));
    await seeder.connect();
  });

  it('ends at the limit of the engine', async () => {
    const seeder = await startTestSeeder(cleanup, { maxConnections: 2 });
    await seeder.connect();
    await seeder.connect();
    await expect(seeder.connect()).rejects.toThrow('closed');
    expect(seeder.listener.connections).toBe(2);
  });
});
