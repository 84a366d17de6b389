/**
 * Memory for all that a tracker remembers of its peers, in pages of one size that are never given back to the system and
 * serve whoever needs one next. Arrays that are made, grown and dropped by the ten thousand leave the system's heap full
 * of holes: more than what is in use.
 */
export interface MemoryPages {
  /** A page whose content is anything. */
  take(): MemoryPage;
  giveBack(page: MemoryPage): void;
  /** Pages in use and waiting for use. */
  count(): number;
}

/** The same bytes in three widths. */
export interface MemoryPage {
  readonly u8: Uint8Array<ArrayBuffer>;
  readonly u16: Uint16Array<ArrayBuffer>;
  readonly u32: Uint32Array<ArrayBuffer>;
}

/** Small, since of each size of block some page is not full. */
export const PAGE_BYTES = 2 ** 16;

/**
 * Pages are cut from chunks, so large that glibc asks the system for each: what of it was not used yet takes no memory, and it
 * begins 16 bytes after a boundary. From 48 bytes on, what is laid out in units of 64 bytes lies in one line of the processor's
 * cache each. Where memory comes from elsewhere it does no harm.
 */
const CHUNK_PAGES = 512;
const OFFSET_BYTES = 48;

export function createMemoryPages(): MemoryPages {
  const unused: MemoryPage[] = [];
  let made = 0;
  let chunk = new ArrayBuffer(0);

  function cut(): MemoryPage {
    const number = made++ % CHUNK_PAGES;
    if (number === 0) chunk = new ArrayBuffer(OFFSET_BYTES + CHUNK_PAGES * PAGE_BYTES);
    const at = OFFSET_BYTES + number * PAGE_BYTES;
    return {
      u8: new Uint8Array(chunk, at, PAGE_BYTES),
      u16: new Uint16Array(chunk, at, PAGE_BYTES / Uint16Array.BYTES_PER_ELEMENT),
      u32: new Uint32Array(chunk, at, PAGE_BYTES / Uint32Array.BYTES_PER_ELEMENT),
    };
  }

  return {
    take: () => unused.pop() ?? cut(),
    giveBack: (page) => void unused.push(page),
    count: () => made,
  };
}
