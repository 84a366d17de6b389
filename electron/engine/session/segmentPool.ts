import { SEGMENT_BUFFER_BYTES } from '../peer/segmentLayout.ts';

/** A fixed number of equal buffers, made when first needed and then used again and again. */
export interface SegmentPool {
  /** A buffer with undefined content; undefined when all are out. */
  take(): Buffer | undefined;
  /** The caller must not touch the buffer afterwards. */
  give(buffer: Buffer): void;
}

const FEWEST_BUFFERS = 4;

export function createSegmentPool(capacityBytes: number): SegmentPool {
  const free: Buffer[] = [];
  let unmade = Math.max(FEWEST_BUFFERS, Math.floor(capacityBytes / SEGMENT_BUFFER_BYTES));

  return {
    take() {
      const buffer = free.pop();
      if (buffer !== undefined || unmade === 0) return buffer;
      unmade -= 1;
      return Buffer.allocUnsafeSlow(SEGMENT_BUFFER_BYTES);
    },
    give: (buffer) => void free.push(buffer),
  };
}
