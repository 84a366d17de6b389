import { useSyncExternalStore } from 'react';
import { onThemeChange } from '../../charts/chartColours.ts';

/** Colours of the theme, for what is drawn on a canvas. */
export interface Ink {
  readonly seeding: string;
  readonly track: string;
  readonly checking: string;
}

let current: Ink | undefined;
const listeners = new Set<() => void>();
let stopWatching: (() => void) | undefined;

/** The colours of now; the same object until the theme changes. All canvases share one watcher. */
export function useInk(): Ink {
  return useSyncExternalStore(subscribe, snapshot);
}

function snapshot(): Ink {
  current ??= readInk();
  return current;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stopWatching ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = undefined;
    current = undefined;
  };
}

function watch(): () => void {
  return onThemeChange(() => {
    current = undefined;
    for (const listener of [...listeners]) listener();
  });
}

function readInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    seeding: colour('--seeding'),
    track: colour('--track'),
    checking: colour('--checking'),
  };
}
