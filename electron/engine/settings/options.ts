import { TRACKER_POLICIES, type TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import { DEFAULT_CONTROL_PORT, DEFAULT_PEER_PORT, DEFAULT_TRACKER_PORT } from '../config.ts';
import { MIB } from '../../../shared/units.ts';
import { type AnnounceSettingValues, announceSettings } from './announceSettings.ts';
import { ADDRESS_RANGES, CLIENTS, type ItemKind, PATHS, SCOPED_INTERFACES } from './itemKinds.ts';
import { type RuleSettingValues, ruleSettings } from './ruleSettings.ts';

/**
 * Everything a person may configure, in one table. The flags and their help, the names in the environment, the keys of
 * settings.json and `granary help configuration` are all made from it.
 */

export interface SettingValues extends AnnounceSettingValues, RuleSettingValues {
  readonly dataDir: string;
  readonly port: number;
  readonly peerPort: number;
  readonly controlPort: number;
  readonly interfaces: readonly string[];
  readonly consoleInterfaces: readonly string[];
  readonly dht: boolean;
  readonly uploadSlotsPerShare: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerShare: number;
  readonly cacheBytes: number;
  readonly policy: TrackerPolicy;
  readonly addressScope: 'local' | 'any';
  readonly interfaceScopes: readonly string[];
  readonly localRanges: readonly string[];
  readonly ipFilters: readonly string[];
  readonly listFolders: readonly string[];
  readonly allowedClients: readonly string[];
  readonly blockedClients: readonly string[];
  readonly newPeersPerAddress: number;
  readonly maxTrackerPeers: number;
  readonly maxOpenSwarms: number;
  readonly portal: boolean;
  readonly portalNames: readonly string[];
}

export type SettingKey = keyof SettingValues;
/** What was typed for each setting: text, false for a `--no-…` flag, a list for a repeated one. */
export type GivenFlags = { readonly [Key in SettingKey]?: string | boolean | readonly string[] };
export type SettingKind = 'folder' | 'file' | 'port' | 'names' | 'switch' | 'count' | 'bytes' | 'choice';

export interface Setting<Key extends SettingKey = SettingKey> {
  /** Also the key in settings.json. */
  readonly key: Key;
  readonly kind: SettingKind;
  /** As commander reads it. */
  readonly flag: string;
  readonly environment: string;
  /** Undefined for the data directory, whose default depends on the system. */
  readonly standard: SettingValues[Key] | undefined;
  /** For the table, where the value itself would not read well. */
  readonly standardText?: string;
  readonly summary: string;
  /** Of a `count`; 1 when absent. */
  readonly least?: number;
  /** Of a `choice`. */
  readonly choices?: readonly string[];
  /** Of a `file`. */
  readonly example?: string;
  /** Of `names` that are not those of interfaces. */
  readonly items?: ItemKind;
  /** Whether the running engine takes it up when it changes. */
  readonly isLive?: boolean;
}

type SettingsTable = { readonly [Key in SettingKey]: Omit<Setting<Key>, 'key'> };

const table: SettingsTable = {
  dataDir: {
    kind: 'folder',
    flag: '--data-dir <folder>',
    environment: 'GRANARY_DATA_DIR',
    standard: undefined,
    standardText: 'the system’s folder for application data',
    summary: 'where the database and settings.json live; one engine at a time',
  },
  port: {
    kind: 'port',
    flag: '--port <number>',
    environment: 'GRANARY_PORT',
    standard: DEFAULT_TRACKER_PORT,
    summary: 'tracker, HTTP and UDP, and .torrent files',
  },
  peerPort: {
    kind: 'port',
    flag: '--peer-port <number>',
    environment: 'GRANARY_PEER_PORT',
    standard: DEFAULT_PEER_PORT,
    summary: 'peers (TCP) and DHT (UDP)',
  },
  controlPort: {
    kind: 'port',
    flag: '--control-port <number>',
    environment: 'GRANARY_CONTROL_PORT',
    standard: DEFAULT_CONTROL_PORT,
    summary: 'other granary commands and the console, on this computer',
  },
  interfaces: {
    kind: 'names',
    flag: '--interface <name-or-address>',
    environment: 'GRANARY_INTERFACES',
    standard: [],
    standardText: 'all',
    summary: 'network interface to serve; may be repeated (in the environment: a list with commas)',
  },
  consoleInterfaces: {
    kind: 'names',
    flag: '--console-interface <name-or-address>',
    environment: 'GRANARY_CONSOLE_INTERFACES',
    standard: [],
    standardText: 'none',
    summary: 'network interface to serve the console on as well, with a password; may be repeated',
  },
  dht: {
    kind: 'switch',
    flag: '--no-dht',
    environment: 'GRANARY_DHT',
    standard: true,
    standardText: 'on',
    summary: 'run the DHT node that finds peers without a tracker',
  },
  uploadSlotsPerShare: {
    kind: 'count',
    flag: '--upload-slots <number>',
    environment: 'GRANARY_UPLOAD_SLOTS',
    standard: 32,
    summary: 'peers of one share that are sent data at the same time',
  },
  maxConnections: {
    kind: 'count',
    flag: '--max-connections <number>',
    environment: 'GRANARY_MAX_CONNECTIONS',
    standard: 1000,
    summary: 'connected peers in all',
  },
  maxConnectionsPerShare: {
    kind: 'count',
    flag: '--max-connections-per-share <number>',
    environment: 'GRANARY_MAX_CONNECTIONS_PER_SHARE',
    standard: 400,
    summary: 'connected peers of one share',
  },
  cacheBytes: {
    kind: 'bytes',
    flag: '--cache <size>',
    environment: 'GRANARY_CACHE',
    standard: 128 * MIB,
    standardText: '128MiB',
    summary: 'memory for what is being sent, as in 256MiB',
  },
  policy: {
    kind: 'choice',
    flag: '--policy <name>',
    environment: 'GRANARY_POLICY',
    standard: 'shares',
    choices: TRACKER_POLICIES,
    isLive: true,
    summary: 'whom the tracker serves: shares, listed, open or private',
  },
  addressScope: {
    kind: 'choice',
    flag: '--address-scope <name>',
    environment: 'GRANARY_ADDRESS_SCOPE',
    standard: 'local',
    choices: ['local', 'any'],
    isLive: true,
    summary: 'which addresses are served: those of local networks, or any',
  },
  interfaceScopes: {
    kind: 'names',
    flag: '--interface-scope <interface=scope>',
    environment: 'GRANARY_INTERFACE_SCOPES',
    standard: [],
    standardText: 'as the address scope',
    items: SCOPED_INTERFACES,
    isLive: true,
    summary: 'who is served through one interface, by name or address: local, any or none; may be repeated',
  },
  localRanges: {
    kind: 'names',
    flag: '--local-range <network>',
    environment: 'GRANARY_LOCAL_RANGES',
    standard: [],
    standardText: 'none',
    items: ADDRESS_RANGES,
    isLive: true,
    summary: 'network that counts as local as well; may be repeated',
  },
  ipFilters: {
    kind: 'names',
    flag: '--ip-filter <file>',
    environment: 'GRANARY_IP_FILTERS',
    standard: [],
    standardText: 'none',
    items: PATHS,
    isLive: true,
    summary: 'list of addresses that get nothing (ipfilter.dat, PeerGuardian or CIDR, .gz too); may be repeated',
  },
  listFolders: {
    kind: 'names',
    flag: '--list-folder <folder>',
    environment: 'GRANARY_LIST_FOLDERS',
    standard: [],
    standardText: 'none',
    items: PATHS,
    isLive: true,
    summary: 'folder whose .torrent files are on the tracker’s list; may be repeated',
  },
  allowedClients: {
    kind: 'names',
    flag: '--allow-client <client>',
    environment: 'GRANARY_ALLOWED_CLIENTS',
    standard: [],
    standardText: 'all',
    items: CLIENTS,
    isLive: true,
    summary: 'client that the tracker serves, by name or peer-id; with one, no others; may be repeated',
  },
  blockedClients: {
    kind: 'names',
    flag: '--block-client <client>',
    environment: 'GRANARY_BLOCKED_CLIENTS',
    standard: [],
    standardText: 'none',
    items: CLIENTS,
    isLive: true,
    summary: 'client that the tracker does not serve, by name or peer-id; may be repeated',
  },
  newPeersPerAddress: {
    kind: 'count',
    flag: '--new-peers-per-address <number>',
    environment: 'GRANARY_NEW_PEERS_PER_ADDRESS',
    standard: 1000,
    isLive: true,
    summary: 'peers that one address may bring to a swarm at once; further ones are answered and not listed',
  },
  maxTrackerPeers: {
    kind: 'count',
    flag: '--max-tracker-peers <number>',
    environment: 'GRANARY_MAX_TRACKER_PEERS',
    standard: 1_000_000,
    isLive: true,
    summary: 'peers that the tracker lists in all',
  },
  maxOpenSwarms: {
    kind: 'count',
    flag: '--max-open-swarms <number>',
    environment: 'GRANARY_MAX_OPEN_SWARMS',
    standard: 50_000,
    isLive: true,
    summary: 'swarms of others’ torrents that an open tracker holds',
  },
  portal: {
    kind: 'switch',
    flag: '--no-portal',
    environment: 'GRANARY_PORTAL',
    standard: true,
    standardText: 'on',
    isLive: true,
    summary: 'show what is shared as a web page at the tracker’s port',
  },
  portalNames: {
    kind: 'names',
    flag: '--portal-name <name>',
    environment: 'GRANARY_PORTAL_NAMES',
    standard: [],
    standardText: 'this computer’s',
    isLive: true,
    summary: 'other host name under which browsers may ask for that page; may be repeated',
  },
  ...ruleSettings,
  ...announceSettings,
};

const KEYS = Object.keys(table) as SettingKey[];

export const SETTINGS: readonly Setting[] = KEYS.map((key) => ({ key, ...table[key] }));

/** The data directory cannot be named in the file that lies in it. */
export function isInSettingsFile(setting: Setting): boolean {
  return setting.key !== 'dataDir';
}

export function settingOf(key: SettingKey): Setting {
  return { key, ...table[key] };
}

/** `6969`, `all`, `128MiB`. */
export function standardTextOf(setting: Setting): string {
  return setting.standardText ?? String(setting.standard);
}
