import type { SettingChanges, Settings, SettingState } from '../../../shared/settings.ts';
import type { EngineConfig, LiveConfig } from '../config.ts';
import { GranaryError } from '../errors.ts';
import { type ConfigurationSources, lookUpSetting, readValue, resolveConfiguration } from './configuration.ts';
import { isInSettingsFile, SETTINGS, type Setting } from './options.ts';
import { readSettingsFile, settingsPath, writeSettingsFile } from './settingsFile.ts';

/** The settings as a window shows and changes them. What is not live takes effect when the engine starts again. */
export interface SettingsStore {
  /** Rejects with `bad-config` when settings.json cannot be read. */
  get(): Promise<Settings>;
  /**
   * Writes all of the changes to settings.json and resolves with the keys that have another value now. Rejects with
   * `bad-config`, `disk-full` or `path-unwritable`, and then none is written.
   */
  change(changes: SettingChanges): Promise<readonly string[]>;
  /** What the engine is to go by at this moment. */
  live(): LiveConfig;
  /** Calls the listener with what is in force after each change. Returns a function that ends it. */
  onLiveChange(listener: (live: LiveConfig) => void): () => void;
}

/** Their keys are those of the configuration. */
const LIVE_KEYS: ReadonlySet<string> = new Set(SETTINGS.filter(({ isLive }) => isLive === true).map(({ key }) => key));

export type SettingSources = Pick<ConfigurationSources, 'flags' | 'environment'>;

/** `running` is what the engine was started with, from these very sources. */
export function createSettingsStore(running: EngineConfig, sources: SettingSources): SettingsStore {
  const { dataDir } = running;
  /** Changes are made one after the other, so that none undoes another. */
  let lastChange: Promise<unknown> = Promise.resolve();
  let live: LiveConfig = running;
  const listeners = new Set<(live: LiveConfig) => void>();

  async function get(): Promise<Settings> {
    const file = await readSettingsFile(dataDir);
    const settings = SETTINGS.map((setting) => stateOf(setting, { ...sources, file }));
    return { file: settingsPath(dataDir), settings, restartNeeded: await isRestartNeeded() };
  }

  function stateOf(setting: Setting, all: Parameters<typeof lookUpSetting>[1]): SettingState {
    const { key, kind, standard, choices, least, isLive = false } = setting;
    const { value, ...source } = lookUpSetting(key, all);
    return {
      key,
      kind,
      isLive,
      ...(choices !== undefined && { choices: [...choices] }),
      ...(least !== undefined && { least }),
      value: key === 'dataDir' ? dataDir : copyOf(value),
      ...(standard !== undefined && { standard: copyOf(standard) }),
      ...source,
    };
  }

  /** Whether an engine that starts now would differ. Where it listens counts as asked for, not as it turned out. */
  async function isRestartNeeded(): Promise<boolean> {
    const next = await resolveNow();
    return Object.entries(next).some(([name, value]) => {
      return !LIVE_KEYS.has(name) && comparable(value) !== comparable(running[name as keyof EngineConfig]);
    });
  }

  function resolveNow(): Promise<EngineConfig> {
    const flags = { ...sources.flags, dataDir };
    return resolveConfiguration({ ...sources, flags, workingDirectory: dataDir });
  }

  async function changeNow(changes: SettingChanges): Promise<readonly string[]> {
    const before = (await readSettingsFile(dataDir))?.values ?? {};
    const after = { ...before };
    for (const [key, value] of Object.entries(changes)) {
      const setting = changeable(key);
      if (value === null) delete after[key];
      else after[key] = readValue(setting.key, { value, where: `"${key}"`, code: 'bad-config' });
    }
    const changed = Object.keys(changes).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    if (changed.length > 0) await writeSettingsFile({ path: settingsPath(dataDir), values: after });
    if (changed.some((key) => LIVE_KEYS.has(key))) await takeUp();
    return changed;
  }

  async function takeUp(): Promise<void> {
    live = await resolveNow();
    for (const listener of listeners) listener(live);
  }

  function changeable(key: string): Setting {
    const setting = SETTINGS.find((known) => known.key === key);
    if (setting === undefined) throw new GranaryError('bad-config', `there is no setting ${JSON.stringify(key)}`);
    if (!isInSettingsFile(setting)) {
      throw new GranaryError('bad-config', `"${key}" cannot be changed here`, {
        hint: `give it as ${setting.flag} or in ${setting.environment} when Granary starts`,
        because: { reason: 'setting-elsewhere', setting: key },
      });
    }
    const { source, sourceName } = lookUpSetting(setting.key, sources);
    if (source === 'default') return setting;
    throw new GranaryError('bad-config', `"${key}" is fixed by ${sourceName ?? source} and cannot be changed here`, {
      hint: `start Granary without ${sourceName ?? source} first`,
      because: { reason: 'setting-fixed', setting: key, source: sourceName ?? source },
    });
  }

  return {
    get,
    live: () => live,
    onLiveChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(changes) {
      const change = lastChange.then(() => changeNow(changes));
      // A change that fails has told its own caller; the next does not depend on it.
      lastChange = change.catch(() => undefined);
      return change;
    },
  };
}

function comparable(value: unknown): string | undefined {
  const isPort = typeof value === 'object' && value !== null && 'port' in value;
  return JSON.stringify(isPort ? value.port : value);
}

/** The contract's lists are the receiver's own. */
function copyOf(value: string | number | boolean | readonly string[]): SettingState['value'] {
  return typeof value === 'object' ? [...value] : value;
}
