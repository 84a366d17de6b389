import { parseIpAddress } from './codec/ipAddress.ts';
import type { EngineConfig } from './config.ts';
import { createLocalNetwork, type LocalNetwork } from './discovery/localNetwork.ts';
import { createMachineInterfaces } from './discovery/machineInterfaces.ts';
import type { EngineParts, EnginePartsDeps } from './engineParts.ts';
import type { PeerServerConfig, PeerServerDeps } from './peerServer.ts';
import type { ControlServerConfig } from './portal/controlServer.ts';
import type { Ports } from './ports.ts';
import type { TrackerServerDeps } from './trackerServer.ts';

/** What the engine's listeners are given of its parts. */

/** What the listeners of the peer side need. */
export function peerServerOf(
  { network, seeding, storage, peerGate: hosts }: EngineParts,
  { config, ports }: EnginePartsDeps,
): { readonly deps: PeerServerDeps; readonly config: PeerServerConfig } {
  const { addresses, dhtAddress: address } = network.bindings;
  const hasDht = config.dht && address !== undefined;
  const { identity } = seeding;
  return {
    deps: {
      listener: { clock: ports.clock, identity, hosts },
      dht: { ...ports, addressFacing: (requester) => facingText(network, requester) },
    },
    config: {
      addresses,
      port: config.peerPort,
      maxConnections: config.maxConnections,
      dht: hasDht ? { address, known: storage.dht.load() } : undefined,
    },
  };
}

/** What the listeners of the tracker need. */
export function trackerServerOf(
  { tracker, network, site, records, httpSettings }: EngineParts,
  ports: Ports,
): TrackerServerDeps {
  return {
    ports,
    tracker,
    facing: network.facing,
    options: httpSettings.options,
    answers: records.meter.answers,
    handOver: (socket) => site.accept(socket),
  };
}

/** Where the console is served besides loopback. Throws `address-unavailable` for an interface that is not there. */
export function consoleOf(
  { consoleDir, consoleInterfaces }: EngineConfig,
  ports: Ports,
): Pick<ControlServerConfig, 'consoleDir' | 'consoleAddresses'> {
  if (consoleInterfaces.length === 0) return { consoleDir, consoleAddresses: [] };
  const network = createLocalNetwork({ interfaces: createMachineInterfaces(ports) }, consoleInterfaces);
  return { consoleDir, consoleAddresses: network.bindings.addresses };
}

function facingText(network: LocalNetwork, requester: string): string | undefined {
  const address = parseIpAddress(requester);
  return address && network.facing(address)?.text;
}
