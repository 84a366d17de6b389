import type { Actor } from '../../shared/actor.ts';
import type { CommandName, CommandResult, ParsedParams } from '../../shared/contract.ts';
import type { EngineStatus } from '../../shared/model.ts';
import type { SettingValue } from '../../shared/settings.ts';
import type { Clock } from './ports.ts';
import type { Records } from './records.ts';
import type { SessionRegistry } from './session/sessionRegistry.ts';
import type { SettingsStore } from './settings/settingsStore.ts';
import type { ShareLibrary } from './shares/shareLibrary.ts';
import { supportBundle } from './supportBundle.ts';

export interface RecordCommandDeps {
  readonly clock: Clock;
  readonly library: ShareLibrary;
  readonly sessions: SessionRegistry;
  readonly records: Pick<Records, 'history' | 'activity'>;
  readonly settings: SettingsStore;
  readonly status: () => EngineStatus;
}

type RecordCommand = Extract<CommandName, 'history.get' | 'settings.get' | 'settings.change' | 'support.bundle'>;

type RecordHandlers = {
  readonly [Name in RecordCommand]: (
    params: ParsedParams<Name>,
    by: Actor,
  ) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

/** What was written down, and what may be set. */
export function recordCommands({ records, settings, library, ...deps }: RecordCommandDeps): RecordHandlers {
  return {
    'history.get': ({ span, infoHash }) => {
      // Throws for a share that is not there.
      if (infoHash !== undefined && !library.has(infoHash)) library.get(infoHash);
      return records.history.get(span, infoHash);
    },
    'settings.get': () => settings.get(),
    'settings.change': async ({ changes }, by) => {
      const changed = await settings.change(changes);
      for (const setting of changed) {
        const message = textOf(changes[setting]);
        records.activity.note({ kind: 'setting-changed', values: { setting, message, ...byValues(by) } });
      }
      return settings.get();
    },
    'support.bundle': () => supportBundle({ ...deps, settings, activity: records.activity }),
  };
}

/** Who did it, as an entry of the activity carries it. */
export function byValues({ kind, name }: Actor): { readonly by: string; readonly byName: string | undefined } {
  return { by: kind, byName: name };
}

/** What it was changed to; nothing when it is as if never set. */
function textOf(value: SettingValue | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
