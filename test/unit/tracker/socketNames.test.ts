import { describe, expect, it } from 'vitest';
import type { SocketAddress } from '../../../electron/engine/ports.ts';
import { createNameReader, MAX_NAME_BYTES, writeName } from '../../../electron/engine/tracker/socketNames.ts';

const NO_INTERFACE = (): number => 0;

/** As the headers of Linux lay them out. */
const table: readonly { readonly name: string; readonly address: SocketAddress; readonly bytes: string }[] = [
  {
    name: 'an IPv4 address',
    address: { address: '192.168.1.2', family: 'IPv4', port: 6969 },
    bytes: '0200 1b39 c0a80102 0000000000000000',
  },
  {
    name: 'an IPv6 address',
    address: { address: 'fd00::1', family: 'IPv6', port: 1 },
    bytes: '0a00 0001 00000000 fd000000000000000000000000000001 00000000',
  },
];

describe('the name of a socket', () => {
  it.each(table)('$name is written and read', ({ address, bytes }) => {
    const view = new DataView(new ArrayBuffer(64 + MAX_NAME_BYTES));
    const expected = bytes.replaceAll(' ', '');
    const length = writeName({ view, at: 32 }, address, NO_INTERFACE);
    expect(Buffer.from(view.buffer, 32, length).toString('hex')).toBe(expected);
    expect(createNameReader().read(view, 32)).toEqual(address);
  });

  it('of a link-local address has the number of its interface', () => {
    const view = new DataView(new ArrayBuffer(MAX_NAME_BYTES));
    const address = { address: 'fe80::1%eth7', family: 'IPv6', port: 9 } as const;
    expect(writeName({ view, at: 0 }, address, (name) => (name === 'eth7' ? 7 : 0))).toBe(28);
    expect(view.getUint32(24, true)).toBe(7);
  });

  it.each([
    { address: '::1', family: 'IPv4' as const },
    { address: '127.0.0.1', family: 'IPv6' as const },
    { address: 'granary.local', family: 'IPv4' as const },
  ])('is not made of $address as $family', ({ address, family }) => {
    const view = new DataView(new ArrayBuffer(MAX_NAME_BYTES));
    expect(writeName({ view, at: 0 }, { address, family, port: 1 }, NO_INTERFACE)).toBe(0);
  });
});
