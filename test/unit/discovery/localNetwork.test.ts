import { describe, expect, it } from 'vitest';
import { createLocalNetwork } from '../../../electron/engine/discovery/localNetwork.ts';
import type { InterfaceAddress } from '../../../electron/engine/discovery/machineInterfaces.ts';
import { madeUpMachine } from '../../support/interfaces.ts';
import { ip } from '../../support/trackerFixture.ts';

const LOOPBACK = ['lo 127.0.0.1/8', 'lo ::1/128'];
const LAN = ['eth0 192.168.7.20/24', 'eth0 fe80::1/64', 'eth0 fd00:7::20/64'];
const WIFI = ['wlan0 10.0.0.5/16'];
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
    const { interfaces, clock, become } = madeUpMachine(MACHINE);
    const network = createLocalNetwork({ interfaces }, []);
    expect(network.addresses()).toContain('10.0.0.5');
    become([...LOOPBACK, 'wlan0 10.0.0.9/16']);
    clock.advance(5000);
    expect(network.addresses()).toEqual(['10.0.0.9']);
  });

  it('leaves out interfaces that serve nobody, for as long as they do', () => {
    const closed = new Set(['wlan0']);
    const isClosed = ({ interfaceName }: InterfaceAddress) => closed.has(interfaceName);
    const network = createLocalNetwork({ interfaces: madeUpMachine(MACHINE).interfaces, isClosed }, []);
    expect(network.addresses()).toEqual(['192.168.7.20', 'fd00:7::20']);
    expect(network.announceTiers(6969).flat().join()).not.toContain('10.0.0.5');
    expect(network.bindings.addresses).toEqual(['0.0.0.0', '::']);
    closed.add('eth0');
    expect(network.addresses()).toEqual(['127.0.0.1', '::1']);
    closed.clear();
    expect(network.addresses()).toContain('10.0.0.5');
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

  it('is that of the narrowest subnet', () => {
    const existing = ['eth0 10.0.0.5/8', 'tun0 10.8.0.2/24'];
    expect(networkOf(existing, []).facing(ip('10.8.0.9'))?.text).toBe('10.8.0.2');
    expect(networkOf(existing, []).facing(ip('10.9.0.9'))?.text).toBe('10.0.0.5');
  });

  it('is for one behind a router that which the system answers from, if it is served', () => {
    const { interfaces } = madeUpMachine(MACHINE, { '172.16.3.4': '10.0.0.5', '2a00::1': 'fd00:7::20' });
    const network = createLocalNetwork({ interfaces }, []);
    expect(network.facing(ip('172.16.3.4'))?.text).toBe('10.0.0.5');
    expect(network.facing(ip('2a00::1'))?.text).toBe('fd00:7::20');
    expect(network.facing(ip('172.16.3.5'))?.text).toBe('192.168.7.20');
    expect(createLocalNetwork({ interfaces }, ['eth0']).facing(ip('172.16.3.4'))?.text).toBe('192.168.7.20');
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

function networkOf(existing: readonly string[], wanted: readonly string[]) {
  return createLocalNetwork({ interfaces: madeUpMachine(existing).interfaces }, wanted);
}
