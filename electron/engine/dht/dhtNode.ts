import { Client } from 'bittorrent-dht';
import { type InfoHash, infoHashToBytes } from '../../../shared/infoHash.ts';
import type { BindUdp, Clock, Logger, RandomBytes } from '../ports.ts';
import { createAnnouncer } from './announcer.ts';
import { createDhtSocket } from './dhtSocket.ts';
import { createEndpointFilter, type Endpoint, isMeaningfulTo } from './endpoints.ts';
import { NODE_ID_BYTES } from './krpc.ts';
import { createReplyFinisher } from './replyFinisher.ts';
import { resolveBootstrap } from './resolveBootstrap.ts';

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
  /** Where to look for the first nodes; host names are resolved by the system. None by default: nobody is asked. */
  readonly bootstrap?: readonly DhtBootstrap[];
  /** By default packets to and from the internet are dropped. */
  readonly allowPublicAddresses?: boolean;
}

export interface DhtContactInfo {
  /** 20 bytes. */
  readonly id: Uint8Array;
  readonly host: string;
  readonly port: number;
}

export interface DhtBootstrap {
  readonly host: string;
  readonly port: number;
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
  /** What `nodeId` and `nodes` of the next start should be; alone, the node keeps to those it knew last. */
  saveTable(): { readonly id: Uint8Array; readonly nodes: readonly DhtContactInfo[] };
  stop(): Promise<void>;
}

/** While the node knows nobody, it asks its bootstrap nodes this often. */
export const JOIN_INTERVAL_MS = 30_000;
/** Clients announce about every quarter of an hour; a peer is kept for 20 to 40 minutes. */
const PEER_MAX_AGE_MS = 30 * 60_000;
const MAX_PEERS = 2000;
const MAX_LOOKUP_TABLES = 64;

/** Rejects with `port-taken` or `address-unavailable`. */
export async function createDhtNode(deps: DhtNodeDeps, config: DhtNodeConfig): Promise<DhtNode> {
  const { clock, logger } = deps;
  const udp = await deps.bindUdp(config.address ?? '0.0.0.0', config.port);
  const isAllowed = createEndpointFilter(config.allowPublicAddresses ?? false);
  const announced = new Set<InfoHash>();
  let lastKnown = (config.nodes ?? []).filter(isUsable);
  let stopped: Promise<void> | undefined;

  const socket = createDhtSocket({
    udp,
    isAllowed,
    logger,
    onReadOnlyNode: (nodeId) => {
      const wasKnown = dht.nodes.get(nodeId) !== null;
      return () => {
        if (!wasKnown) dht.removeNode(nodeId);
      };
    },
    finishReply: createReplyFinisher({
      ownPeerFor: (infoHash, asker) => (announced.has(infoHash) ? ownPeerFacing(asker) : undefined),
    }),
  });
  const dht = new Client({
    nodeId: config.nodeId ?? deps.randomBytes(NODE_ID_BYTES),
    bootstrap: false,
    socket,
    maxAge: PEER_MAX_AGE_MS,
    maxPeers: MAX_PEERS,
    maxTables: MAX_LOOKUP_TABLES,
  });
  dht.on('error', (cause) => logger.log('error', 'the DHT node failed', { cause }));
  dht.on('warning', (cause) => logger.log('debug', 'the DHT node met something odd', { cause }));

  const announcer = createAnnouncer({ clock, announceOnce, hasNodes: () => dht.nodes.count() > 0 });
  dht.on('node', () => {
    if (dht.nodes.count() === 1) queueMicrotask(fillTable);
    announcer.nodesAppeared();
  });
  dht.listen();
  for (const { id, host, port } of lastKnown) dht.addNode({ id: Buffer.from(id), host, port });
  askAround();
  const joinTimer = clock.every(JOIN_INTERVAL_MS, () => {
    if (dht.nodes.count() === 0) askAround();
  });

  function ownPeerFacing(asker: Endpoint): Endpoint | undefined {
    const address = deps.addressFacing(asker.address);
    if (address === undefined) return undefined;
    const own = { address, port: config.peerPort };
    return isAllowed(own) && isMeaningfulTo(asker.address, own) ? own : undefined;
  }

  function isUsable({ id, host, port }: DhtContactInfo): boolean {
    return id.length === NODE_ID_BYTES && isAllowed({ address: host, port });
  }

  /** Known nodes leave the table when they do not answer, but may be back tomorrow. */
  function askAround(): void {
    for (const place of [...(config.bootstrap ?? []), ...lastKnown]) void ask(place);
  }

  async function ask(place: DhtBootstrap): Promise<void> {
    const host = await resolveBootstrap(place.host, logger);
    if (host !== undefined && stopped === undefined) dht.addNode({ host, port: place.port });
  }

  function knownNodes(): readonly DhtContactInfo[] {
    const nodes = dht.nodes.toArray().map(({ id, host, port }) => ({ id: Uint8Array.from(id), host, port }));
    if (nodes.length > 0) lastKnown = nodes;
    return lastKnown;
  }

  /** A lookup of our own id makes us known to the nodes that are nearest to it, and them to us. */
  function fillTable(): void {
    dht.lookup(dht.nodeId, () => undefined);
  }

  /** The lookup comes first each time: the package would take the nodes of an earlier one, even if those were none. */
  function announceOnce(infoHash: InfoHash): Promise<number> {
    const target = Buffer.from(infoHashToBytes(infoHash));
    return new Promise((resolve) => {
      dht.lookup(target, (error) => {
        if (error || stopped !== undefined || !announced.has(infoHash)) return resolve(0);
        dht.announce(target, config.peerPort, (_error, nodesReached) => resolve(nodesReached ?? 0));
      });
    });
  }

  async function stop(): Promise<void> {
    joinTimer.cancel();
    announcer.stop();
    await new Promise<void>((resolve) => dht.destroy(resolve));
  }

  return {
    port: udp.local.port,
    nodeCount: () => dht.nodes.count(),
    announce(infoHash) {
      announced.add(infoHash);
      announcer.add(infoHash);
    },
    forget(infoHash) {
      announced.delete(infoHash);
      announcer.remove(infoHash);
    },
    saveTable: () => ({ id: Uint8Array.from(dht.nodeId), nodes: knownNodes() }),
    stop: () => (stopped ??= stop()),
  };
}
