import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AddressScope,
  ipAddressFromBytes,
  parseIpAddress,
  sameSubnet,
} from '../../../electron/engine/codec/ipAddress.ts';

const addresses: readonly { readonly text: string; readonly canonical: string; readonly scope: AddressScope }[] = [
  { text: '127.0.0.1', canonical: '127.0.0.1', scope: 'loopback' },
  { text: '127.9.8.7', canonical: '127.9.8.7', scope: 'loopback' },
  { text: '10.1.2.3', canonical: '10.1.2.3', scope: 'private' },
  { text: '172.31.0.1', canonical: '172.31.0.1', scope: 'private' },
  { text: '172.32.0.1', canonical: '172.32.0.1', scope: 'public' },
  { text: '192.168.1.7', canonical: '192.168.1.7', scope: 'private' },
  { text: '100.64.0.1', canonical: '100.64.0.1', scope: 'private' },
  { text: '169.254.3.4', canonical: '169.254.3.4', scope: 'link-local' },
  { text: '8.8.8.8', canonical: '8.8.8.8', scope: 'public' },
  { text: '0.0.0.0', canonical: '0.0.0.0', scope: 'unusable' },
  { text: '224.0.0.1', canonical: '224.0.0.1', scope: 'unusable' },
  { text: '255.255.255.255', canonical: '255.255.255.255', scope: 'unusable' },
  { text: '::1', canonical: '::1', scope: 'loopback' },
  { text: '::', canonical: '::', scope: 'unusable' },
  { text: 'fe80::1%eth0', canonical: 'fe80::1', scope: 'link-local' },
  { text: 'FD00:0:0::2', canonical: 'fd00::2', scope: 'private' },
  { text: '2606:4700::1111', canonical: '2606:4700::1111', scope: 'public' },
  { text: 'ff02::1', canonical: 'ff02::1', scope: 'unusable' },
  { text: '::ffff:192.168.1.7', canonical: '192.168.1.7', scope: 'private' },
];

describe('an IP address', () => {
  it.each(addresses)('$text is $canonical, $scope', ({ text, canonical, scope }) => {
    const address = parseIpAddress(text);
    expect(address).toMatchObject({ text: canonical, scope, family: canonical.includes(':') ? 'IPv6' : 'IPv4' });
    expect(ipAddressFromBytes(address?.bytes ?? new Uint8Array(0))).toEqual(address);
  });

  it.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '0x7f.1',
    '127.1',
    '1.2.3.4:80',
    '[::1]',
    ':::',
    'g::1',
  ])('is not "%s"', (text) => expect(parseIpAddress(text)).toBeUndefined());

  it('has 4 or 16 bytes', () => {
    expect(() => ipAddressFromBytes(new Uint8Array(5))).toThrow(RangeError);
  });

  it('reads any 4 or 16 bytes, and its own text again', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
    );
    fc.assert(
      fc.property(bytes, (raw) => {
        const address = ipAddressFromBytes(raw);
        expect(parseIpAddress(address.text)).toEqual(address);
      }),
    );
  });
});

describe('sameSubnet', () => {
  const subnet = (a: string, b: string, prefixLength: number): boolean => {
    const [first, second] = [parseIpAddress(a), parseIpAddress(b)];
    if (first === undefined || second === undefined) throw new Error('not addresses');
    return sameSubnet(first, second, prefixLength);
  };

  it.each([
    { a: '192.168.1.1', b: '192.168.1.254', prefixLength: 24, same: true },
    { a: '192.168.1.1', b: '192.168.2.1', prefixLength: 24, same: false },
    { a: '192.168.2.1', b: '192.168.3.1', prefixLength: 23, same: true },
    { a: '192.168.1.1', b: '192.168.2.1', prefixLength: 23, same: false },
    { a: '10.0.0.1', b: '10.0.0.1', prefixLength: 32, same: true },
    { a: '10.0.0.1', b: '10.0.0.2', prefixLength: 32, same: false },
    { a: '10.0.0.1', b: '200.0.0.1', prefixLength: 0, same: true },
    { a: 'fd00::1', b: 'fd00::ffff', prefixLength: 64, same: true },
    { a: 'fd00::1', b: 'fd00:0:0:1::1', prefixLength: 64, same: false },
    { a: '::1', b: '0.0.0.1', prefixLength: 0, same: false },
  ])('$a and $b share $prefixLength bits: $same', ({ a, b, prefixLength, same }) => {
    expect(subnet(a, b, prefixLength)).toBe(same);
  });
});
