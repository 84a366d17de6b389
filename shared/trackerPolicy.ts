/**
 * Which torrents the tracker serves, and to whom:
 * - `shares`: what is shared here
 * - `listed`: that, and what is on its list
 * - `open`: whatever is announced
 * - `private`: what is shared or listed here, to people with a passkey
 */
export const TRACKER_POLICIES = ['shares', 'listed', 'open', 'private'] as const;
export type TrackerPolicy = (typeof TRACKER_POLICIES)[number];
