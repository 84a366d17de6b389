import type { TrackerPolicy } from '../../shared/trackerPolicy.ts';

/** A port to listen on. One that was not asked for may be replaced by any free port, and the replacement is said. */
export interface RequestedPort {
  readonly port: number;
  readonly required: boolean;
}

/** Everything a person may set about the engine, after flags, environment and settings file were merged. */
export interface EngineConfig {
  /** Absolute path of the folder that holds the database, the lock and the control secret. */
  readonly dataDir: string;
  /** HTTP (TCP) and UDP tracker on one number. */
  readonly trackerPort: RequestedPort;
  /** Peer wire (TCP) and DHT (UDP) on one number. */
  readonly peerPort: RequestedPort;
  /** Absolute path of the window's build, which the web console serves; absent where there is none. */
  readonly consoleDir?: string;
  /** WebSocket of the contract and the web console, on loopback; on `consoleInterfaces` the console alone. */
  readonly controlPort: RequestedPort;
  /** Names or addresses of the interfaces to serve; empty means all. */
  readonly interfaces: readonly string[];
  /** Names or addresses of the interfaces that the console is served on besides loopback; empty means none. */
  readonly consoleInterfaces: readonly string[];
  readonly dht: boolean;
  /** Peers of one share that are unchoked at the same time. */
  readonly uploadSlotsPerShare: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerShare: number;
  /** Memory for file segments that are being served. */
  readonly cacheBytes: number;
  /** Whom the tracker serves at first; it can change while the engine runs. */
  readonly policy: TrackerPolicy;
  /** Which addresses are served, as of now and as those that follow. */
  readonly addressScope: 'local' | 'any';
  /** Addresses and networks that count as local besides those that everybody knows. */
  readonly localRanges: readonly string[];
  /** Absolute paths of lists of addresses that are not served. */
  readonly ipFilters: readonly string[];
  /** Absolute paths of folders whose .torrent files are on the tracker's list. */
  readonly listFolders: readonly string[];
  /** Beginnings of peer-ids or parts of names. With any, only these are served. */
  readonly allowedClients: readonly string[];
  readonly blockedClients: readonly string[];
  /** That come to one swarm at once. */
  readonly newPeersPerAddress: number;
  readonly maxTrackerPeers: number;
  readonly maxOpenSwarms: number;
}

/** What the running engine takes up when it changes. */
export type LiveConfig = Pick<EngineConfig, 'policy' | PolicyKey>;

type PolicyKey =
  | 'addressScope'
  | 'localRanges'
  | 'ipFilters'
  | 'listFolders'
  | 'allowedClients'
  | 'blockedClients'
  | 'newPeersPerAddress'
  | 'maxTrackerPeers'
  | 'maxOpenSwarms';

export const DEFAULT_TRACKER_PORT = 6969;
export const DEFAULT_PEER_PORT = 6881;
export const DEFAULT_CONTROL_PORT = 6970;
