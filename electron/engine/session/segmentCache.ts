import { PIECE_HEADER_BYTES, putPieceHeader } from '../codec/peerMessages.ts';
import type { BlockSource, Segment } from '../peer/blockSource.ts';
import type { SegmentLayout } from '../peer/segmentLayout.ts';
import type { ContentFiles, ContentProblem } from './contentFiles.ts';
import { createSegmentPool } from './segmentPool.ts';

/**
 * Segments of all shares in a bounded amount of memory: as many as are being sent, and a few more. The one that nobody has
 * needed for longest makes room for the next.
 */
export interface SegmentCache {
  /** The content of one share through this cache. */
  open(share: CachedShare): ShareSegments;
}

export interface CachedShare {
  readonly layout: SegmentLayout;
  readonly files: ContentFiles;
  /** A read found content that is not as it was shared. The segment is not kept. */
  readonly onProblem: (problem: ContentProblem) => void;
}

export interface ShareSegments extends BlockSource {
  /** Numbers of the segments handed out since the last call. */
  takeServed(): readonly number[];
  /** Forgets all segments; from now on every load comes to nothing. Bytes that are being sent stay until they are. */
  close(): void;
}

interface Entry extends Segment {
  wire: Buffer;
  holders: number;
  /** True once the content is there, false if it never will be. */
  loaded: Promise<boolean>;
  isReady: boolean;
  /** No longer found by its share; the buffer goes back when the last holder lets go. */
  isForgotten: boolean;
  readonly forget: () => void;
}

const NO_BUFFER = Buffer.alloc(0);
/**
 * Segments kept for the next peer that asks. The system's own file cache remembers the content far better; a small set of
 * buffers that stays in the processor's cache is worth more: it sends a third faster than the same with 128.
 */
const MOST_IDLE = 4;

export function createSegmentCache(capacityBytes: number): SegmentCache {
  const pool = createSegmentPool(capacityBytes);
  /** Entries without a holder, the one idle for longest first. */
  const idle = new Set<Entry>();
  const waiting: ((buffer: Buffer) => void)[] = [];

  return { open };

  function open(share: CachedShare): ShareSegments {
    const { layout, files } = share;
    const entries = new Map<number, Entry>();
    const served = new Set<number>();
    let isClosed = false;

    return { layout, cached, load, prefetch, takeServed, close };

    function cached(number: number): Segment | undefined {
      const entry = entries.get(number);
      if (entry?.isReady !== true) return undefined;
      served.add(number);
      entry.hold();
      return entry;
    }

    async function load(number: number): Promise<Segment | undefined> {
      if (isClosed) return undefined;
      const entry = entries.get(number) ?? begin(number, takeBuffer());
      served.add(number);
      entry.hold();
      if (await entry.loaded) return entry;
      entry.release();
      return undefined;
    }

    function prefetch(number: number): void {
      if (isClosed || entries.has(number)) return;
      const buffer = takeBuffer();
      if (buffer !== undefined) begin(number, buffer);
    }

    /** Adds an entry that is being filled, and holds it until it is. */
    function begin(number: number, buffer: Buffer | undefined): Entry {
      const entry = createEntry(() => entries.delete(number));
      entries.set(number, entry);
      entry.hold();
      entry.loaded = fill(entry, number, buffer);
      return entry;
    }

    async function fill(entry: Entry, number: number, buffer: Buffer | undefined): Promise<boolean> {
      entry.wire = buffer ?? (await new Promise<Buffer>((resolve) => waiting.push(resolve)));
      const outcome = isClosed ? undefined : await files.read(...scatter(layout, number, entry.wire));
      entry.isReady = outcome?.kind === 'filled' && !isClosed;
      if (!entry.isReady) entry.forget();
      if (outcome?.kind === 'failed' && !isClosed) share.onProblem(outcome.problem);
      entry.release();
      return entry.isReady;
    }

    function takeServed(): readonly number[] {
      const numbers = [...served];
      served.clear();
      return numbers;
    }

    function close(): void {
      isClosed = true;
      for (const entry of entries.values()) {
        entry.forget();
        if (idle.delete(entry)) giveBuffer(entry.wire);
      }
    }
  }

  function createEntry(forgetInShare: () => void): Entry {
    const entry: Entry = {
      wire: NO_BUFFER,
      holders: 0,
      loaded: Promise.resolve(false),
      isReady: false,
      isForgotten: false,
      hold() {
        if (entry.holders === 0) idle.delete(entry);
        entry.holders += 1;
      },
      release() {
        entry.holders -= 1;
        if (entry.holders > 0) return;
        if (!entry.isForgotten && waiting.length === 0) {
          idle.add(entry);
          return;
        }
        entry.forget();
        giveBuffer(entry.wire);
      },
      forget() {
        // Once only: by the second time the share may have loaded the segment anew.
        if (!entry.isForgotten) forgetInShare();
        entry.isForgotten = true;
      },
    };
    return entry;
  }

  /** A buffer if one is free or can be freed; rather one that was used a moment ago than one that must come from memory. */
  function takeBuffer(): Buffer | undefined {
    return (idle.size >= MOST_IDLE ? recycle() : undefined) ?? pool.take() ?? recycle();
  }

  function recycle(): Buffer | undefined {
    const [oldest] = idle;
    if (oldest === undefined) return undefined;
    idle.delete(oldest);
    oldest.forget();
    return oldest.wire;
  }

  function giveBuffer(buffer: Buffer): void {
    const next = waiting.shift();
    if (next === undefined) pool.give(buffer);
    else next(buffer);
  }
}

/** Writes the headers of a segment's blocks into its buffer and returns where its content comes from and goes to. */
function scatter(layout: SegmentLayout, segment: number, wire: Buffer): [offset: number, views: readonly Uint8Array[]] {
  const firstBlock = layout.firstBlockOf(segment);
  const views: Uint8Array[] = [];
  for (let block = firstBlock; block < firstBlock + layout.blockCountOf(segment); block++) {
    const request = layout.requestOf(block);
    const start = layout.wireOffsetOf(block);
    putPieceHeader(wire, start, request);
    views.push(wire.subarray(start + PIECE_HEADER_BYTES, start + PIECE_HEADER_BYTES + request.length));
  }
  return [layout.contentOffsetOf(firstBlock), views];
}
