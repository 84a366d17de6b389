import { GranaryError } from '../../../electron/engine/errors.ts';
import { SETTINGS } from '../../../electron/engine/settings/options.ts';
import { TRACKER_POLICIES, type TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import type { MockOptions } from './options.ts';
import type { SettingChanges, Settings, SettingState, SettingValue } from '../../../shared/settings.ts';

const FILE = '/home/ada/.local/share/granary/settings.json';

/** One setting comes from a flag and one from the environment, so that a window shows those too. */
const GIVEN: Readonly<Record<string, Pick<SettingState, 'source' | 'sourceName'>>> = {
  dataDir: { source: 'environment', sourceName: 'GRANARY_DATA_DIR' },
  maxConnections: { source: 'flag', sourceName: '--max-connections' },
};
const GIVEN_VALUES: Readonly<Record<string, SettingValue>> = {
  dataDir: '/home/ada/.local/share/granary',
  maxConnections: 2000,
};

export interface MockSettings {
  get(): Settings;
  /** All or, with `bad-config`, none. */
  change(changes: SettingChanges): Settings;
  /** Whom the tracker serves now. */
  policy(): TrackerPolicy;
}

export function createMockSettings({ people }: Pick<MockOptions, 'people'>): MockSettings {
  const inFile = new Map<string, SettingValue>([['uploadSlotsPerShare', 64]]);
  if (people !== undefined) inFile.set('policy', 'private');
  let restartNeeded = false;

  function stateOf({ key, kind, standard, choices, isLive = false }: (typeof SETTINGS)[number]): SettingState {
    const given = GIVEN[key];
    const base = {
      key,
      kind,
      isLive,
      ...(choices !== undefined && { choices: [...choices] }),
      ...(standard === undefined ? {} : { standard: valueOf(standard) }),
    };
    if (given !== undefined) return { ...base, ...given, value: GIVEN_VALUES[key] ?? '' };
    const value = inFile.get(key);
    return value === undefined
      ? { ...base, source: 'default', value: standard === undefined ? '' : valueOf(standard) }
      : { ...base, source: 'file', value };
  }

  const get = (): Settings => ({ file: FILE, settings: SETTINGS.map(stateOf), restartNeeded });

  return {
    get,
    policy: () => TRACKER_POLICIES.find((policy) => policy === inFile.get('policy')) ?? 'shares',
    change(changes) {
      for (const [key, value] of Object.entries(changes)) check(key, value);
      for (const [key, value] of Object.entries(changes)) {
        if (value === null) inFile.delete(key);
        else inFile.set(key, value);
        restartNeeded ||= SETTINGS.find((setting) => setting.key === key)?.isLive !== true;
      }
      return get();
    },
  };
}

function valueOf(standard: string | number | boolean | readonly string[]): SettingValue {
  return typeof standard === 'object' ? [...standard] : standard;
}

function check(key: string, value: SettingValue | null): void {
  const setting = SETTINGS.find((known) => known.key === key);
  if (setting === undefined) throw new GranaryError('bad-config', `there is no setting called ${key}`);
  if (GIVEN[key] !== undefined) throw new GranaryError('bad-config', `${key} was given when Granary was started`);
  if (setting.kind === 'port' && typeof value === 'number' && (value < 0 || value > 65_535)) {
    throw new GranaryError('bad-config', `${key} must be a port from 1 to 65535, or 0 for any free one`);
  }
  if (setting.kind === 'count' && typeof value === 'number' && value < 1) {
    throw new GranaryError('bad-config', `${key} must be a whole number from 1 to 1000000`);
  }
}
