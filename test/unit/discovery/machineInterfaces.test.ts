import { describe, expect, it } from 'vitest';
import { createMachineInterfaces, entrancesOf } from '../../../electron/engine/discovery/machineInterfaces.ts';
import { createSystemClock } from '../../../electron/engine/system/systemClock.ts';
import { madeUpMachine } from '../../support/interfaces.ts';
import { ip } from '../../support/trackerFixture.ts';

const ETH = ['eth0 192.168.7.20/24', 'eth0 fe80::1/64'];
const VPN = ['tun0 10.8.0.2/32', 'tun0 fe80::2/64'];
const WIDE = ['lab0 10.0.0.5/8'];
const MACHINE = [...ETH, ...VPN, ...WIDE];

describe('what a requester may have come through', () => {
  it.each([
    { name: 'its subnet', requester: '192.168.7.99', entrances: ['eth0'] },
    { name: 'the address that is its own', requester: '10.8.0.2', entrances: ['tun0'] },
    { name: 'a wide subnet, where no narrower one has it', requester: '10.8.0.3', entrances: ['lab0'] },
    { name: 'where an answer would leave from', requester: '8.8.8.8', entrances: ['tun0'] },
    { name: 'nothing that is known', requester: '9.9.9.9', entrances: [] },
    { name: 'nothing that is there any more', requester: '7.7.7.7', entrances: [] },
    { name: 'all that share its subnet', requester: 'fe80::99', entrances: ['eth0', 'tun0'] },
    { name: 'no other family', requester: '2a00::1', entrances: [] },
  ])('is $name: $requester', ({ requester, entrances }) => {
    const { interfaces } = madeUpMachine(MACHINE, { '8.8.8.8': '10.8.0.2', '7.7.7.7': '10.7.0.1' });
    const found = entrancesOf(ip(requester), interfaces.all(), interfaces.sourceToward);
    expect(found.map(({ interfaceName }) => interfaceName)).toEqual(entrances);
  });

  it('is the narrowest of several subnets', () => {
    const { interfaces } = madeUpMachine([...WIDE, 'br0 10.1.0.1/16', 'br1 10.1.2.1/24']);
    const found = entrancesOf(ip('10.1.2.9'), interfaces.all(), interfaces.sourceToward);
    expect(found.map(({ interfaceName }) => interfaceName)).toEqual(['br1']);
  });
});

describe('ways to others', () => {
  it('are asked after once, until interfaces are looked at again', () => {
    const { interfaces, clock, asked, become } = madeUpMachine(MACHINE, { '8.8.8.8': '10.8.0.2' });
    const first = interfaces.all();
    for (let i = 0; i < 3; i++) expect(interfaces.sourceToward(ip('8.8.8.8'))).toBe('10.8.0.2');
    for (let i = 0; i < 3; i++) expect(interfaces.sourceToward(ip('9.9.9.9'))).toBeUndefined();
    expect(asked).toEqual(['8.8.8.8', '9.9.9.9']);
    expect(interfaces.all()).toBe(first);
    become(MACHINE, { '8.8.8.8': '192.168.7.20' });
    clock.advance(3000);
    expect(interfaces.sourceToward(ip('8.8.8.8'))).toBe('192.168.7.20');
    expect(interfaces.all()).not.toBe(first);
  });

  it('are not asked after where no router is on the way', () => {
    const { interfaces, asked } = madeUpMachine(MACHINE, {});
    for (const address of ['127.0.0.1', 'fe80::9', '255.255.255.255', '::1']) interfaces.sourceToward(ip(address));
    expect(asked).toEqual([]);
  });

  it('are a hint for as many as are worth the time, and for those that are known', () => {
    const { interfaces, clock, asked } = madeUpMachine(MACHINE, { '8.0.0.0': '10.8.0.2', '9.0.0.0': '10.8.0.2' });
    for (let i = 0; i < 2000; i++) interfaces.sourceHint(ip(`8.0.${i >> 8}.${i & 255}`));
    expect(asked).toHaveLength(500);
    expect(interfaces.sourceHint(ip('8.0.0.0'))).toBe('10.8.0.2');
    expect(interfaces.sourceHint(ip('9.0.0.0'))).toBeUndefined();
    expect(interfaces.sourceToward(ip('9.0.0.0'))).toBe('10.8.0.2');
    expect(interfaces.sourceHint(ip('9.0.0.0'))).toBe('10.8.0.2');
    clock.advance(3000);
    expect(interfaces.sourceHint(ip('9.0.0.0'))).toBe('10.8.0.2');
  });
});

it('lists what this machine has', () => {
  const loopback = createMachineInterfaces({ clock: createSystemClock() })
    .all()
    .find(({ address }) => address.text === '127.0.0.1');
  expect(loopback?.prefixLength).toBe(8);
});
