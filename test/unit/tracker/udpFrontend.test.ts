import { describe, expect, it } from 'vitest';
import {
  type UdpAnnounceRequest,
  type UdpRequest,
  writeUdpRequest,
} from '../../../electron/engine/codec/udpTracker.ts';
import { parseUdpReply, type UdpReply } from '../../../electron/engine/codec/udpTrackerReply.ts';
import type { SocketAddress } from '../../../electron/engine/ports.ts';
import { createConnectionIds } from '../../../electron/engine/tracker/connectionId.ts';
import { createUdpFrontend } from '../../../electron/engine/tracker/udpFrontend.ts';
import { createFakeUdpSocket } from '../../support/fakeUdpSocket.ts';
import {
  announce,
  createTrackerFixture,
  ip,
  NOT_SHARED,
  peerIdOf,
  SHARED,
  type TrackerFixtureOptions,
} from '../../support/trackerFixture.ts';

const CLIENT: SocketAddress = { address: '192.168.1.2', family: 'IPv4', port: 40_000 };
const CLIENT6: SocketAddress = { address: 'fd00::2', family: 'IPv6', port: 40_000 };

function createFrontend(options?: TrackerFixtureOptions) {
  const { tracker, clock } = createTrackerFixture(options);
  const socket = createFakeUdpSocket();
  const connectionIds = createConnectionIds({ clock, randomBytes: (length) => new Uint8Array(length).fill(3) });
  const facing = () => ip('192.168.1.1');
  const frontend = createUdpFrontend({ tracker, clock, connectionIds, facing }, socket);

  function ask(request: UdpRequest | Uint8Array, from = CLIENT): UdpReply | undefined {
    const [reply, ...more] = socket.receive(request instanceof Uint8Array ? request : writeUdpRequest(request), from);
    expect(more).toEqual([]);
    if (reply === undefined) return undefined;
    const parsed = parseUdpReply(reply);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.value;
  }

  function connect(from = CLIENT): bigint {
    const reply = ask({ kind: 'connect', transactionId: 1 }, from);
    if (reply?.kind !== 'connect') throw new Error('not connected');
    return reply.connectionId;
  }
  return { tracker, clock, socket, connectionIds, frontend, ask, connect };
}

function announceWith(connectionId: bigint, overrides: Partial<UdpAnnounceRequest> = {}): UdpAnnounceRequest {
  return {
    kind: 'announce',
    connectionId,
    transactionId: 2,
    infoHash: SHARED,
    peerId: peerIdOf('client'),
    downloadedBytes: 0,
    leftBytes: 10,
    uploadedBytes: 0,
    event: 'started',
    claimedAddress: 0,
    key: 1,
    numWant: -1,
    port: 6881,
    urlData: '',
    ...overrides,
  };
}

