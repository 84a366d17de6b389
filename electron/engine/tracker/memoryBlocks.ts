import { createMemoryPages, type MemoryPage, type MemoryPages, PAGE_BYTES } from './memoryPages.ts';

/**
 * Blocks of memory of any size, out of pages: all blocks of one page have one size, and a page without any serves another
 * size next. What is larger than a small part of a page is an array of its own.
 */
export interface MemoryBlocks {
  /** At least this many bytes, whose content is anything. The block begins at a multiple of 4. */
  take(bytes: number): Block;
  giveBack(block: Block): void;
}

/** Where a block is: its first byte is at `at` of the page's `u8`. */
export interface Block {
  readonly page: BlockPage;
  readonly at: number;
}

export interface BlockPage extends Pick<MemoryPage, 'u8' | 'u32'> {
  /** 0 for a block with an array of its own. */
  readonly blockBytes: number;
}

interface SharedPage extends BlockPage, Pick<MemoryPage, 'at'> {
  readonly memory: MemoryPage;
  used: number;
  /** From here on, no block was ever taken; of the memory's arrays, as all places are. */
  untouchedAt: number;
  /** Where the first block is that was given back; each names the next one in its first four bytes. */
  freeAt: number;
}

/** Blocks up to this size share pages; so little of a page remains that no block fits in. */
const MAX_SHARED_BYTES = PAGE_BYTES / 8;
const UNIT_BYTES = 8;
const NOWHERE = -1;

export function createMemoryBlocks(pages: MemoryPages = createMemoryPages()): MemoryBlocks {
  /** Pages with room for another block, by the size of their blocks. */
  const withRoom = new Map<number, SharedPage[]>();
  const shared = new Map<BlockPage, SharedPage>();

  function addPage(blockBytes: number, roomy: SharedPage[]): SharedPage {
    const memory = pages.take();
    const { at } = memory;
    const page: SharedPage = { ...memory, memory, blockBytes, used: 0, untouchedAt: at, freeAt: NOWHERE };
    shared.set(page, page);
    roomy.push(page);
    return page;
  }

  function roomyPages(blockBytes: number): SharedPage[] {
    const known = withRoom.get(blockBytes);
    if (known !== undefined) return known;
    const roomy: SharedPage[] = [];
    withRoom.set(blockBytes, roomy);
    return roomy;
  }

  return {
    take(bytes) {
      const blockBytes = (bytes + UNIT_BYTES - 1) & -UNIT_BYTES;
      if (blockBytes > MAX_SHARED_BYTES) return { page: ownPage(blockBytes), at: 0 };
      const roomy = roomyPages(blockBytes);
      const page = roomy.at(-1) ?? addPage(blockBytes, roomy);
      const at = takeFrom(page);
      if (!hasRoom(page)) roomy.pop();
      return { page, at };
    },
    giveBack({ page: { blockBytes }, page: from, at }) {
      const page = shared.get(from);
      if (page === undefined) return;
      const roomy = roomyPages(blockBytes);
      if (!hasRoom(page)) roomy.push(page);
      page.u32[at >>> 2] = page.freeAt;
      page.freeAt = at;
      page.used--;
      if (page.used > 0) return;
      roomy.splice(roomy.indexOf(page), 1);
      shared.delete(page);
      pages.giveBack(page.memory);
    },
  };
}

function takeFrom(page: SharedPage): number {
  page.used++;
  const at = page.freeAt;
  if (at !== NOWHERE) {
    // Signed, and by shifts: V8 puts every number that could be no small integer into an object of its own (decision 29).
    page.freeAt = (page.u32[at >>> 2] ?? NOWHERE) | 0;
    return at;
  }
  page.untouchedAt += page.blockBytes;
  return page.untouchedAt - page.blockBytes;
}

function hasRoom({ freeAt, untouchedAt, blockBytes, at }: SharedPage): boolean {
  return freeAt !== NOWHERE || untouchedAt + blockBytes <= at + PAGE_BYTES;
}

function ownPage(bytes: number): BlockPage {
  const buffer = new ArrayBuffer(bytes);
  return { u8: new Uint8Array(buffer), u32: new Uint32Array(buffer), blockBytes: 0 };
}
