import { Client } from 'bittorrent-dht';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Logger, UdpSocket } from '../ports.ts';
import { createDhtSocket } from './dhtSocket.ts';
import type { Endpoint, EndpointFilter } from './endpoints.ts';
import { createReplyFinisher } from './replyFinisher.ts';

export interface DhtClientDeps {
  readonly udp: UdpSocket;
  readonly isAllowed: EndpointFilter;
  readonly ownPeerFor: (infoHash: InfoHash, asker: Endpoint) => Endpoint | undefined;
  readonly logger: Logger;
}

/** Clients announce about every quarter of an hour; the package keeps a peer for 20 to 40 minutes with this. */
const PEER_MAX_AGE_MS = 30 * 60_000;
const MAX_PEERS = 2000;
/** A lookup is followed by its announce at once, so few need to be remembered. */
const MAX_LOOKUP_TABLES = 64;

/** The package on a socket that keeps from it what would harm it, listening and knowing nobody. */
export function createDhtClient({ udp, isAllowed, ownPeerFor, logger }: DhtClientDeps, nodeId: Uint8Array): Client {
  const socket = createDhtSocket({
    udp,
    isAllowed,
    logger,
    finishReply: createReplyFinisher({ ownPeerFor }),
    onReadOnlyNode(readOnlyId) {
      const wasKnown = client.nodes.get(readOnlyId) !== null;
      return () => {
        if (!wasKnown) client.removeNode(readOnlyId);
      };
    },
  });
  const client = new Client({
    nodeId,
    bootstrap: false,
    socket,
    maxAge: PEER_MAX_AGE_MS,
    maxPeers: MAX_PEERS,
    maxTables: MAX_LOOKUP_TABLES,
  });
  client.on('error', (cause) => logger.log('error', 'the DHT node failed', { cause }));
  client.on('warning', (cause) => logger.log('debug', 'the DHT node met something odd', { cause }));
  client.listen();
  return client;
}
