import { useSyncExternalStore } from 'react';
import type { Preferences } from '../shared/desktop.ts';
import { usePreferences } from './preferences.ts';

export type Theme = 'light' | 'dark';

const systemDark = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

/** Puts the theme on the document and keeps it there as the preference or the system changes. Never ends: neither does the page. */
export function startTheme(): void {
  const apply = (): void => {
    document.documentElement.dataset['theme'] = themeOf(usePreferences.getState().preferences.theme);
  };
  apply();
  usePreferences.subscribe(apply);
  systemDark().addEventListener('change', apply);
}

/** The theme of now, for what is drawn on a canvas. */
export function useTheme(): Theme {
  const preferred = usePreferences(({ preferences }) => preferences.theme);
  const isSystemDark = useSyncExternalStore(subscribe, () => systemDark().matches);
  if (preferred !== 'system') return preferred;
  return isSystemDark ? 'dark' : 'light';
}

function themeOf(preferred: Preferences['theme']): Theme {
  if (preferred !== 'system') return preferred;
  return systemDark().matches ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  const query = systemDark();
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
