import { createMachineInterfaces, type InterfaceAddress } from '../../electron/engine/discovery/machineInterfaces.ts';
import { ip } from './trackerFixture.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

/** An address of an interface, as in `eth0 192.168.7.20/24`. */
export function interfaceAt(text: string): InterfaceAddress {
  const [interfaceName = '', address = '', prefixLength] = text.split(/[ /]/);
  return { interfaceName, address: ip(address), prefixLength: Number(prefixLength) };
}

/** The interfaces of a machine that a test makes up, and those of its routes that it knows. */
export function madeUpMachine(texts: readonly string[], routes?: Readonly<Record<string, string>>) {
  const clock: VirtualClock = createVirtualClock();
  const asked: string[] = [];
  const machine = { existing: texts.map(interfaceAt), routes: { ...routes } };
  const routeFrom = (address: string) => {
    asked.push(address);
    return machine.routes[address];
  };
  const interfaces = createMachineInterfaces({
    clock,
    list: () => machine.existing,
    ...(routes !== undefined && { routeFrom }),
  });
  return {
    interfaces,
    clock,
    /** Whom the system was asked about, in order. */
    asked,
    /** What is there from now on, as soon as it is looked at again. */
    become(now: readonly string[], nowRoutes: Readonly<Record<string, string>> = machine.routes) {
      machine.existing = now.map(interfaceAt);
      machine.routes = { ...nowRoutes };
    },
  };
}
