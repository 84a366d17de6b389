/** How long something holds: some time from now, until the end of a day, or for ever. */

export const SPANS = ['hour', 'day', 'week', 'month', 'year'] as const;
export type Span = (typeof SPANS)[number];

/** `until` stands for the day beside it. */
export type ExpiryChoice = Span | 'never' | 'until';

export interface Expiry {
  readonly choice: ExpiryChoice;
  /** As a date field gives it, `2026-12-31`; empty while none is chosen. */
  readonly day: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SPAN_MS: Readonly<Record<Span, number>> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};

/** Milliseconds since the epoch, undefined for never; `incomplete` without a day that is to come. */
export function expiresAt({ choice, day }: Expiry, now: number): number | undefined | 'incomplete' {
  if (choice === 'never') return undefined;
  if (choice !== 'until') return now + SPAN_MS[choice];
  const end = endOfDay(day);
  return end === undefined || end <= now ? 'incomplete' : end;
}

/** What stands for a moment that was set before. */
export function expiryOf(at: number | undefined): Expiry {
  return at === undefined ? { choice: 'never', day: '' } : { choice: 'until', day: dayText(at) };
}

/** As a date field takes it, in the person's own time zone. */
export function dayText(at: number): string {
  const date = new Date(at);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${day}`;
}

function endOfDay(day: string): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (year === undefined) return undefined;
  return new Date(Number(year), Number(month) - 1, Number(date), 23, 59, 59).getTime();
}
