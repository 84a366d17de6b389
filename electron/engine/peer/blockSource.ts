import type { SegmentLayout } from './segmentLayout.ts';

/** A loaded segment, laid out as `segmentLayout.ts` says. Its bytes stay as they are until the last holder lets go. */
export interface Segment {
  readonly wire: Uint8Array;
  /** Adds a holder: call once for every write that refers to the bytes. */
  hold(): void;
  /** Takes a holder away. The bytes may be overwritten after the last one is gone. */
  release(): void;
}

/** Where a peer connection gets the content of one torrent from. */
export interface BlockSource {
  readonly layout: SegmentLayout;
  /** The segment if it is in memory, held for the caller. */
  cached(segment: number): Segment | undefined;
  /** The segment once it is in memory, held for the caller; undefined when it cannot be served. Never rejects. */
  load(segment: number): Promise<Segment | undefined>;
  /** Begins to load a segment that will soon be asked for, if there is room. */
  prefetch(segment: number): void;
}
