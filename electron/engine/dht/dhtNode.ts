import { type InfoHash, infoHashToBytes } from '../../../shared/infoHash.ts';
import type { BindUdp, Clock, Logger, RandomBytes } from '../ports.ts';
import { type AnnounceTimes, createAnnouncer } from './announcer.ts';
import { createDhtClient } from './dhtClient.ts';
import { createEndpointFilter, type Endpoint, isMeaningfulTo } from './endpoints.ts';
import { NODE_ID_BYTES } from './krpc.ts';
import { createRoutingTable, type DhtBootstrap, type DhtContactInfo } from './routingTable.ts';

export interface DhtNodeDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bindUdp: BindUdp;
  readonly randomBytes: RandomBytes;
  /** The address of ours that a machine at `requester` reaches us by; undefined when we serve none that it can reach. */
  readonly addressFacing: (requester: string) => string | undefined;
}

export interface DhtNodeConfig {
  /** IPv4 address to listen on; all of them when absent. */
  readonly address?: string;
  /** UDP; 0 lets the system choose. */
  readonly port: number;
  /** TCP port of the seeder, which is what is announced. */
  readonly peerPort: number;
  /** As `saveTable` gave it before; 20 random bytes when absent. */
  readonly nodeId?: Uint8Array;
  readonly nodes?: readonly DhtContactInfo[];
  /** Where to look for the first nodes. None by default: nobody is asked who did not ask first. */
  readonly bootstrap?: readonly DhtBootstrap[];
  /** By default packets to and from the internet are dropped. */
  readonly allowPublicAddresses?: boolean;
}

/**
 * A node of the DHT (BEP 5) on the bittorrent-dht package. It answers anyone on the local network, and so is the bootstrap
 * of a network without internet; for the shares it announces it gives our own seeder as a peer, whoever asks.
 */
export interface DhtNode {
  readonly port: number;
  nodeCount(): number;
  /** Announces from now on; `infoHash` must not be of a private torrent (BEP 27). */
  announce(infoHash: InfoHash): void;
  forget(infoHash: InfoHash): void;
  /** When it was announced and will be; undefined for what is not announced. */
  timesOf(infoHash: InfoHash): AnnounceTimes | undefined;
  /** What `nodeId` and `nodes` of the next start should be; alone, the node keeps to those it knew last. */
  saveTable(): { readonly id: Uint8Array; readonly nodes: readonly DhtContactInfo[] };
  stop(): Promise<void>;
}

/** Rejects with `port-taken` or `address-unavailable`. */
export async function createDhtNode(deps: DhtNodeDeps, config: DhtNodeConfig): Promise<DhtNode> {
  const { clock, logger } = deps;
  const udp = await deps.bindUdp(config.address ?? '0.0.0.0', config.port);
  const isAllowed = createEndpointFilter(config.allowPublicAddresses ?? false);
  const announced = new Set<InfoHash>();
  let stopped: Promise<void> | undefined;

  const client = createDhtClient(
    {
      udp,
      isAllowed,
      logger,
      ownPeerFor: (infoHash, asker) => (announced.has(infoHash) ? ownPeerFacing(asker) : undefined),
    },
    config.nodeId ?? deps.randomBytes(NODE_ID_BYTES),
  );
  const announcer = createAnnouncer({ clock, announceOnce, hasNodes: () => client.nodes.count() > 0 });
  client.on('node', announcer.nodesAppeared);
  const { nodes = [], bootstrap = [] } = config;
  const routingTable = createRoutingTable({ client, clock, logger, isAllowed }, { nodes, bootstrap });

  function ownPeerFacing(asker: Endpoint): Endpoint | undefined {
    const address = deps.addressFacing(asker.address);
    if (address === undefined) return undefined;
    const own = { address, port: config.peerPort };
    return isAllowed(own) && isMeaningfulTo(asker.address, own) ? own : undefined;
  }

  /** The lookup comes first each time: the package would take the nodes of an earlier one, even if those were none. */
  function announceOnce(infoHash: InfoHash): Promise<number> {
    const target = Buffer.from(infoHashToBytes(infoHash));
    return new Promise((resolve) => {
      client.lookup(target, (error) => {
        if (error || stopped !== undefined || !announced.has(infoHash)) resolve(0);
        else client.announce(target, config.peerPort, (_error, nodesReached) => resolve(nodesReached ?? 0));
      });
    });
  }

  async function stop(): Promise<void> {
    routingTable.stop();
    announcer.stop();
    await new Promise<void>((resolve) => client.destroy(resolve));
  }

  return {
    port: udp.local.port,
    nodeCount: () => client.nodes.count(),
    announce(infoHash) {
      announced.add(infoHash);
      announcer.add(infoHash);
    },
    forget(infoHash) {
      announced.delete(infoHash);
      announcer.remove(infoHash);
    },
    timesOf: (infoHash) => announcer.timesOf(infoHash),
    saveTable: () => ({ id: Uint8Array.from(client.nodeId), nodes: routingTable.contacts() }),
    stop: () => (stopped ??= stop()),
  };
}
