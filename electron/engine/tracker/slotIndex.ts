/**
 * Finds slot numbers by a hash of what is in the slots: open addressing with linear probing over two typed arrays, so
 * that a million entries are no million objects. Whoever searches compares the slots' own content; equal hashes only
 * cost time.
 *
 *   for (let at = index.first(hash); at >= 0; at = index.next(at, hash)) consider(index.slotAt(at));
 */
export interface SlotIndex {
  /** The slot must not be in the index under this hash yet. */
  add(hash: number, slot: number): void;
  /** Does nothing for a slot that is not there. */
  remove(hash: number, slot: number): void;
  /** Position of the first entry with this hash, or -1. Positions are valid until the next change. */
  first(hash: number): number;
  next(position: number, hash: number): number;
  slotAt(position: number): number;
}

const EMPTY = -1;
const FIRST_CAPACITY = 8;

/** Hashes are 32-bit integers, signed or unsigned, and well mixed in their low bits. */
export function createSlotIndex(): SlotIndex {
  let slots = new Int32Array(FIRST_CAPACITY).fill(EMPTY);
  let hashes = new Int32Array(FIRST_CAPACITY);
  let count = 0;

  function probe(from: number, hash: number): number {
    const mask = slots.length - 1;
    for (let at = from & mask; slots[at] !== EMPTY; at = (at + 1) & mask) {
      if (hashes[at] === (hash | 0)) return at;
    }
    return -1;
  }

  function insert(hash: number, slot: number): void {
    const mask = slots.length - 1;
    let at = hash & mask;
    while (slots[at] !== EMPTY) at = (at + 1) & mask;
    slots[at] = slot;
    hashes[at] = hash;
  }

  /** At most half full, so that probes stay short. */
  function grow(): void {
    const [oldSlots, oldHashes] = [slots, hashes];
    slots = new Int32Array(oldSlots.length * 2).fill(EMPTY);
    hashes = new Int32Array(oldSlots.length * 2);
    for (let at = 0; at < oldSlots.length; at++) {
      const slot = oldSlots[at] ?? EMPTY;
      if (slot !== EMPTY) insert(oldHashes[at] ?? 0, slot);
    }
  }

  /** Moves later entries of the same run into the gap, so that no probe ends too early and nothing marks the dead. */
  function close(gap: number): void {
    const mask = slots.length - 1;
    let hole = gap;
    for (let at = (hole + 1) & mask; slots[at] !== EMPTY; at = (at + 1) & mask) {
      const home = (hashes[at] ?? 0) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      slots[hole] = slots[at] ?? EMPTY;
      hashes[hole] = hashes[at] ?? 0;
      hole = at;
    }
    slots[hole] = EMPTY;
  }

  return {
    add(hash, slot) {
      if ((count + 1) * 2 > slots.length) grow();
      insert(hash, slot);
      count++;
    },
    remove(hash, slot) {
      for (let at = probe(hash, hash); at >= 0; at = probe(at + 1, hash)) {
        if (slots[at] !== slot) continue;
        close(at);
        count--;
        return;
      }
    },
    first: (hash) => probe(hash, hash),
    next: (position, hash) => probe(position + 1, hash),
    slotAt: (position) => slots[position] ?? EMPTY,
  };
}

/** Mixes 32 more bits into a hash. Start from a random seed, so that nobody can choose what collides. */
export function mixHash(hash: number, word: number): number {
  let mixed = Math.imul(hash ^ word, 0x9e37_79b1);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85eb_ca77);
  return mixed ^ (mixed >>> 13);
}
