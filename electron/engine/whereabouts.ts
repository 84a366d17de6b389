import type { Notice } from '../../shared/because.ts';
import type { EngineConfig } from './config.ts';
import type { LocalNetwork } from './discovery/localNetwork.ts';
import type { PeerServer } from './peerServer.ts';
import type { Reachability } from './shares/shareLinks.ts';

/** Where the engine came to listen: known bit by bit while it starts, and asked for by links, peers and the status. */
export interface Whereabouts extends Reachability {
  readonly controlPort: number;
  readonly dht: PeerServer['dht'];
  /** What a person should know of the start: a port was taken, a stored share cannot be read. */
  readonly notices: readonly Notice[];
  /** Adds to the notices. */
  note(notice: Notice): void;
  peersListen(server: PeerServer): void;
  trackerListens(server: BoundServer): void;
  httpsListens(server: BoundServer): void;
  controlListens(server: BoundServer): void;
}

interface BoundServer {
  readonly port: number;
  /** The port that was wanted, when another had to be taken. */
  readonly insteadOf?: number | undefined;
}

const ON_ANOTHER_PORT = {
  'peer-port-instead': 'peers are served',
  'tracker-port-instead': 'the tracker answers',
  'https-port-instead': 'the tracker answers over HTTPS',
  'control-port-instead': 'other commands are answered',
} as const;

export function createWhereabouts(
  network: LocalNetwork,
  { httpsLinks }: Pick<EngineConfig, 'httpsLinks'>,
): Whereabouts {
  const notices: Notice[] = [];
  const ports = { tracker: 0, https: 0, peers: 0, control: 0 };
  let dht: PeerServer['dht'];

  function portOf(reason: keyof typeof ON_ANOTHER_PORT, { port, insteadOf }: BoundServer): number {
    if (insteadOf === undefined) return port;
    const message = `port ${insteadOf} is in use, so ${ON_ANOTHER_PORT[reason]} on port ${port} instead`;
    notices.push({ message, because: { reason, wanted: insteadOf, port } });
    return port;
  }

  return {
    announceTiers: () => network.announceTiers(ports.tracker, httpsLinks && ports.https > 0 ? ports.https : undefined),
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
    note: (notice) => void notices.push(notice),
    peersListen(server) {
      ports.peers = portOf('peer-port-instead', server);
      dht = server.dht;
    },
    trackerListens(server) {
      ports.tracker = portOf('tracker-port-instead', server);
    },
    httpsListens(server) {
      ports.https = portOf('https-port-instead', server);
    },
    controlListens(server) {
      ports.control = portOf('control-port-instead', server);
    },
  };
}
