import { describe, expect, it } from 'vitest';
import { parseUtpSyn, UTP_HEADER_BYTES, writeUtpReset } from '../../../electron/engine/codec/utp.ts';
import { refusingUtp } from '../../../electron/engine/peer/utpRefusal.ts';
import type { SocketAddress, UdpSocket } from '../../../electron/engine/ports.ts';

/** As Transmission 3.00 sends it: type 4, version 1, an extension of eight bytes. */
const SYN = Buffer.from(
  '4102434b5790 46a60000 0000 00040000 aee60000 0008 0000000000000000'.replaceAll(' ', ''),
  'hex',
);
const FROM: SocketAddress = { address: '192.168.7.33', family: 'IPv4', port: 51_413 };

describe('the codec', () => {
  it('reads a request for a connection', () => {
    expect(parseUtpSyn(SYN)).toEqual({
      connectionId: 0x434b,
      timestampMicroseconds: 0x5790_46a6,
      sequenceNumber: 0xaee6,
    });
  });

  it('reads nothing in a packet that is cut', () => {
    for (let length = 0; length < UTP_HEADER_BYTES; length++) {
      expect(parseUtpSyn(SYN.subarray(0, length))).toBeUndefined();
    }
  });

  it.each([
    { name: 'a DHT query', packet: Buffer.from('d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe') },
    { name: 'uTP data', packet: Buffer.concat([Buffer.from([0x01]), SYN.subarray(1)]) },
    { name: 'another version', packet: Buffer.concat([Buffer.from([0x42]), SYN.subarray(1)]) },
  ])('does not take $name for one', ({ packet }) => {
    expect(parseUtpSyn(packet)).toBeUndefined();
  });

  it('answers with a reset that names the connection and acknowledges the request', () => {
    const syn = { connectionId: 0x434b, timestampMicroseconds: 0x5790_46a6, sequenceNumber: 0xaee6 };
    expect(Buffer.from(writeUtpReset(syn)).toString('hex')).toBe('3100434b579046a600000000000000000000aee6');
  });
});

describe('a socket that refuses uTP', () => {
  it('turns a connection down with less than it was sent, and tells nobody', async () => {
    const wire = fakeWire();
    const heard: string[] = [];
    const socket = await refusingUtp(wire.bind)('0.0.0.0', 0);
    socket.onPacket((packet) => heard.push(Buffer.from(packet).toString()));
    wire.receive(SYN);
    expect(wire.sent).toEqual([{ packet: expect.any(Uint8Array), to: FROM }]);
    expect(wire.sent[0]?.packet.length).toBeLessThan(SYN.length);
    expect(heard).toEqual([]);
  });

  it('passes everything else on', async () => {
    const wire = fakeWire();
    const heard: string[] = [];
    const socket = await refusingUtp(wire.bind)('0.0.0.0', 0);
    wire.receive(Buffer.from('before anyone listens'));
    socket.onPacket((packet) => heard.push(Buffer.from(packet).toString()));
    wire.receive(Buffer.from('d1:q4:pinge'));
    expect(heard).toEqual(['d1:q4:pinge']);
    expect(wire.sent).toEqual([]);
  });
});

function fakeWire() {
  const sent: { packet: Uint8Array; to: SocketAddress }[] = [];
  let handler: Parameters<UdpSocket['onPacket']>[0] = () => undefined;
  const socket: UdpSocket = {
    local: { address: '0.0.0.0', family: 'IPv4', port: 6881 },
    onPacket: (next) => void (handler = next),
    send: (packet, to) => void sent.push({ packet: packet.slice(), to }),
    close: () => Promise.resolve(),
  };
  return { sent, bind: () => Promise.resolve(socket), receive: (packet: Uint8Array) => handler(packet, FROM) };
}
