import { lookup } from 'node:dns/promises';
import type { Client } from 'bittorrent-dht';
import { messageOf } from '../errors.ts';
import type { Clock, Logger } from '../ports.ts';
import type { EndpointFilter } from './endpoints.ts';
import { NODE_ID_BYTES } from './krpc.ts';

export interface DhtContactInfo {
  /** 20 bytes. */
  readonly id: Uint8Array;
  /** An IPv4 address. */
  readonly host: string;
  readonly port: number;
}

export interface DhtBootstrap {
  /** An address or a name; names are resolved by the system. */
  readonly host: string;
  readonly port: number;
}

export interface RoutingTableDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isAllowed: EndpointFilter;
}

/** The nodes that ours knows: how it comes by the first ones, and what it remembers of them. */
export interface RoutingTable {
  /** The nodes of now; alone, those known last. */
  contacts(): readonly DhtContactInfo[];
  stop(): void;
}

/** While the node knows nobody, it looks for nodes this often. */
export const JOIN_INTERVAL_MS = 30_000;

export function createRoutingTable(
  { client, clock, logger, isAllowed }: RoutingTableDeps,
  { nodes, bootstrap }: { readonly nodes: readonly DhtContactInfo[]; readonly bootstrap: readonly DhtBootstrap[] },
): RoutingTable {
  let lastKnown = nodes.filter(
    ({ id, host, port }) => id.length === NODE_ID_BYTES && isAllowed({ address: host, port }),
  );
  let isStopped = false;

  client.on('node', () => {
    if (client.nodes.count() === 1) queueMicrotask(findNeighbours);
  });
  for (const { id, host, port } of lastKnown) client.addNode({ id: Buffer.from(id), host, port });
  askAround();
  const timer = clock.every(JOIN_INTERVAL_MS, () => {
    if (client.nodes.count() === 0) askAround();
  });

  /** A lookup of our own id makes us known to the nodes that are nearest to it, and them to us. */
  function findNeighbours(): void {
    client.lookup(client.nodeId, () => undefined);
  }

  /** Nodes leave the table when they do not answer, but may be back tomorrow: those known last are asked as well. */
  function askAround(): void {
    for (const place of [...bootstrap, ...lastKnown]) void ask(place);
  }

  async function ask(place: DhtBootstrap): Promise<void> {
    const host = await resolveHost(place.host, logger);
    if (host !== undefined && !isStopped) client.addNode({ host, port: place.port });
  }

  return {
    contacts() {
      const contacts = client.nodes.toArray().map(({ id, host, port }) => ({ id: Uint8Array.from(id), host, port }));
      if (contacts.length > 0) lastKnown = contacts;
      return lastKnown;
    },
    stop() {
      isStopped = true;
      timer.cancel();
    },
  };
}

/** The IPv4 address of a host, which may be one already. Undefined, and a warning, when the system knows none. */
async function resolveHost(host: string, logger: Logger): Promise<string | undefined> {
  try {
    const { address } = await lookup(host, { family: 4 });
    return address;
  } catch (error) {
    logger.log('warning', `the DHT node ${host} has no address: ${messageOf(error)}`);
    return undefined;
  }
}
