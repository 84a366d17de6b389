import { type MockOptions, STANDARD_OPTIONS } from '../support/mockEngine/options.ts';

const STILL = { ...STANDARD_OPTIONS, peers: 212, still: true };

/** Worlds that scenes are set in; nothing moves in any of them. */
export const WORLDS = {
  full: STILL,
  few: { ...STILL, shares: 12 },
  empty: { ...STILL, shares: 0, peers: 0 },
  /** A private tracker, with people and without. */
  private: { ...STILL, shares: 12, people: 48 },
  newPrivate: { ...STILL, shares: 12, people: 0 },
  listed: { ...STILL, policy: 'listed' },
  open: { ...STILL, policy: 'open' },
  fixed: { ...STILL, fixedPolicy: 'shares' },
  refused: { ...STILL, shares: 12, fail: 'views' },
} as const satisfies Record<string, MockOptions>;
export type WorldName = keyof typeof WORLDS;
