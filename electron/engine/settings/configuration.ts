import { resolve } from 'node:path';
import type { EngineConfig, RequestedPort } from '../config.ts';
import { GranaryError } from '../errors.ts';
import { defaultDataDir } from './defaultDataDir.ts';
import { type GivenFlags, type Setting, type SettingKey, type SettingValues, settingOf } from './options.ts';
import { readerOf } from './settingKinds.ts';
import { readSettingsFile } from './settingsFile.ts';

export interface ConfigurationSources {
  readonly flags: GivenFlags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly workingDirectory: string;
}

/**
 * Flags win over the environment, that over settings.json in the data directory, that over the defaults.
 * Rejects with `bad-input` (a flag) or `bad-config` (anything else), naming the place, the value and what it must be.
 */
export async function resolveConfiguration(sources: ConfigurationSources): Promise<EngineConfig> {
  const dataDir = resolveDataDir(sources);
  const file = await readSettingsFile(dataDir);
  const chosen = <Key extends SettingKey>(key: Key): Chosen<Key> => choose(key, { ...sources, file });
  return {
    dataDir,
    trackerPort: requestedPort(chosen('port')),
    peerPort: requestedPort(chosen('peerPort')),
    controlPort: requestedPort(chosen('controlPort')),
    interfaces: chosen('interfaces').value,
    consoleInterfaces: chosen('consoleInterfaces').value,
    dht: chosen('dht').value,
    uploadSlotsPerShare: chosen('uploadSlotsPerShare').value,
    maxConnections: chosen('maxConnections').value,
    maxConnectionsPerShare: chosen('maxConnectionsPerShare').value,
    cacheBytes: chosen('cacheBytes').value,
    policy: chosen('policy').value,
    addressScope: chosen('addressScope').value,
    interfaceScopes: chosen('interfaceScopes').value,
    localRanges: chosen('localRanges').value,
    ipFilters: chosen('ipFilters').value,
    listFolders: chosen('listFolders').value,
    allowedClients: chosen('allowedClients').value,
    blockedClients: chosen('blockedClients').value,
    newPeersPerAddress: chosen('newPeersPerAddress').value,
    maxTrackerPeers: chosen('maxTrackerPeers').value,
    maxOpenSwarms: chosen('maxOpenSwarms').value,
    portal: chosen('portal').value,
    portalNames: chosen('portalNames').value.map((name) => name.toLowerCase()),
    minRatioPercent: chosen('minRatioPercent').value,
    ratioGraceBytes: chosen('ratioGraceBytes').value,
    maxActiveDownloads: chosen('maxActiveDownloads').value,
    seedingHours: chosen('seedingHours').value,
    freeLeech: chosen('freeLeech').value,
    proxies: chosen('proxies').value,
    fullScrape: chosen('fullScrape').value,
    maxAnnounceRate: chosen('maxAnnounceRate').value,
    https: chosen('https').value,
    httpsPort: requestedPort(chosen('httpsPort')),
    httpsLinks: chosen('httpsLinks').value,
    httpsCertificate: chosen('httpsCertificate').value,
    httpsKey: chosen('httpsKey').value,
  };
}

/** The absolute path of the data directory. It may not exist yet. Throws `bad-input` or `bad-config`. */
export function resolveDataDir({ flags, environment, workingDirectory }: ConfigurationSources): string {
  const given = firstGiven(settingOf('dataDir'), { flags, environment });
  if (given === undefined) return defaultDataDir();
  return resolve(workingDirectory, readValue('dataDir', given));
}

/** Where a setting's value comes from; `sourceName` is that of the flag or variable. */
export interface SettingSource {
  readonly source: 'flag' | 'environment' | 'file' | 'default';
  readonly sourceName?: string;
}

/** The value of one setting and who says so. Throws `bad-input` or `bad-config` for a value that makes no sense. */
export function lookUpSetting<Key extends SettingKey>(
  key: Key,
  sources: AllSources,
): SettingSource & { readonly value: SettingValues[Key] } {
  const setting = settingOf(key);
  const given = firstGiven(setting, sources);
  if (given === undefined) return { value: setting.standard as SettingValues[Key], source: 'default' };
  const { source, sourceName } = given;
  return { value: readValue(key, given), source, ...(sourceName !== undefined && { sourceName }) };
}

interface Chosen<Key extends SettingKey> {
  readonly value: SettingValues[Key];
  /** Whether a person asked for it. */
  readonly isGiven: boolean;
}

export interface AllSources extends Pick<ConfigurationSources, 'flags' | 'environment'> {
  readonly file?: { readonly path: string; readonly values: Readonly<Record<string, unknown>> } | undefined;
}

function choose<Key extends SettingKey>(key: Key, sources: AllSources): Chosen<Key> {
  const { value, source } = lookUpSetting(key, sources);
  return { value, isGiven: source !== 'default' };
}

interface GivenValue extends SettingSource {
  readonly value: unknown;
  /** How to name the place in a message. */
  readonly where: string;
  readonly code: 'bad-input' | 'bad-config';
}

function firstGiven(setting: Setting, { flags, environment, file }: AllSources): GivenValue | undefined {
  const reader = readerOf(setting);
  const flag = flags[setting.key];
  if (flag !== undefined) {
    const value = typeof flag === 'string' ? reader.fromText(flag) : flag;
    const where = setting.flag.split(' ')[0] ?? setting.flag;
    return { value, where, code: 'bad-input', source: 'flag', sourceName: where };
  }
  const variable = environment[setting.environment];
  if (variable !== undefined && variable !== '') {
    const where = setting.environment;
    return { value: reader.fromText(variable), where, code: 'bad-config', source: 'environment', sourceName: where };
  }
  const inFile = file?.values[setting.key];
  if (inFile === undefined) return undefined;
  return { value: inFile, where: `"${setting.key}" in ${file?.path}`, code: 'bad-config', source: 'file' };
}

/** Throws `code` with what the value must be. */
export function readValue<Key extends SettingKey>(
  key: Key,
  { value, where, code }: Pick<GivenValue, 'value' | 'where' | 'code'>,
): SettingValues[Key] {
  const { schema, expectation } = readerOf(settingOf(key));
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as SettingValues[Key];
  throw new GranaryError(code, `${where} is ${JSON.stringify(value)}, but must be ${expectation}`, {
    hint: 'granary help configuration lists all settings',
    because: { reason: 'setting-value', setting: where, value: JSON.stringify(value) },
  });
}

/** A port that a person asked for is taken or nothing; a default one may give way to any free one. */
function requestedPort({ value, isGiven }: Chosen<'port' | 'peerPort' | 'controlPort' | 'httpsPort'>): RequestedPort {
  return { port: value, required: isGiven };
}
