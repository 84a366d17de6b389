import type { InfoHash } from '../../../shared/infoHash.ts';
import { infoHashFromBytes } from '../../../shared/infoHash.ts';
import { compactOf, type Endpoint, endpointOf, filterNodes, isMeaningfulTo } from './endpoints.ts';
import type { KrpcQuery, KrpcReply } from './krpc.ts';

/** BEP 5 asks for the K = 8 closest; the package would send its whole table. */
const MAX_NODES = 8;
/** 50 peers and 8 nodes fit into one Ethernet frame with room to spare; the package would send all that it has. */
const MAX_PEERS = 50;

export type FinishReply = (reply: KrpcReply, query: KrpcQuery, asker: Endpoint) => KrpcReply;

export interface ReplyFinisherDeps {
  /** Where `asker` reaches the seeder of one of our own shares; undefined for other torrents and for askers it cannot serve. */
  readonly ownPeerFor: (infoHash: InfoHash, asker: Endpoint) => Endpoint | undefined;
}

/**
 * Makes the package's replies fit for the node that asked: our own seeder stands first among the peers, at the address that
 * faces the asker (the package knows one address for all); no loopback address leaves this machine; and the reply
 * stays below the size of one frame.
 */
export function createReplyFinisher({ ownPeerFor }: ReplyFinisherDeps): FinishReply {
  return (reply, query, asker) => {
    const own = query.method === 'get_peers' ? ownPeerFor(infoHashFromBytes(query.infoHash), asker) : undefined;
    const peers = [...(own ? [compactOf(own)] : []), ...peersFor(asker, reply.peers ?? [], own)].slice(0, MAX_PEERS);
    const { nodes } = reply;
    return {
      kind: 'reply',
      transactionId: reply.transactionId,
      nodeId: reply.nodeId,
      ...(reply.token && { token: reply.token }),
      ...(nodes && { nodes: filterNodes(nodes, (node) => isNews(node, asker), MAX_NODES) }),
      ...(peers.length > 0 && { peers }),
    };
  };
}

function peersFor(asker: Endpoint, peers: readonly Uint8Array[], own: Endpoint | undefined): readonly Uint8Array[] {
  return peers.filter((compact) => {
    const peer = endpointOf(compact);
    return isMeaningfulTo(asker.address, peer) && !(own && isSame(peer, own));
  });
}

function isNews(node: Endpoint, asker: Endpoint): boolean {
  return isMeaningfulTo(asker.address, node) && !isSame(node, asker);
}

function isSame(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address && a.port === b.port;
}
