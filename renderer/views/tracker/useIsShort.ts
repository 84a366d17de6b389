import { useSyncExternalStore } from 'react';

/** Below this there is more need of rows than of a tall chart. */
const SHORT = '(max-height: 44rem)';

export function useIsShort(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(SHORT).matches);
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(SHORT);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
