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

export const PAGE_BYTES = 2 ** 19;

/**
 * Large blocks of memory begin 16 bytes after a boundary where Node.js runs on glibc: from here on, what is laid out in
 * units of 64 bytes lies in one line of the processor's cache each. Elsewhere it does no harm.
 */
const OFFSET_BYTES = 48;

export function createMemoryPages(): MemoryPages {
  const unused: MemoryPage[] = [];
  let made = 0;
  return {
    take() {
      const page = unused.pop();
      if (page !== undefined) return page;
      made++;
      return createPage(new ArrayBuffer(OFFSET_BYTES + PAGE_BYTES));
    },
    giveBack: (page) => void unused.push(page),
    count: () => made,
  };
}

function createPage(buffer: ArrayBuffer): MemoryPage {
  return {
    u8: new Uint8Array(buffer, OFFSET_BYTES),
    u16: new Uint16Array(buffer, OFFSET_BYTES),
    u32: new Uint32Array(buffer, OFFSET_BYTES),
  };
}
