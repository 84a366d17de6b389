/** Everything that Granary notes in its activity. */
export const ACTIVITY_KINDS = [
  'engine-started',
  'engine-stopped',
  'share-created',
  'share-removed',
  'share-paused',
  'share-resumed',
  'share-failed',
  'share-verified',
  'peer-finished',
  'everyone-has-it',
  'address-changed',
  'announce-refused',
  'setting-changed',
  'torrents-allowed',
  'torrents-blocked',
  'torrents-unlisted',
  'swarms-dropped',
  'tracker-crowded',
  'notice',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];
