import { create } from 'zustand';
import type { Preferences } from '../shared/desktop.ts';
import { desktop } from './desktop.ts';
import { readStored, writeStored } from './storedState.ts';

/**
 * What a person prefers about this window. In the desktop app the app keeps it, with what closing the window does and the
 * like; in a browser only language and theme count, and the browser keeps them.
 */
export interface PreferencesState {
  readonly preferences: Preferences;
  /** Rejects when the desktop app cannot keep it. */
  change(changes: Partial<Preferences>): Promise<void>;
}

const DEFAULTS: Preferences = {
  onClose: 'ask',
  startWithComputer: false,
  keepAwake: true,
  notifications: true,
  language: 'system',
  theme: 'system',
};
const STORED_AS = 'preferences';

export const usePreferences = create<PreferencesState>()((set, get) => ({
  preferences: DEFAULTS,
  async change(changes) {
    const bridge = desktop();
    const preferences =
      bridge === undefined ? { ...get().preferences, ...changes } : await bridge.changePreferences(changes);
    if (bridge === undefined) {
      writeStored(STORED_AS, { language: preferences.language, theme: preferences.theme });
    }
    set({ preferences });
  },
}));

/** Reads what was kept; to be awaited before anything is drawn, so that language and theme do not change under the eyes. */
export async function loadPreferences(): Promise<Preferences> {
  const bridge = desktop();
  const preferences = bridge === undefined ? fromBrowser(readStored(STORED_AS)) : await bridge.getPreferences();
  usePreferences.setState({ preferences });
  return preferences;
}

function fromBrowser(stored: unknown): Preferences {
  if (typeof stored !== 'object' || stored === null) return DEFAULTS;
  const language = 'language' in stored ? stored.language : undefined;
  const theme = 'theme' in stored ? stored.theme : undefined;
  return {
    ...DEFAULTS,
    ...(language === 'en' || language === 'de' ? { language } : {}),
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
  };
}
