import type { PreferLargePages } from '../ports.ts';

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

/** The bytes from `at` on, as many as PAGE_BYTES, of arrays over the same memory that many pages share. */
export interface MemoryPage {
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  /** In bytes; whole units of 4. */
  readonly at: number;
}

/** Small, since of each size of block some page is not full. */
export const PAGE_BYTES = 2 ** 16;

/**
 * Pages are cut from chunks, each twice the one before. What of a chunk was not used yet takes no memory, and few arrays over
 * much memory stay in the processor's cache, where one of each page would not.
 */
const FIRST_CHUNK_PAGES = 16;
const MAX_CHUNK_PAGES = 512;

/**
 * Large blocks of memory begin 16 bytes after a boundary where Node.js runs on glibc: from here on, what is laid out in
 * units of 64 bytes lies in one line of the processor's cache each. Elsewhere it does no harm.
 */
const OFFSET_BYTES = 48;

/** Smaller ones are not worth it. */
const MIN_LARGE_BYTES = 2 ** 22;

/** `preferLargePages` is asked for what a large tracker needs, and does nothing when absent. */
export function createMemoryPages(preferLargePages: PreferLargePages = () => undefined): MemoryPages {
  const unused: MemoryPage[] = [];
  let made = 0;
  let chunkPages = FIRST_CHUNK_PAGES / 2;
  let chunk = viewsOf(new ArrayBuffer(0));
  let cut = chunkPages;

  function cutPage(): MemoryPage {
    if (cut === chunkPages) {
      chunkPages = Math.min(chunkPages * 2, MAX_CHUNK_PAGES);
      const buffer = new ArrayBuffer(OFFSET_BYTES + chunkPages * PAGE_BYTES);
      if (buffer.byteLength > MIN_LARGE_BYTES) preferLargePages(buffer);
      chunk = viewsOf(buffer);
      cut = 0;
    }
    made++;
    return { ...chunk, at: OFFSET_BYTES + cut++ * PAGE_BYTES };
  }

  return {
    take: () => unused.pop() ?? cutPage(),
    giveBack: (page) => void unused.push(page),
    count: () => made,
  };
}

function viewsOf(buffer: ArrayBuffer): Omit<MemoryPage, 'at'> {
  return { u8: new Uint8Array(buffer), u16: new Uint16Array(buffer), u32: new Uint32Array(buffer) };
}
