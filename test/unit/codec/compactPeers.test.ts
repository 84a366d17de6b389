import { describe, expect, it } from 'vitest';
import {
  COMPACT_PEER_BYTES,
  parseCompactPeers,
  writeCompactPeers,
  writeEndpoint,
} from '../../../electron/engine/codec/compactPeers.ts';
import type { SocketAddress } from '../../../electron/engine/ports.ts';
import { success } from '../../../shared/result.ts';

interface Example {
  readonly name: string;
  readonly family: SocketAddress['family'];
  readonly value: readonly SocketAddress[];
  readonly bytes: string;
}

const examples: readonly Example[] = [
  { name: 'no peers', family: 'IPv4', value: [], bytes: '' },
  {
    name: 'one IPv4 peer',
    family: 'IPv4',
    value: [{ address: '192.168.1.2', family: 'IPv4', port: 6881 }],
    bytes: 'c0a801021ae1',
  },
  {
    name: 'two IPv4 peers, odd values included',
    family: 'IPv4',
    value: [
      { address: '0.0.0.0', family: 'IPv4', port: 0 },
      { address: '255.255.255.255', family: 'IPv4', port: 65535 },
    ],
    bytes: '000000000000ffffffffffff',
  },
  {
    name: 'one IPv6 peer',
    family: 'IPv6',
    value: [{ address: 'fd00::2', family: 'IPv6', port: 51413 }],
    bytes: 'fd000000000000000000000000000002c8d5',
  },
  {
    name: 'an IPv4 address in an IPv6 list, where it stays',
    family: 'IPv6',
    value: [{ address: '::ffff:10.0.0.1', family: 'IPv6', port: 1 }],
    bytes: '00000000000000000000ffff0a0000010001',
  },
];

describe('compact peers', () => {
  it.each(examples)('write and read $name', ({ family, value, bytes }) => {
    const packed = Buffer.from(bytes, 'hex');
    expect(Buffer.from(writeCompactPeers(value, family)).toString('hex')).toBe(bytes);
    expect(parseCompactPeers(packed, family)).toEqual(success(value));
  });

  it.each(['IPv4', 'IPv6'] as const)('of %s come whole or not at all', (family) => {
    const whole = new Uint8Array(COMPACT_PEER_BYTES[family] * 3);
    for (let length = 0; length <= whole.length; length++) {
      const isWhole = length % COMPACT_PEER_BYTES[family] === 0;
      const parsed = parseCompactPeers(whole.subarray(0, length), family);
      expect(parsed.ok ? 'ok' : parsed.error.code).toBe(isWhole ? 'ok' : 'bad-length');
    }
  });

  it.each([
    { name: 'a name', address: 'tracker.example', family: 'IPv4' as const },
    { name: 'an IPv6 address among IPv4', address: '::1', family: 'IPv4' as const },
    { name: 'an IPv4 address among IPv6', address: '10.0.0.1', family: 'IPv6' as const },
  ])('are not written with $name', ({ address, family }) => {
    expect(() => writeCompactPeers([{ address, family, port: 1 }], family)).toThrow(RangeError);
  });

  it('go where they are told', () => {
    const target = new Uint8Array(8);
    writeEndpoint(target, 1, { address: Uint8Array.of(1, 2, 3, 4), port: 0x0506 });
    expect([...target]).toEqual([0, 1, 2, 3, 4, 5, 6, 0]);
  });
});
