import { useCallback, useEffect, useState } from 'react';
import type { Settings, SettingState, SettingValue } from '../../../shared/settings.ts';
import type { ViewSpecOf } from '../../../shared/views.ts';
import { useEngine } from '../../engine.tsx';
import { useView } from '../useView.ts';

export interface EngineSettings {
  readonly settings: Settings | undefined;
  /** Only while there is nothing to show. */
  readonly error: unknown;
  retry(): void;
  /** `null` takes it out of the settings file. Rejects with words when the engine refuses it. */
  change(key: string, value: SettingValue | null): Promise<void>;
}

/** What tells that somebody changed a setting: another window, the command line, another program. */
const NEWEST_CHANGE: ViewSpecOf<'activity'> = {
  kind: 'activity',
  kinds: ['setting-changed'],
  filter: '',
  window: { first: 0, count: 1 },
};

/** The engine's settings, read anew whenever the engine is there again and whenever one of them was changed. */
export function useEngineSettings(): EngineSettings {
  const { call, state } = useEngine();
  const isConnected = state.kind === 'connected';
  const [settings, setSettings] = useState<Settings>();
  const [error, setError] = useState<unknown>();
  const newestChange = useView(NEWEST_CHANGE).rows[0]?.key;

  const load = useCallback(
    (isWanted: () => boolean): void => {
      call('settings.get', {}).then(
        (answer) => {
          if (!isWanted()) return;
          setSettings(answer);
          setError(undefined);
        },
        (reason: unknown) => {
          if (isWanted()) setError(reason);
        },
      );
    },
    [call],
  );

  useEffect(() => {
    if (!isConnected) return undefined;
    let isWanted = true;
    load(() => isWanted);
    return () => {
      isWanted = false;
    };
  }, [isConnected, load, newestChange]);

  const change = useCallback(
    async (key: string, value: SettingValue | null) => {
      setSettings(await call('settings.change', { changes: { [key]: value } }));
    },
    [call],
  );
  return {
    settings,
    error: settings === undefined ? error : undefined,
    retry: () => load(() => true),
    change,
  };
}

/** What puts a setting back to how it is now. */
export function valueToRestore({ source, value }: SettingState): SettingValue | null {
  return source === 'file' ? value : null;
}
