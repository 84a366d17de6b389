import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { parsePeerHandshake, writePeerHandshake } from '../../../electron/engine/codec/peerHandshake.ts';
import { HANDSHAKE_TIMEOUT_MS } from '../../../electron/engine/peer/incomingHandshake.ts';
import { createPeerDialer } from '../../../electron/engine/peer/peerDialer.ts';
import { createCleanup } from '../../support/cleanup.ts';
import { startTestSeeder, type TestSeeder } from '../../support/testSeeder.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const OUR_PEER_ID = Buffer.from('-GY0100-the seeder..');
const THEIR_PEER_ID = Buffer.from('-XX0100-a leecher...');
const FEATURES = { extensionProtocol: false, fast: false, dht: false };

async function setUp(seeder: TestSeeder, clock = createVirtualClock()) {
  const identity = () => ({ peerId: OUR_PEER_ID, client: 'Granary', listenPort: 1 });
  const dialer = createPeerDialer({ clock, hosts: seeder.registry, identity });
  cleanup.add(() => dialer.stop());
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanup.add(() => void server.close());
  const { address, port } = server.address() as AddressInfo;
  const called = once(server, 'connection').then(([socket]) => {
    cleanup.add(() => void (socket as Socket).destroy());
    return socket as Socket;
  });
  return { dialer, to: { address, port }, called };
}

function handshakeOf({ session }: TestSeeder, peerId: Uint8Array = THEIR_PEER_ID): Uint8Array {
  return writePeerHandshake({ features: FEATURES, infoHash: session.infoHash, peerId });
}

describe('a call', () => {
  it('shakes hands and gives the peer to the share', async () => {
    const seeder = await startTestSeeder(cleanup);
    const { dialer, to, called } = await setUp(seeder);
    const dialling = dialer.dial(seeder.session.infoHash, to);
    const socket = await called;
    const [ours] = (await once(socket, 'data')) as [Buffer];
    expect(parsePeerHandshake(ours)).toMatchObject({
      ok: true,
      value: { infoHash: seeder.session.infoHash, peerId: OUR_PEER_ID },
    });
    socket.write(handshakeOf(seeder));
    await dialling;
    expect(seeder.session.peers()).toMatchObject([{ port: to.port, peerId: THEIR_PEER_ID.toString('hex') }]);
  });

  it.each([
    { name: 'asks for another torrent', change: (bytes: Uint8Array) => bytes.fill(7, 28, 48) },
    { name: 'is ourselves', change: (bytes: Uint8Array) => bytes.set(OUR_PEER_ID, 48) },
    { name: 'speaks something else', change: (bytes: Uint8Array) => bytes.fill(0) },
  ])('ends when the other side $name', async ({ change }) => {
    const seeder = await startTestSeeder(cleanup);
    const { dialer, to, called } = await setUp(seeder);
    const dialling = dialer.dial(seeder.session.infoHash, to);
    const socket = await called;
    const reply = handshakeOf(seeder);
    change(reply);
    socket.write(reply);
    socket.resume();
    await Promise.all([dialling, once(socket, 'close')]);
    expect(seeder.session.peersConnected).toBe(0);
  });

  it('comes to nothing when nobody is there', async () => {
    const seeder = await startTestSeeder(cleanup);
    const { dialer } = await setUp(seeder);
    const { port } = await closedPort();
    await dialer.dial(seeder.session.infoHash, { address: '127.0.0.1', port });
    expect(seeder.session.peersConnected).toBe(0);
  });

  it('ends when the other side stays silent', async () => {
    const clock = createVirtualClock();
    const seeder = await startTestSeeder(cleanup);
    const { dialer, to, called } = await setUp(seeder, clock);
    const dialling = dialer.dial(seeder.session.infoHash, to);
    const socket = await called;
    await once(socket, 'data');
    clock.advance(HANDSHAKE_TIMEOUT_MS + 1);
    await Promise.all([dialling, once(socket, 'close')]);
    expect(seeder.session.peersConnected).toBe(0);
  });

  it('ends when the dialer stops', async () => {
    const seeder = await startTestSeeder(cleanup);
    const { dialer, to, called } = await setUp(seeder);
    const dialling = dialer.dial(seeder.session.infoHash, to);
    const socket = await called;
    socket.resume();
    await dialer.stop();
    await Promise.all([dialling, once(socket, 'close')]);
    expect(seeder.session.peersConnected).toBe(0);
  });
});

async function closedPort(): Promise<AddressInfo> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return address;
}
