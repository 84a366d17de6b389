import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { BrowserWindow } from 'electron';
import { safeText } from '../../shared/safeText.ts';
import type { EngineHost } from '../engineHost.ts';
import { isNetworkName } from './arguments.ts';
import type { BridgeCall } from './bridgeCalls.ts';
import { copyText, openExternal, pickPaths, saveFile, showInFolder } from './nativeDialogs.ts';
import type { PreferencesStore } from './preferences.ts';
import type { Strings } from './strings.ts';

export interface BridgeAnswersDeps {
  readonly host: EngineHost;
  readonly preferences: PreferencesStore;
  readonly strings: Strings;
  readonly window: () => BrowserWindow | undefined;
  /** The app ends: no dialog may keep it, and what is not done now is not done. */
  readonly isEnding: () => boolean;
}

/** Does what the page asks. Rejects with words for the person. */
export function createBridgeAnswers(deps: BridgeAnswersDeps): (call: BridgeCall) => Promise<unknown> {
  const { host, preferences, strings } = deps;

  return async (call) => {
    const window = deps.window();
    // Whoever asked has been closed.
    if (window === undefined) return undefined;
    if (deps.isEnding()) throw new Error(strings.t('failure.ending'));
    const dialogs = { window, strings };
    switch (call.name) {
      case 'restartEngine':
        return host.restart();
      case 'pickPaths':
        return pickPaths(dialogs, call.parameters[0]);
      case 'saveFile':
        return saveFile(dialogs, call.parameters[0]);
      case 'copyText':
        return copyText(dialogs, call.parameters[0]);
      case 'showInFolder':
        return showIfThere(call.parameters[0]);
      case 'openExternal':
        return openExternal(dialogs, call.parameters[0]);
      case 'getPreferences':
        return preferences.current;
      case 'changePreferences':
        return preferences.change(definedOnly(call.parameters[0]));
    }
  };

  function showIfThere(path: string): void {
    // A path of another computer would make this one introduce itself there, with the person's name and password on Windows.
    if (!isAbsolute(path) || isNetworkName(path) || !existsSync(path))
      throw new Error(strings.t('dialog.notThere', { path: safeText(path) }));
    showInFolder(path);
  }
}

function definedOnly<Changes extends object>(
  changes: Changes,
): { [Key in keyof Changes]: Exclude<Changes[Key], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}
