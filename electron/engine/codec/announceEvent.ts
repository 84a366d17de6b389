/**
 * What a peer tells with an announce (BEP 3; `paused` is BEP 21 and exists over HTTP only). `none` is one of the
 * regular announces in between.
 */
export type AnnounceEvent = 'none' | 'completed' | 'started' | 'stopped' | 'paused';

/** What a client that does not know the size yet (a magnet link without metadata) has left. */
export const LEFT_UNKNOWN = Number.MAX_SAFE_INTEGER;
