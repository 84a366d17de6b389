import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlotIndex, mixHash, SLOT_LIMIT, type SlotIndex } from '../../../electron/engine/tracker/slotIndex.ts';

/** An index of slots whose content is a hash. */
interface Indexed {
  readonly index: SlotIndex;
  readonly hashes: Map<number, number>;
}

function create(): Indexed {
  const hashes = new Map<number, number>();
  return { hashes, index: createSlotIndex() };
}

function add({ index, hashes }: Indexed, hash: number, slot: number): void {
  hashes.set(slot, hash);
  index.add(hash, slot);
}

function slotsAt({ index, hashes }: Indexed, hash: number): number[] {
  const slots: number[] = [];
  for (let at = index.first(hash); at >= 0; at = index.next(at, hash)) {
    const slot = index.slotAt(at);
    if (((hashes.get(slot) ?? 0) | 0) === (hash | 0)) slots.push(slot);
  }
  return slots.toSorted((a, b) => a - b);
}

describe('a slot index', () => {
  it('finds what was added under a hash, and nothing else', () => {
    const indexed = create();
    add(indexed, 5, 0);
    add(indexed, 5 + 2 ** 14, 2);
    add(indexed, -1, 3);
    add(indexed, 0xffff_ffff, SLOT_LIMIT - 1);
    expect(slotsAt(indexed, 5)).toEqual([0]);
    expect(slotsAt(indexed, 5 + 2 ** 14)).toEqual([2]);
    expect(slotsAt(indexed, -1)).toEqual([3, SLOT_LIMIT - 1]);
    expect(slotsAt(indexed, 6)).toEqual([]);
  });

  it('does what a map of sets does, whatever collides', () => {
    // Few hashes, near each other and around the end of a table, so that runs meet, wrap and close.
    const hash = fc.constantFrom(0, 1, 2, 64, 0x3fffff, 0x3fffc0, 0x3ff000, 0x200000, 0x100000, -1, -64, 0x7fff_ffff);
    const step = fc.record({ isAdd: fc.boolean(), hash, slot: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const indexed = create();
        const model = new Map<number, number>();
        for (const { isAdd, hash: at, slot } of steps) {
          const known = model.get(slot);
          if (isAdd && known === undefined) {
            add(indexed, at, slot);
            model.set(slot, at);
          } else if (!isAdd) {
            indexed.index.remove(known ?? at, slot);
            model.delete(slot);
          }
        }
        for (const at of new Set(model.values())) {
          const expected = [...model].filter(([, its]) => its === at).map(([slot]) => slot);
          expect(slotsAt(indexed, at)).toEqual(expected.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('finds each of a hundred thousand, and none of those that were taken out', () => {
    const indexed = create();
    const hashOf = (slot: number): number => mixHash(7, slot);
    for (let slot = 0; slot < 100_000; slot++) add(indexed, hashOf(slot), slot);
    for (let slot = 0; slot < 100_000; slot += 2) indexed.index.remove(hashOf(slot), slot);
    const found = [...indexed.hashes.keys()].filter((slot) => slotsAt(indexed, hashOf(slot)).includes(slot));
    expect(found.every((slot) => slot % 2 === 1)).toBe(true);
    expect(found).toHaveLength(50_000);
  });

  it('is fed by hashes that spread', () => {
    const low = new Set(Array.from({ length: 4096 }, (_, i) => mixHash(7, i) & 0xffff));
    expect(low.size).toBeGreaterThan(3800);
  });
});
