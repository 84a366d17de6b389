import type { RequestedPort } from './config.ts';
import { createDhtNode, type DhtNode, type DhtNodeDeps } from './dht/dhtNode.ts';
import { listenForPeers, type PeerListener, type PeerListenerDeps } from './peer/peerListener.ts';
import type { DhtTableRecord } from './storage/dhtRepository.ts';
import { bindPort } from './system/bindPort.ts';

export interface PeerServerConfig {
  readonly addresses: readonly string[];
  readonly port: RequestedPort;
  readonly maxConnections: number;
  /** Where the DHT node listens and what it knew; undefined for none. */
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
  readonly listener: PeerListener;
  readonly dht: DhtNode | undefined;
}

/** Rejects with `port-taken` or `address-unavailable`; nothing is left open then. */
export async function startPeerServer(deps: PeerServerDeps, config: PeerServerConfig): Promise<PeerServer> {
  const { addresses, maxConnections } = config;

  async function bindBoth(port: number): Promise<{ bound: Bound; port: number }> {
    const listener = await listenForPeers(deps.listener, { addresses, port, maxConnections });
    try {
      return { bound: { listener, dht: await startDht(listener.port) }, port: listener.port };
    } catch (error) {
      await listener.stop();
      throw error;
    }
  }

  async function startDht(port: number): Promise<DhtNode | undefined> {
    if (config.dht === undefined) return undefined;
    const { address, known } = config.dht;
    const table = known && { nodeId: known.id, nodes: known.nodes };
    return createDhtNode(deps.dht, { address, port, peerPort: port, ...table });
  }

  const { bound, port, insteadOf } = await bindPort(config.port, bindBoth);
  return {
    port,
    insteadOf,
    dht: bound.dht,
    async stop() {
      await Promise.all([bound.listener.stop(), bound.dht?.stop()]);
    },
  };
}
