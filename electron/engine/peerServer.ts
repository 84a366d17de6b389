import type { RequestedPort } from './config.ts';
import { createDhtNode, type DhtNode, type DhtNodeDeps } from './dht/dhtNode.ts';
import { listenForPeers, type PeerListenerDeps } from './peer/peerListener.ts';
import { refusingUtp } from './peer/utpRefusal.ts';
import type { DhtTableRecord } from './storage/dhtRepository.ts';
import { bindPort } from './system/bindPort.ts';
import { createStopStack, type StopStack } from './system/stopStack.ts';

export interface PeerServerConfig {
  readonly addresses: readonly string[];
  readonly port: RequestedPort;
  readonly maxConnections: number;
  /** On which of the addresses the DHT node listens, and what it knew; undefined for none. */
  readonly dht: { readonly address: string; readonly known: DhtTableRecord | undefined } | undefined;
}

export interface PeerServerDeps {
  readonly listener: PeerListenerDeps;
  readonly dht: DhtNodeDeps;
}

/** Where other clients reach us: peers over TCP and the DHT over UDP, under one port number as they expect. */
export interface PeerServer {
  readonly port: number;
  /** The port that was wanted, when another had to be taken. */
  readonly insteadOf: number | undefined;
  readonly dht: DhtNode | undefined;
  stop(): Promise<void>;
}

interface Bound {
  readonly stops: StopStack;
  readonly dht: DhtNode | undefined;
}

/** Rejects with `port-taken` or `address-unavailable`; nothing is left open then. */
export async function startPeerServer(deps: PeerServerDeps, config: PeerServerConfig): Promise<PeerServer> {
  const { addresses, maxConnections } = config;
  const bindUdp = refusingUtp(deps.dht.bindUdp);

  async function bindAll(wanted: number): Promise<{ bound: Bound; port: number }> {
    const stops = createStopStack();
    try {
      const listener = await listenForPeers(deps.listener, { addresses, port: wanted, maxConnections });
      stops.add(() => listener.stop());
      const { port } = listener;
      const dht = await startDht(port);
      if (dht !== undefined) stops.add(() => dht.stop());
      // Clients that try uTP first knock here; a socket that nobody else uses still tells them to come over TCP.
      for (const address of addresses.filter((each) => each !== config.dht?.address)) {
        const socket = await bindUdp(address, port);
        stops.add(() => socket.close());
      }
      return { bound: { stops, dht }, port };
    } catch (error) {
      await stops.stop();
      throw error;
    }
  }

  async function startDht(port: number): Promise<DhtNode | undefined> {
    if (config.dht === undefined) return undefined;
    const { address, known } = config.dht;
    const table = known && { nodeId: known.id, nodes: known.nodes };
    return createDhtNode({ ...deps.dht, bindUdp }, { address, port, peerPort: port, ...table });
  }

  const { bound, port, insteadOf } = await bindPort(config.port, bindAll);
  return { port, insteadOf, dht: bound.dht, stop: () => bound.stops.stop() };
}
