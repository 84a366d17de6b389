/** The day of a moment on this computer's calendar, as a number that differs from day to day. */
export function dayOf(epochMs: number): number {
  return new Date(epochMs).setHours(0, 0, 0, 0);
}

export type DayWord = 'today' | 'yesterday' | 'other';

/** `now` in milliseconds since the epoch. */
export function dayWordOf(epochMs: number, now: number): DayWord {
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  const day = dayOf(epochMs);
  if (day === dayOf(now)) return 'today';
  return day === dayOf(yesterday.getTime()) ? 'yesterday' : 'other';
}
