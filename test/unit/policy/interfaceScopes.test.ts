import { describe, expect, it } from 'vitest';
import { createAddressGate } from '../../../electron/engine/policy/addressGate.ts';
import { createInterfaceScopes } from '../../../electron/engine/policy/interfaceScopes.ts';
import type { MachineInterfaces } from '../../../electron/engine/discovery/machineInterfaces.ts';
import { interfaceAt, madeUpMachine } from '../../support/interfaces.ts';
import { ip } from '../../support/trackerFixture.ts';

const MACHINE = [
  'lo 127.0.0.1/8',
  'eth0 192.168.7.20/24',
  'eth0 fd00:7::20/64',
  'lab0 141.20.5.1/16',
  'tun0 10.8.0.2/24',
];
const ROUTES = { '8.8.8.8': '141.20.5.1', '172.16.3.4': '10.8.0.2', '9.9.9.9': '192.168.7.20' };

const NETWORK = 'your network is not served by this tracker';
const LOCAL = 'this tracker serves its local network only';

describe('who is served, with --interface-scope', () => {
  const entries = ['lab0=any', 'tun0=none'];
  it.each([
    { name: 'anybody in the subnet of an open interface', from: '141.20.99.1', answer: 'ok' },
    { name: 'anybody behind its router', from: '8.8.8.8', answer: 'ok' },
    { name: 'nobody in the subnet of a closed one', from: '10.8.0.9', answer: NETWORK },
    { name: 'nobody behind its router', from: '172.16.3.4', answer: NETWORK },
    { name: 'not this machine by its address there', from: '10.8.0.2', answer: NETWORK },
    { name: 'local networks through the others', from: '192.168.7.99', answer: 'ok' },
    { name: 'local networks alone through the others', from: '9.9.9.9', answer: LOCAL },
    { name: 'nobody whose way is unknown, since one is closed', from: '10.99.0.1', answer: NETWORK },
    { name: 'who comes by a family that none is closed of', from: 'fd00:99::1', answer: 'ok' },
    { name: 'loopback', from: '127.0.0.1', answer: 'ok' },
    { name: 'no address that nobody has', from: '255.255.255.255', answer: LOCAL },
  ])('$name: $from', ({ from, answer }) => {
    const { interfaces } = madeUpMachine(MACHINE, ROUTES);
    expect(ask(start(interfaces, entries).gate, from)).toBe(answer);
  });

  it.each([
    { name: 'is any only where all of the family are', entries: ['eth0=any', 'lab0=any', 'tun0=any'], answer: 'ok' },
    { name: 'is local where one is', entries: ['eth0=any', 'lab0=any'], answer: LOCAL },
    { name: 'is none where one is', entries: ['eth0=any', 'lab0=any', 'tun0=none'], answer: NETWORK },
    { name: 'does not mind loopback', entries: ['eth0=any', 'lab0=any', 'tun0=any', 'lo=none'], answer: 'ok' },
  ])('whose way the system does not tell $name', ({ entries: given, answer }) => {
    expect(ask(start(madeUpMachine(MACHINE).interfaces, given).gate, '8.8.8.8')).toBe(answer);
  });

  it('goes by an address before the name of its interface, and for its network alone', () => {
    const { gate } = start(madeUpMachine([...MACHINE, 'eth0 10.1.0.1/24'], {}).interfaces, [
      'eth0=none',
      '10.1.0.1=any',
    ]);
    expect(ask(gate, '10.1.0.9')).toBe('ok');
    expect(ask(gate, '192.168.7.99')).toBe(NETWORK);
    expect(ask(gate, 'fd00:7::99')).toBe(NETWORK);
  });

  it('takes addresses as they are written', () => {
    const { gate } = start(madeUpMachine(MACHINE, {}).interfaces, ['FD00:7:0::20=none']);
    expect(ask(gate, 'fd00:7::99')).toBe(NETWORK);
  });

  it('goes by the address scope on a machine without interfaces', () => {
    const { gate } = start(madeUpMachine([], {}).interfaces, ['eth0=none']);
    expect(ask(gate, '10.1.0.9')).toBe('ok');
    expect(ask(gate, '8.8.8.8')).toBe(LOCAL);
  });

  it('still refuses addresses that a list blocks', () => {
    const { gate } = start(madeUpMachine(MACHINE, ROUTES).interfaces, ['lab0=any']);
    gate.setBlocked({ count: 1, holds: ({ text }) => text === '8.8.8.8' });
    expect(ask(gate, '8.8.8.8')).toBe('your address is blocked on this tracker');
  });
});

describe('a change', () => {
  it('of the setting counts at once', () => {
    const { gate, scopes } = start(madeUpMachine(MACHINE, ROUTES).interfaces, ['tun0=none']);
    const closed = interfaceAt('tun0 10.8.0.2/24');
    expect([ask(gate, '10.8.0.9'), ask(gate, '8.8.8.8'), scopes.isClosed(closed)]).toEqual([NETWORK, LOCAL, true]);
    scopes.configure({ addressScope: 'local', interfaceScopes: ['lab0=any'] });
    expect([ask(gate, '10.8.0.9'), ask(gate, '8.8.8.8'), scopes.isClosed(closed)]).toEqual(['ok', 'ok', false]);
    scopes.configure({ addressScope: 'any', interfaceScopes: [] });
    expect(ask(gate, '9.9.9.9')).toBe('ok');
  });

  it('of interfaces and routes counts after two seconds', () => {
    const { interfaces, clock, become } = madeUpMachine(MACHINE, ROUTES);
    const { gate } = start(interfaces, ['lab0=any', 'wg0=none']);
    expect([ask(gate, '8.8.8.8'), ask(gate, '10.9.0.9')]).toEqual(['ok', 'ok']);
    become([...MACHINE, 'wg0 10.9.0.1/24'], { '8.8.8.8': '192.168.7.20' });
    expect([ask(gate, '8.8.8.8'), ask(gate, '10.9.0.9')]).toEqual(['ok', 'ok']);
    clock.advance(3000);
    expect([ask(gate, '8.8.8.8'), ask(gate, '10.9.0.9')]).toEqual([LOCAL, NETWORK]);
  });
});

describe('what an answer costs', () => {
  it('is no look at interfaces without a scope of one', () => {
    const never = (): never => {
      throw new Error('nobody is to ask');
    };
    const { gate } = start({ all: never, sourceToward: never, sourceHint: never }, []);
    expect([ask(gate, '10.1.0.9'), ask(gate, '8.8.8.8')]).toEqual(['ok', LOCAL]);
  });

  it('is one question to the system for each address, of which it forgets all before they are too many', () => {
    const { interfaces, asked } = madeUpMachine(MACHINE, {});
    const { gate } = start(interfaces, ['tun0=none']);
    for (let i = 0; i < 3; i++) ask(gate, '8.8.8.8');
    expect(asked).toEqual(['8.8.8.8']);
    for (let i = 0; i < 20_000; i++) ask(gate, `9.9.${i >> 8}.${i & 255}`);
    ask(gate, '8.8.8.8');
    expect(asked.filter((address) => address === '8.8.8.8')).toHaveLength(2);
  });
});

function start(interfaces: MachineInterfaces, interfaceScopes: readonly string[]) {
  const scopes = createInterfaceScopes(interfaces, { addressScope: 'local', interfaceScopes });
  return { scopes, gate: createAddressGate(scopes, { localRanges: [] }) };
}

/** `ok`, or why not. */
function ask(gate: ReturnType<typeof createAddressGate>, from: string): string {
  return gate.refusalOf(ip(from))?.message ?? 'ok';
}
