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
  /** Whether the tracker's HTTP port shows pages at first; it can change while the engine runs. */
  readonly portal: boolean;
  /** Other names of this computer, in lower case, under which browsers may ask for those pages. */
  readonly portalNames: readonly string[];
  /** Which addresses are served, as of now and as those that follow. */
  readonly addressScope: 'local' | 'any';
  /** Of single interfaces, as in `eth0=any`, `tun0=none` or `192.168.1.5=local`; the others go by `addressScope`. */
  readonly interfaceScopes: readonly string[];
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
  /** Of a private tracker, what is asked of its people besides a passkey: see people/rules.ts. 0 turns a rule off. */
  readonly minRatioPercent: number;
  readonly ratioGraceBytes: number;
  readonly maxActiveDownloads: number;
  readonly seedingHours: number;
  readonly freeLeech: boolean;
  /** Addresses and networks of proxies, whose word about others' addresses counts. */
  readonly proxies: readonly string[];
  /** Whether a scrape that names no torrent lists all. */
  readonly fullScrape: boolean;
  readonly maxAnnounceRate: number;
  /** Whether the tracker is served over HTTPS as well. */
  readonly https: boolean;
  readonly httpsPort: RequestedPort;
  /** Whether announce URLs with https go into links. */
  readonly httpsLinks: boolean;
  /** Absolute paths of PEM files; empty for those that Granary makes itself. */
  readonly httpsCertificate: string;
  readonly httpsKey: string;
}

/** What the running engine takes up when it changes. */
export type LiveConfig = Pick<EngineConfig, 'policy' | 'portal' | 'portalNames' | PolicyKey | RuleKey>;

/** What is asked of the people of a private tracker. */
type RuleKey = 'minRatioPercent' | 'ratioGraceBytes' | 'maxActiveDownloads' | 'seedingHours' | 'freeLeech';

type PolicyKey =
  | 'addressScope'
  | 'interfaceScopes'
  | 'localRanges'
  | 'ipFilters'
  | 'listFolders'
  | 'allowedClients'
  | 'blockedClients'
  | 'newPeersPerAddress'
  | 'maxTrackerPeers'
  | 'maxOpenSwarms'
  | 'proxies'
  | 'fullScrape'
  | 'maxAnnounceRate';

export const DEFAULT_TRACKER_PORT = 6969;
export const DEFAULT_PEER_PORT = 6881;
export const DEFAULT_CONTROL_PORT = 6970;
export const DEFAULT_HTTPS_PORT = 6971;