describe('the UDP tracker', () => {
  it('connects, takes an announce and scrapes', () => {
    const { ask, connect } = createFrontend({ seederPort: 7777 });
    const id = connect();
    const reply = { transactionId: 2, intervalSeconds: 60, leechers: 1, seeders: 1 };
    const peers = Uint8Array.from(Buffer.from('c0a801011e61', 'hex'));
    expect(ask(announceWith(id))).toEqual({ kind: 'announce', ...reply, peers });
    expect(ask({ kind: 'scrape', connectionId: id, transactionId: 3, infoHashes: [NOT_SHARED, SHARED] })).toEqual({
      kind: 'scrape',
      transactionId: 3,
      torrents: [
        { seeders: 0, completed: 0, leechers: 0 },
        { seeders: 1, completed: 0, leechers: 1 },
      ],
    });
  });

  it('gives the family of the socket', () => {
    const { ask, connect, tracker } = createFrontend();
    announce(tracker, { from: 'fd00::9', peerId: peerIdOf('six') });
    announce(tracker, { from: '192.168.1.9', peerId: peerIdOf('four') });
    const reply = ask(announceWith(connect(CLIENT6)), CLIENT6);
    expect(reply).toMatchObject({ leechers: 3 });
    const peers = Buffer.from(reply?.kind === 'announce' ? reply.peers : []);
    expect(peers.toString('hex')).toBe('fd0000000000000000000000000000091ae1');
  });

  it('gives as many peers as a packet carries whole', () => {
    const { ask, connect, tracker } = createFrontend();
    for (let i = 0; i < 250; i++) {
      announce(tracker, { from: `fd00::1:${i.toString(16)}`, peerId: peerIdOf(`${i}`) });
      announce(tracker, { from: `192.168.1.${i}`, peerId: peerIdOf(`${i}`) });
    }
    const over = (from: SocketAddress, numWant: number) => {
      const reply = ask(announceWith(connect(from), { numWant }), from);
      return reply?.kind === 'announce' ? reply.peers.length : undefined;
    };
    expect(over(CLIENT, 10_000)).toBe(200 * 6);
    expect(over(CLIENT6, 10_000)).toBe(79 * 18);
    expect(over(CLIENT, 0)).toBe(0);
    expect(over(CLIENT, -5)).toBe(50 * 6);
  });

  it.each([
    { name: 'none', id: () => 0n },
    { name: 'the protocol id', id: () => 0x41727101980n },
    { name: 'that of another address', id: (connect: (from: SocketAddress) => bigint) => connect(CLIENT6) },
  ])('answers a wrong connection id ($name) with an error that is no longer than the request', ({ id }) => {
    const { socket, connect, tracker } = createFrontend();
    const requests: UdpRequest[] = [
      announceWith(id(connect)),
      { kind: 'scrape', connectionId: id(connect), transactionId: 9, infoHashes: [SHARED] },
    ];
    for (const request of requests) {
      const packet = writeUdpRequest(request);
      const [reply = new Uint8Array(0)] = socket.receive(packet, CLIENT);
      expect(reply.length).toBeLessThanOrEqual(packet.length);
      expect(parseUdpReply(reply)).toMatchObject({
        ok: true,
        value: { kind: 'error', message: 'connection id expired' },
      });
    }
    expect(tracker.totals()).toMatchObject({ peers: 0, announces: 0, scrapes: 0 });
  });

  it('takes an old id as long as it holds, and a new one at once after that, from a client like uTorrent', () => {
    const { ask, connect, clock } = createFrontend();
    const id = connect();
    clock.advance(120_000);
    expect(ask(announceWith(id))).toMatchObject({ kind: 'announce' });
    clock.advance(180_000);
    for (let i = 0; i < 50; i++) expect(ask(announceWith(id))).toMatchObject({ kind: 'error', transactionId: 2 });
    expect(ask(announceWith(connect()))).toMatchObject({ kind: 'announce' });
  });

  it('says in words why it refuses a peer that has proven its address', () => {
    const { ask, connect } = createFrontend();
    const id = connect();
    const message = 'this torrent is not shared here';
    expect(ask(announceWith(id, { infoHash: NOT_SHARED }))).toEqual({ kind: 'error', transactionId: 2, message });
    const scrape = { kind: 'scrape', connectionId: id, transactionId: 2, infoHashes: [NOT_SHARED] } as const;
    expect(ask(scrape)).toEqual({ kind: 'error', transactionId: 2, message });
    expect(ask(announceWith(id, { port: 0 }))).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('port'),
    });
  });

  it.each([
    { name: 'nothing', packet: new Uint8Array(0) },
    { name: 'a connect cut short', packet: writeUdpRequest({ kind: 'connect', transactionId: 1 }).subarray(0, 15) },
    { name: 'an unknown action', packet: new Uint8Array(16).fill(9) },
    { name: 'a packet of the DHT', packet: Buffer.from('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe') },
  ])('leaves $name unanswered', ({ packet }) => {
    expect(createFrontend().ask(packet)).toBeUndefined();
  });

  it('leaves a sender without port or address unanswered', () => {
    const { ask } = createFrontend();
    expect(ask({ kind: 'connect', transactionId: 1 }, { ...CLIENT, port: 0 })).toBeUndefined();
    expect(ask({ kind: 'connect', transactionId: 1 }, { ...CLIENT, address: '' })).toBeUndefined();
  });

  it('honours a claimed address from loopback alone', () => {
    const { ask, connect, tracker } = createFrontend();
    const loopback = { ...CLIENT, address: '127.0.0.1' };
    ask(announceWith(connect(loopback), { claimedAddress: 0x0a000007 }), loopback);
    ask(announceWith(connect(), { claimedAddress: 0x0a000008, key: 2 }));
    expect(tracker.peers(SHARED).map(({ address }) => address)).toEqual(['10.0.0.7', '192.168.1.2']);
  });

  it('closes its socket and its timer when it stops', async () => {
    const { frontend, tracker, connectionIds, socket, clock } = createFrontend();
    await frontend.stop();
    connectionIds.stop();
    await tracker.stop();
    expect(socket.isClosed).toBe(true);
    expect(clock.pendingTasks).toBe(0);
  });
});
