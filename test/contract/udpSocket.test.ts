import { afterEach, describe, expect, it } from 'vitest';
import type { BindUdp, SocketAddress, UdpSocket } from '../../electron/engine/ports.ts';
import { createBatchedUdp } from '../../electron/engine/tracker/batchedSocket.ts';
import { bindDgram } from '../../electron/engine/tracker/dgramSocket.ts';
import { loadLinuxCalls } from '../../electron/engine/tracker/linuxCalls.ts';
import { createCleanup } from '../support/cleanup.ts';

/** What every implementation of `ports.UdpSocket` keeps to. */
const linuxCalls = await loadLinuxCalls();
const implementations: readonly { readonly name: string; readonly bind: BindUdp }[] = [
  { name: 'dgram', bind: bindDgram },
  ...(linuxCalls === undefined ? [] : [{ name: 'batched', bind: createBatchedUdp(linuxCalls) }]),
];

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Received {
  readonly bytes: Uint8Array;
  readonly from: SocketAddress;
}

/** Everything a socket receives, in order; the packets are copies. */
function inboxOf(socket: UdpSocket): { next(): Promise<Received> } {
  const waiting: ((received: Received) => void)[] = [];
  const arrived: Received[] = [];
  socket.onPacket((packet, { address, family, port }) => {
    const received = { bytes: packet.slice(), from: { address, family, port } };
    const taker = waiting.shift();
    if (taker === undefined) arrived.push(received);
    else taker(received);
  });
  return {
    next: () => {
      const first = arrived.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
  };
}

describe.each(implementations)('a UDP socket ($name)', ({ bind }) => {
  async function open(address: string, port = 0): Promise<UdpSocket> {
    const socket = await bind(address, port);
    cleanup.add(() => socket.close());
    return socket;
  }

  it.each([
    { address: '127.0.0.1', family: 'IPv4' as const },
    { address: '::1', family: 'IPv6' as const },
  ])('sends and receives at $address', async ({ address, family }) => {
    const [one, other] = [await open(address), await open(address)];
    expect(one.local).toMatchObject({ address, family, port: expect.any(Number) });
    expect(one.local.port).not.toBe(other.local.port);
    const inbox = inboxOf(other);
    one.send(Uint8Array.of(1, 2, 3), other.local);
    const received = await inbox.next();
    expect([...received.bytes]).toEqual([1, 2, 3]);
    expect(received.from).toEqual({ address, family, port: one.local.port });
    const answers = inboxOf(one);
    other.send(Uint8Array.of(4), received.from);
    expect([...(await answers.next()).bytes]).toEqual([4]);
  });

  it.each([{ bytes: 0 }, { bytes: 1 }, { bytes: 1500 }, { bytes: 65_507 }])(
    'carries $bytes bytes',
    async ({ bytes }) => {
      const [one, other] = [await open('127.0.0.1'), await open('127.0.0.1')];
      const inbox = inboxOf(other);
      const packet = Uint8Array.from({ length: bytes }, (_, i) => i & 255);
      one.send(packet, other.local);
      expect(Buffer.from((await inbox.next()).bytes).equals(packet)).toBe(true);
    },
  );

  it('has taken what it needs of a packet when send returns', async () => {
    const [one, other] = [await open('127.0.0.1'), await open('127.0.0.1')];
    const inbox = inboxOf(other);
    const packet = new Uint8Array(1000);
    for (let i = 0; i < 50; i++) {
      packet.fill(i);
      one.send(packet, other.local);
      packet.fill(255);
    }
    for (let i = 0; i < 50; i++) {
      const { bytes } = await inbox.next();
      expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
      expect(bytes[0]).toBe(i);
    }
  });

  it('answers everyone in a burst, each at their own address', async () => {
    const echo = await open('127.0.0.1');
    const senders = await Promise.all(Array.from({ length: 3 }, () => open('127.0.0.1')));
    echo.onPacket((packet, from) => echo.send(packet, from));
    const inboxes = senders.map(inboxOf);
    for (let i = 0; i < 40; i++) {
      for (const [sender, socket] of senders.entries()) socket.send(Uint8Array.of(sender, i), echo.local);
    }
    for (const [sender, inbox] of inboxes.entries()) {
      const answers = [];
      for (let i = 0; i < 40; i++) answers.push([...(await inbox.next()).bytes]);
      expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => [sender, i]));
    }
  });

  it('sends what it is told to while it receives: elsewhere, by another socket, and after its own end', async () => {
    const [middle, far, other] = [await open('127.0.0.1'), await open('127.0.0.1'), await open('127.0.0.1')];
    const inbox = inboxOf(far);
    let hasEnded = false;
    middle.onPacket((packet) => {
      if (hasEnded) return;
      hasEnded = true;
      middle.send(Uint8Array.of(1), far.local);
      other.send(packet, far.local);
      void middle.close();
      middle.send(Uint8Array.of(9), far.local);
    });
    for (let i = 0; i < 3; i++) other.send(Uint8Array.of(2), middle.local);
    const received = [await inbox.next(), await inbox.next()];
    expect(new Map(received.map(({ from, bytes }) => [from.port, bytes[0]]))).toEqual(
      new Map([
        [middle.local.port, 1],
        [other.local.port, 2],
      ]),
    );
  });

  it('that always has something to read keeps no other from its turn', async () => {
    const [busy, quiet, asking] = [await open('127.0.0.1'), await open('127.0.0.1'), await open('127.0.0.1')];
    let turns = 0;
    busy.onPacket((packet) => {
      turns++;
      busy.send(packet, busy.local);
    });
    for (let i = 0; i < 150; i++) busy.send(Uint8Array.of(i), busy.local);
    quiet.onPacket((packet, from) => quiet.send(packet, from));
    const inbox = inboxOf(asking);
    for (let i = 0; i < 20; i++) {
      asking.send(Uint8Array.of(i), quiet.local);
      expect([...(await inbox.next()).bytes]).toEqual([i]);
    }
    const before = turns;
    asking.send(Uint8Array.of(0), quiet.local);
    await inbox.next();
    // It was busy all the while.
    expect(turns).toBeGreaterThan(before);
  });

  it('drops what cannot be sent', async () => {
    const [one, other] = [await open('127.0.0.1'), await open('127.0.0.1')];
    const inbox = inboxOf(other);
    one.send(new Uint8Array(70_000), other.local);
    one.send(new Uint8Array(65_536), other.local);
    one.send(Uint8Array.of(1), { address: '::1', family: 'IPv6', port: other.local.port });
    one.send(Uint8Array.of(1), { address: '127.0.0.1', family: 'IPv4', port: 9 });
    one.send(Uint8Array.of(7), other.local);
    expect([...(await inbox.next()).bytes]).toEqual([7]);
  });

  it('of both families may have one port number', async () => {
    const ipv6 = await open('::');
    const ipv4 = await open('0.0.0.0', ipv6.local.port);
    const inbox = inboxOf(ipv4);
    const sender = await open('127.0.0.1');
    sender.send(Uint8Array.of(5), { address: '127.0.0.1', family: 'IPv4', port: ipv6.local.port });
    expect((await inbox.next()).from.family).toBe('IPv4');
  });

  it('rejects with what a person can do when it cannot be bound', async () => {
    const { local } = await open('127.0.0.1');
    await expect(bind('127.0.0.1', local.port)).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`${local.port}`),
      hint: expect.any(String),
    });
    await expect(bind('192.0.2.1', 0)).rejects.toMatchObject({
      code: 'address-unavailable',
      message: expect.stringContaining('192.0.2.1'),
    });
  });

  it('is silent once it is closed, however often it is closed', async () => {
    const [one, other] = [await open('127.0.0.1'), await open('127.0.0.1')];
    const inbox = inboxOf(other);
    await one.close();
    await one.close();
    one.send(Uint8Array.of(1), other.local);
    const third = await open('127.0.0.1');
    third.send(Uint8Array.of(2), other.local);
    expect([...(await inbox.next()).bytes]).toEqual([2]);
    await expect(bind('127.0.0.1', one.local.port).then((socket) => socket.close())).resolves.toBeUndefined();
  });
});
