import type { RowWindow } from '../../../shared/views.ts';

/** Rows asked for at a time: what a tall window shows, and as much again on both sides to scroll into. */
export const WINDOW_ROWS = 180;
/** A window is moved when what is seen comes this near to its edge. */
const MARGIN_ROWS = 20;

/** Rows on the screen, overscan included. */
export interface SeenRows {
  readonly first: number;
  readonly count: number;
}

/** The window to ask for: the one there is while it still covers what is seen, else one around it. */
export function nextWindow(current: RowWindow, seen: SeenRows, total: number): RowWindow {
  if (covers(current, seen, total)) return current;
  const count = Math.min(Math.max(WINDOW_ROWS, seen.count), WINDOW_ROWS + MARGIN_ROWS);
  const middle = seen.first + Math.floor(seen.count / 2);
  const last = Math.max(0, total - count);
  const first = Math.min(Math.max(0, middle - Math.floor(count / 2)), last);
  return { first, count };
}

function covers({ first, count }: RowWindow, seen: SeenRows, total: number): boolean {
  const wantedFirst = Math.max(0, seen.first - MARGIN_ROWS);
  const wantedEnd = Math.min(total, seen.first + seen.count + MARGIN_ROWS);
  return first <= wantedFirst && first + count >= wantedEnd;
}
