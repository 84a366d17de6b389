import type { TrackerPolicy } from '../../../shared/trackerPolicy.ts';

/** What each policy is called, how it is told in a few words, and what it means. Keys of the namespace `tracker`. */
export const POLICY_TEXTS = {
  shares: { title: 'policy.shares.title', now: 'policy.shares.now', what: 'policy.shares.what' },
  listed: { title: 'policy.listed.title', now: 'policy.listed.now', what: 'policy.listed.what' },
  private: { title: 'policy.private.title', now: 'policy.private.now', what: 'policy.private.what' },
  open: { title: 'policy.open.title', now: 'policy.open.now', what: 'policy.open.what' },
} as const satisfies Record<TrackerPolicy, { readonly title: string; readonly now: string; readonly what: string }>;

/** From what serves the least to what serves anything. */
export const POLICIES_IN_ORDER = ['shares', 'listed', 'private', 'open'] as const satisfies readonly TrackerPolicy[];
