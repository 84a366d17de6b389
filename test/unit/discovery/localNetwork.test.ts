import { describe, expect, it } from 'vitest';
import { type IpAddress, parseIpAddress } from '../../../electron/engine/codec/ipAddress.ts';
import { createLocalNetwork, type InterfaceAddress } from '../../../electron/engine/discovery/localNetwork.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

const LOOPBACK = [on('lo', '127.0.0.1', 8), on('lo', '::1', 128)];
const LAN = [on('eth0', '192.168.7.20', 24), on('eth0', 'fe80::1', 64), on('eth0', 'fd00:7::20', 64)];
const WIFI = [on('wlan0', '10.0.0.5', 16)];
const MACHINE = [...LOOPBACK, ...LAN, ...WIFI];

describe('what is served', () => {
  it.each([
    {
      name: 'LAN addresses, IPv4 first',
      existing: MACHINE,
      wanted: [],
      served: ['192.168.7.20', '10.0.0.5', 'fd00:7::20'],
    },
    { name: 'loopback alone when there is nothing else', existing: LOOPBACK, wanted: [], served: ['127.0.0.1', '::1'] },
    { name: 'the interface that was named', existing: MACHINE, wanted: ['wlan0'], served: ['10.0.0.5'] },
    { name: 'the address that was named', existing: MACHINE, wanted: ['fd00:7::20'], served: ['fd00:7::20'] },
    { name: 'loopback when it was named', existing: MACHINE, wanted: ['127.0.0.1'], served: ['127.0.0.1'] },
    { name: 'several', existing: MACHINE, wanted: ['wlan0', '::1'], served: ['10.0.0.5'] },
  ])('$name', ({ existing, wanted, served }) => {
    expect(networkOf(existing, wanted).addresses()).toEqual(served);
  });

  it('refuses an interface that is not there, and says which are', () => {
    expect(() => networkOf(MACHINE, ['eth7'])).toThrow(
      expect.objectContaining({
        code: 'address-unavailable',
        message: expect.stringContaining('eth7'),
        hint: expect.stringContaining('wlan0 (10.0.0.5)'),
      }),
    );
  });

  it('follows the interfaces as they come and go', () => {
    const clock = createVirtualClock();
    let existing: readonly InterfaceAddress[] = MACHINE;
    const network = createLocalNetwork({ clock, list: () => existing }, []);
    expect(network.addresses()).toContain('10.0.0.5');
    existing = [...LOOPBACK, on('wlan0', '10.0.0.9', 16)];
    clock.advance(5000);
    expect(network.addresses()).toEqual(['10.0.0.9']);
  });
});

describe('where to listen', () => {
  it.each([
    { name: 'everywhere', existing: MACHINE, wanted: [], addresses: ['0.0.0.0', '::'], dhtAddress: '0.0.0.0' },
    { name: 'without IPv6', existing: WIFI, wanted: [], addresses: ['0.0.0.0'], dhtAddress: '0.0.0.0' },
    {
      name: 'on one interface, but for addresses that need a zone',
      existing: MACHINE,
      wanted: ['eth0'],
      addresses: ['192.168.7.20', 'fd00:7::20'],
      dhtAddress: '192.168.7.20',
    },
    { name: 'on IPv6 alone', existing: MACHINE, wanted: ['::1'], addresses: ['::1'], dhtAddress: undefined },
  ])('$name', ({ existing, wanted, addresses, dhtAddress }) => {
    expect(networkOf(existing, wanted).bindings).toEqual({ addresses, dhtAddress });
  });
});

describe('the address that faces a requester', () => {
  it.each([
    { requester: '192.168.7.99', facing: '192.168.7.20' },
    { requester: '10.0.44.1', facing: '10.0.0.5' },
    { requester: '127.0.0.9', facing: '127.0.0.1' },
    { requester: '::1', facing: '::1' },
    { requester: 'fd00:7::99', facing: 'fd00:7::20' },
    { requester: 'fe80::99', facing: 'fe80::1' },
    { requester: '10.0.0.5', facing: '10.0.0.5' },
    { requester: '172.16.3.4', facing: '192.168.7.20' },
  ])('$requester sees $facing', ({ requester, facing }) => {
    expect(networkOf(MACHINE, []).facing(ip(requester))?.text).toBe(facing);
  });

  it('is none when no interface of that family is served', () => {
    expect(networkOf(MACHINE, ['wlan0']).facing(ip('fd00:7::99'))).toBeUndefined();
    expect(networkOf(MACHINE, ['wlan0']).facing(ip('127.0.0.1'))).toBeUndefined();
  });
});

it('gives a tier of announce URLs for each address', () => {
  expect(networkOf(MACHINE, ['eth0']).announceTiers(6969)).toEqual([
    ['http://192.168.7.20:6969/announce', 'udp://192.168.7.20:6969/announce'],
    ['http://[fd00:7::20]:6969/announce', 'udp://[fd00:7::20]:6969/announce'],
  ]);
});

function networkOf(existing: readonly InterfaceAddress[], wanted: readonly string[]) {
  return createLocalNetwork({ clock: createVirtualClock(), list: () => existing }, wanted);
}

function on(interfaceName: string, address: string, prefixLength: number): InterfaceAddress {
  return { interfaceName, address: ip(address), prefixLength };
}

function ip(text: string): IpAddress {
  const address = parseIpAddress(text);
  if (address === undefined) throw new Error(`not an address: ${text}`);
  return address;
}
