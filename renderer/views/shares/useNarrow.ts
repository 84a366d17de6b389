import { useSyncExternalStore } from 'react';

/** In rem, so that a window that is zoomed counts as a small one. */
const query = window.matchMedia('(max-width: 62rem)');

/** Whether the window has room for what matters most only. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

function subscribe(listener: () => void): () => void {
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
