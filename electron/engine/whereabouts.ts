import type { LocalNetwork } from './discovery/localNetwork.ts';
import type { PeerServer } from './peerServer.ts';
import type { Reachability } from './shares/shareLinks.ts';

/** Where the engine came to listen: known bit by bit while it starts, and asked for by links, peers and the status. */
export interface Whereabouts extends Reachability {
  readonly controlPort: number;
  readonly dht: PeerServer['dht'];
  /** What a person should know of the start: a port was taken, a stored share cannot be read. */
  readonly notices: readonly string[];
  /** Adds to the notices. */
  note(message: string): void;
  peersListen(server: PeerServer): void;
  trackerListens(server: BoundServer): void;
  controlListens(server: BoundServer): void;
}

interface BoundServer {
  readonly port: number;
  /** The port that was wanted, when another had to be taken. */
  readonly insteadOf?: number | undefined;
}

export function createWhereabouts(network: LocalNetwork): Whereabouts {
  const notices: string[] = [];
  const ports = { tracker: 0, peers: 0, control: 0 };
  let dht: PeerServer['dht'];

  function portOf(what: string, { port, insteadOf }: BoundServer): number {
    if (insteadOf !== undefined) notices.push(`port ${insteadOf} is in use, so ${what} on port ${port} instead`);
    return port;
  }

  return {
    announceTiers: () => network.announceTiers(ports.tracker),
    addresses: () => network.addresses(),
    get trackerPort() {
      return ports.tracker;
    },
    get peerPort() {
      return ports.peers;
    },
    get dhtPort() {
      return dht?.port;
    },
    get controlPort() {
      return ports.control;
    },
    get dht() {
      return dht;
    },
    notices,
    note: (message) => void notices.push(message),
    peersListen(server) {
      ports.peers = portOf('peers are served', server);
      dht = server.dht;
    },
    trackerListens(server) {
      ports.tracker = portOf('the tracker answers', server);
    },
    controlListens(server) {
      ports.control = portOf('other commands are answered', server);
    },
  };
}
