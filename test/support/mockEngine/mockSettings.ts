import { GranaryError } from '../../../electron/engine/errors.ts';
import { SETTINGS } from '../../../electron/engine/settings/options.ts';
import { TRACKER_POLICIES, type TrackerPolicy } from '../../../shared/trackerPolicy.ts';
import type { SettingChanges, Settings, SettingState, SettingValue } from '../../../shared/settings.ts';
import type { MockOptions } from './options.ts';

const FILE = '/home/ada/.local/share/granary/settings.json';

/** One setting comes from a flag and one from the environment, so that a window shows those too. */
const GIVEN: Given = {
  dataDir: { source: 'environment', sourceName: 'GRANARY_DATA_DIR', value: '/home/ada/.local/share/granary' },
  maxConnections: { source: 'flag', sourceName: '--max-connections', value: 2000 },
};

type Given = Readonly<Record<string, Pick<SettingState, 'source' | 'sourceName' | 'value'>>>;

export interface MockSettings {
  get(): Settings;
  /** All or, with `bad-config`, none. */
  change(changes: SettingChanges): Settings;
  /** Whom the tracker serves now. */
  policy(): TrackerPolicy;
}

export function createMockSettings({ people, policy, fixedPolicy }: MockOptions): MockSettings {
  const inFile = new Map<string, SettingValue>([['uploadSlotsPerShare', 64]]);
  if (people !== undefined) inFile.set('policy', 'private');
  if (policy !== undefined) inFile.set('policy', policy);
  const allGiven: Given =
    fixedPolicy === undefined
      ? GIVEN
      : { ...GIVEN, policy: { source: 'flag', sourceName: '--policy', value: fixedPolicy } };
  let restartNeeded = false;

  function stateOf({ key, kind, standard, choices, isLive = false }: (typeof SETTINGS)[number]): SettingState {
    const given = allGiven[key];
    const base = {
      key,
      kind,
      isLive,
      ...(choices !== undefined && { choices: [...choices] }),
      ...(standard === undefined ? {} : { standard: valueOf(standard) }),
    };
    if (given !== undefined) return { ...base, ...given };
    const value = inFile.get(key);
    return value === undefined
      ? { ...base, source: 'default', value: standard === undefined ? '' : valueOf(standard) }
      : { ...base, source: 'file', value };
  }

  const get = (): Settings => ({ file: FILE, settings: SETTINGS.map(stateOf), restartNeeded });

  return {
    get,
    policy: () => TRACKER_POLICIES.find((name) => name === (fixedPolicy ?? inFile.get('policy'))) ?? 'shares',
    change(changes) {
      for (const [key, value] of Object.entries(changes)) check(key, { value, given: allGiven });
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

function check(key: string, { value, given }: { readonly value: SettingValue | null; readonly given: Given }): void {
  const setting = SETTINGS.find((known) => known.key === key);
  if (setting === undefined) throw new GranaryError('bad-config', `there is no setting called ${key}`);
  if (given[key] !== undefined) throw new GranaryError('bad-config', `${key} was given when Granary was started`);
  if (setting.kind === 'port' && typeof value === 'number' && (value < 0 || value > 65_535)) {
    throw new GranaryError('bad-config', `${key} must be a port from 1 to 65535, or 0 for any free one`);
  }
  if (setting.kind === 'count' && typeof value === 'number' && value < 1) {
    throw new GranaryError('bad-config', `${key} must be a whole number from 1 to 1000000`);
  }
}
