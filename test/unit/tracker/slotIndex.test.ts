import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotIndex, mixHash, type SlotIndex } from '../../../electron/engine/tracker/slotIndex.ts';

function slotsAt(index: SlotIndex, hash: number): number[] {
  const slots: number[] = [];
  for (let at = index.first(hash); at >= 0; at = index.next(at, hash)) slots.push(index.slotAt(at));
  return slots.toSorted((a, b) => a - b);
}

describe('a slot index', () => {
  it('finds what was added under a hash, and nothing else', () => {
    const index = createSlotIndex();
    index.add(5, 1);
    index.add(5 + 16, 2);
    index.add(-1, 3);
    index.add(0xffff_ffff, 4);
    expect(slotsAt(index, 5)).toEqual([1]);
    expect(slotsAt(index, 21)).toEqual([2]);
    expect(slotsAt(index, -1)).toEqual([3, 4]);
    expect(slotsAt(index, 6)).toEqual([]);
  });

  it('does what a map of sets does, whatever collides', () => {
    // Few hashes, near each other and around the end of the table, so that runs meet, wrap and close.
    const hash = fc.constantFrom(0, 1, 2, 3, 14, 15, 16, 30, 31, -1, -2, 0x7fff_ffff);
    const step = fc.record({ isAdd: fc.boolean(), hash, slot: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const index = createSlotIndex();
        const model = new Map<number, Set<number>>();
        for (const { isAdd, hash: at, slot } of steps) {
          const slots = model.get(at) ?? new Set();
          model.set(at, slots);
          if (!isAdd) {
            index.remove(at, slot);
            slots.delete(slot);
          } else if (!slots.has(slot)) {
            index.add(at, slot);
            slots.add(slot);
          }
        }
        for (const [at, slots] of model) expect(slotsAt(index, at)).toEqual([...slots].toSorted((a, b) => a - b));
      }),
    );
  });

  it('is fed by hashes that spread', () => {
    const low = new Set(Array.from({ length: 4096 }, (_, i) => mixHash(7, i) & 0xffff));
    expect(low.size).toBeGreaterThan(3800);
  });
});
