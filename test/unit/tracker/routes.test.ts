import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createFastestSockets } from '../../../electron/engine/tracker/fastestSockets.ts';
import { type LinuxCalls, loadLinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createRouteFrom } from '../../../electron/engine/tracker/routes.ts';

const linuxCalls = await loadLinuxCalls();

describe.each(linuxCalls === undefined ? [] : [linuxCalls])('the address that Linux would send from', (calls) => {
  it('is one of this machine, on the way to its own', () => {
    const routeFrom = createRouteFrom(calls);
    const own = Object.values(networkInterfaces()).flatMap((entries = []) => entries.map(({ address }) => address));
    const routable = own.filter((address) => !address.startsWith('fe80:'));
    expect(routable).toContain('127.0.0.1');
    // An interface with several addresses sends from its first.
    expect(routable.map(routeFrom).filter((source) => source === undefined || !own.includes(source))).toEqual([]);
    expect(routeFrom('127.99.0.1')).toBe('127.0.0.1');
  });

  it('is none where there is no way', () => {
    const routeFrom = createRouteFrom(calls);
    // Linux asks which cable, or for a right that nobody needs here.
    for (const address of ['fe80::99', '255.255.255.255', 'nowhere']) expect(routeFrom(address)).toBeUndefined();
  });

  it('leaves no socket behind', () => {
    const opened = new Set<number>();
    const watched: LinuxCalls = {
      ...calls,
      socket(...args) {
        const descriptor = calls.socket(...args);
        opened.add(descriptor);
        return descriptor;
      },
      close(descriptor) {
        opened.delete(descriptor);
        return calls.close(descriptor);
      },
    };
    const routeFrom = createRouteFrom(watched);
    for (const address of ['127.0.0.1', 'fe80::99', '10.99.0.1', 'nowhere']) routeFrom(address);
    expect([...opened]).toEqual([]);
    expect(createRouteFrom({ ...watched, socket: () => -1 })('127.0.0.1')).toBeUndefined();
  });
});

it('is known once sockets are chosen, and not before', async () => {
  const { bindUdp, routeFrom } = createFastestSockets({ log: () => undefined });
  expect(routeFrom('127.0.0.1')).toBeUndefined();
  await (await bindUdp('127.0.0.1', 0)).close();
  expect(routeFrom('127.0.0.1')).toBe(linuxCalls === undefined ? undefined : '127.0.0.1');
});
