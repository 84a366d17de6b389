import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, createMemoryBlocks } from '../../../electron/engine/tracker/memoryBlocks.ts';
import { createMemoryPages, PAGE_BYTES } from '../../../electron/engine/tracker/memoryPages.ts';

interface Held {
  readonly block: Block;
  readonly bytes: number;
  readonly mark: number;
}

function fill({ block, bytes, mark }: Held): Held {
  block.page.u8.fill(mark, block.at, block.at + bytes);
  return { block, bytes, mark };
}

function isIntact({ block: { page, at }, bytes, mark }: Held): boolean {
  return page.u8.subarray(at, at + bytes).every((byte) => byte === mark);
}

describe('blocks of memory', () => {
  it('never overlap, whatever is taken and given back', () => {
    const size = fc.constantFrom(1, 8, 44, 1000, 1001, 30_000, 40_000, PAGE_BYTES + 1);
    const step = fc.record({ isTake: fc.boolean(), bytes: size, which: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const blocks = createMemoryBlocks();
        const held: Held[] = [];
        for (const [i, { isTake, bytes, which }] of steps.entries()) {
          if (isTake) {
            held.push(fill({ block: blocks.take(bytes), bytes, mark: (i % 255) + 1 }));
          } else {
            const [given] = held.splice(which, 1);
            if (given !== undefined) blocks.giveBack(given.block);
          }
          expect(held.every(isIntact)).toBe(true);
        }
        expect(held.every(({ block }) => block.at % 4 === 0)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('leave a page to other sizes once nothing of it is in use', () => {
    const pages = createMemoryPages();
    const blocks = createMemoryBlocks(pages);
    for (const bytes of [24, 1000, 8]) {
      const taken = Array.from({ length: 60 }, () => blocks.take(bytes));
      for (const block of taken) blocks.giveBack(block);
    }
    expect(pages.count()).toBe(1);
  });

  it('fill a page before they take another', () => {
    const pages = createMemoryPages();
    const blocks = createMemoryBlocks(pages);
    for (let i = 0; i < PAGE_BYTES / 1024; i++) blocks.take(1024);
    expect(pages.count()).toBe(1);
    blocks.take(1024);
    expect(pages.count()).toBe(2);
  });
});
