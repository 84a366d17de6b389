import { describe, expect, it } from 'vitest';
import {
  parseUdpReply,
  type UdpReply,
  type UdpReplyError,
  writeUdpReply,
} from '../../../electron/engine/codec/udpTrackerReply.ts';
import { success } from '../../../shared/result.ts';

const examples: readonly { readonly name: string; readonly value: UdpReply; readonly bytes: string }[] = [
  {
    name: 'connect',
    value: { kind: 'connect', transactionId: 0x01020304, connectionId: 0xffffffffffffffffn },
    bytes: '0000000001020304ffffffffffffffff',
  },
  {
    name: 'announce without peers',
    value: {
      kind: 'announce',
      transactionId: 5,
      intervalSeconds: 60,
      leechers: 2,
      seeders: 1,
      peers: Buffer.alloc(0),
    },
    bytes: '00000001000000050000003c0000000200000001',
  },
  {
    name: 'announce with a peer',
    value: {
      kind: 'announce',
      transactionId: 5,
      intervalSeconds: 60,
      leechers: 2,
      seeders: 1,
      peers: Buffer.from('c0a801021ae1', 'hex'),
    },
    bytes: '00000001000000050000003c0000000200000001c0a801021ae1',
  },
  {
    name: 'scrape of two',
    value: {
      kind: 'scrape',
      transactionId: 6,
      torrents: [
        { seeders: 1, completed: 2, leechers: 3 },
        { seeders: 0, completed: 0, leechers: 0 },
      ],
    },
    bytes: '0000000200000006000000010000000200000003000000000000000000000000',
  },
  {
    name: 'error with words',
    value: { kind: 'error', transactionId: 7, message: 'not hére' },
    bytes: '00000003000000076e6f742068c3a97265',
  },
];

describe('a UDP tracker reply', () => {
  it.each(examples)('$name: written and read', ({ value, bytes }) => {
    const target = Buffer.alloc(64, 0xee);
    const length = writeUdpReply(target, value);
    expect(target.subarray(0, length).toString('hex')).toBe(bytes);
    expect(parseUdpReply(Buffer.from(bytes, 'hex'))).toEqual(success(value));
  });

  it.each(examples)('$name: no prefix is taken for the whole', ({ value, bytes }) => {
    const packet = Buffer.from(bytes, 'hex');
    for (let length = 0; length < packet.length; length++) {
      const parsed = parseUdpReply(packet.subarray(0, length));
      expect(parsed).not.toEqual(success(value));
    }
  });

  const rejects: readonly { readonly name: string; readonly bytes: string; readonly code: UdpReplyError['code'] }[] = [
    { name: 'seven bytes', bytes: '00000001000000', code: 'too-short' },
    { name: 'half a connect', bytes: '0000000000000001ffff', code: 'too-short' },
    { name: 'half an announce', bytes: '00000001000000050000003c', code: 'too-short' },
    { name: 'a scrape that ends within a torrent', bytes: '00000002000000060000000100', code: 'bad-length' },
    { name: 'an unknown action', bytes: '0000000400000006', code: 'unknown-action' },
  ];
  it.each(rejects)('is not $name', ({ bytes, code }) => {
    expect(parseUdpReply(Buffer.from(bytes, 'hex'))).toMatchObject({ ok: false, error: { code } });
  });

  it('that does not fit is refused', () => {
    const torrents = Array.from({ length: 10 }, () => ({ seeders: 0, completed: 0, leechers: 0 }));
    expect(() => writeUdpReply(new Uint8Array(64), { kind: 'scrape', transactionId: 1, torrents })).toThrow(RangeError);
    const peers = new Uint8Array(60);
    const announce = {
      kind: 'announce',
      transactionId: 1,
      intervalSeconds: 1,
      leechers: 0,
      seeders: 0,
      peers,
    } as const;
    expect(() => writeUdpReply(new Uint8Array(64), announce)).toThrow(RangeError);
    expect(() =>
      writeUdpReply(new Uint8Array(16), { kind: 'error', transactionId: 1, message: 'too long' }),
    ).not.toThrow();
    expect(() => writeUdpReply(new Uint8Array(15), { kind: 'error', transactionId: 1, message: 'too long' })).toThrow(
      RangeError,
    );
  });
});
