import { useEffect, useRef } from 'react';
import type { RowWindow } from '../../../shared/views.ts';
import { nextWindow, type SeenRows } from './rowWindow.ts';

/** Rows that fly by are asked for when they come to rest for so long, */
const REST_MS = 60;
/** and now and then before, so that one sees where one is. */
const GLIMPSE_MS = 400;

export interface WindowRequests {
  /** The window that was asked for last. */
  readonly current: RowWindow;
  readonly seen: SeenRows;
  /** Rows in all. */
  readonly total: number;
  readonly onWindow: (window: RowWindow) => void;
}

/**
 * Asks for the rows around what is seen: at once while rows pass slowly enough to be followed, seldom while each frame
 * shows wholly other ones, as when the scroll bar is dragged through a long list.
 */
export function useWindowRequests({ current, seen, total, onWindow }: WindowRequests): void {
  const lastSeen = useRef(seen.first);
  const lastAskedMs = useRef(Number.NEGATIVE_INFINITY);
  const { first: seenFirst, count: seenCount } = seen;

  useEffect(() => {
    const isFlying = Math.abs(seenFirst - lastSeen.current) >= seenCount;
    lastSeen.current = seenFirst;
    const wanted = nextWindow(current, { first: seenFirst, count: seenCount }, total);
    if (wanted === current) return;
    const ask = (): void => {
      lastAskedMs.current = performance.now();
      onWindow(wanted);
    };
    if (!isFlying) return ask();
    const waitMs = Math.min(REST_MS, lastAskedMs.current + GLIMPSE_MS - performance.now());
    const timer = window.setTimeout(ask, Math.max(0, waitMs));
    return () => window.clearTimeout(timer);
  }, [current, seenFirst, seenCount, total, onWindow]);
}
