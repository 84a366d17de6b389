import { resolve } from 'node:path';
import type { EngineConfig, RequestedPort } from '../engine/config.ts';
import { GranaryError } from '../engine/errors.ts';
import { defaultDataDir } from './dataDirectory.ts';
import { type Setting, type SettingKey, type SettingValues, settingOf } from './options.ts';
import type { GivenFlags } from './programOptions.ts';
import { kindReaders } from './settingKinds.ts';
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
    dht: chosen('dht').value,
    uploadSlotsPerShare: chosen('uploadSlotsPerShare').value,
    maxConnections: chosen('maxConnections').value,
    maxConnectionsPerShare: chosen('maxConnectionsPerShare').value,
    cacheBytes: chosen('cacheBytes').value,
  };
}

/** The absolute path of the data directory. It may not exist yet. Throws `bad-input` or `bad-config`. */
export function resolveDataDir({ flags, environment, workingDirectory }: ConfigurationSources): string {
  const given = firstGiven(settingOf('dataDir'), { flags, environment });
  if (given === undefined) return defaultDataDir();
  return resolve(workingDirectory, readValue('dataDir', given));
}

interface Chosen<Key extends SettingKey> {
  readonly value: SettingValues[Key];
  /** Whether a person asked for it. */
  readonly isGiven: boolean;
}

interface AllSources extends Pick<ConfigurationSources, 'flags' | 'environment'> {
  readonly file?: { readonly path: string; readonly values: Readonly<Record<string, unknown>> } | undefined;
}

function choose<Key extends SettingKey>(key: Key, sources: AllSources): Chosen<Key> {
  const setting = settingOf(key);
  const given = firstGiven(setting, sources);
  if (given !== undefined) return { value: readValue(key, given), isGiven: true };
  return { value: setting.standard as SettingValues[Key], isGiven: false };
}

interface GivenValue {
  readonly value: unknown;
  /** How to name the place in a message. */
  readonly where: string;
  readonly code: 'bad-input' | 'bad-config';
}

function firstGiven(setting: Setting, { flags, environment, file }: AllSources): GivenValue | undefined {
  const reader = kindReaders[setting.kind];
  const flag = flags[setting.key];
  if (flag !== undefined) {
    const value = typeof flag === 'string' ? reader.fromText(flag) : flag;
    return { value, where: setting.flag.split(' ')[0] ?? setting.flag, code: 'bad-input' };
  }
  const variable = environment[setting.environment];
  if (variable !== undefined && variable !== '') {
    return { value: reader.fromText(variable), where: setting.environment, code: 'bad-config' };
  }
  const inFile = file?.values[setting.key];
  if (inFile === undefined) return undefined;
  return { value: inFile, where: `"${setting.key}" in ${file?.path}`, code: 'bad-config' };
}

function readValue<Key extends SettingKey>(key: Key, { value, where, code }: GivenValue): SettingValues[Key] {
  const { schema, expectation } = kindReaders[settingOf(key).kind];
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data as SettingValues[Key];
  throw new GranaryError(code, `${where} is ${JSON.stringify(value)}, but must be ${expectation}`, {
    hint: 'granary help configuration lists all settings',
  });
}

/** A port that a person asked for is taken or nothing; a default one may give way to any free one. */
function requestedPort({ value, isGiven }: Chosen<'port' | 'peerPort' | 'controlPort'>): RequestedPort {
  return { port: value, required: isGiven };
}
