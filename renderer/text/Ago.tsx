import { type ReactNode, useSyncExternalStore } from 'react';
import { useFormat } from './format.ts';

/** How long ago something was, and it stays true while nothing else changes. */
export function Ago({ at }: { readonly at: number }): ReactNode {
  const format = useFormat();
  useSyncExternalStore(ticker.subscribe, ticker.second);
  return <time dateTime={new Date(at).toISOString()}>{format.ago(at)}</time>;
}

const SECOND_MS = 1000;

/** One timer for all that is on the screen, and none while there is nothing or nobody looks. */
const ticker = createTicker();

function createTicker(): { subscribe(listener: () => void): () => void; second(): number } {
  const listeners = new Set<() => void>();
  let timer: number | undefined;
  const tick = (): void => {
    if (!document.hidden) for (const listener of [...listeners]) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      timer ??= window.setInterval(tick, SECOND_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        window.clearInterval(timer);
        timer = undefined;
      };
    },
    second: () => Math.floor(Date.now() / SECOND_MS),
  };
}
