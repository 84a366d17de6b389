/**
 * Finds slot numbers by a hash of what is in the slots: open addressing with linear probing over one typed array, so that
 * a million entries are no million objects. Whoever searches compares the slots' own content; equal hashes only cost
 * time.
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

const FREE = -1;
const FIRST_CAPACITY = 16;

/** Hashes are 32-bit integers, signed or unsigned, and well mixed in their low bits. */
export function createSlotIndex(): SlotIndex {
  // Entry i has its slot at 2i and its hash at 2i + 1: side by side, so that a probe reads one line of memory.
  let entries = emptyEntries(FIRST_CAPACITY);
  let mask = FIRST_CAPACITY - 1;
  let count = 0;

  const slotAt = (at: number): number => entries[at * 2] ?? FREE;
  const hashAt = (at: number): number => entries[at * 2 + 1] ?? 0;

  function put(at: number, slot: number, hash: number): void {
    entries[at * 2] = slot;
    entries[at * 2 + 1] = hash;
  }

  function probe(from: number, hash: number): number {
    for (let at = from & mask; slotAt(at) !== FREE; at = (at + 1) & mask) {
      if (hashAt(at) === (hash | 0)) return at;
    }
    return -1;
  }

  function insert(hash: number, slot: number): void {
    let at = hash & mask;
    while (slotAt(at) !== FREE) at = (at + 1) & mask;
    put(at, slot, hash);
  }

  /** At most half full, so that probes stay short. */
  function grow(): void {
    const old = entries;
    entries = emptyEntries((mask + 1) * 2);
    mask = mask * 2 + 1;
    for (let i = 0; i < old.length; i += 2) {
      const slot = old[i] ?? FREE;
      if (slot !== FREE) insert(old[i + 1] ?? 0, slot);
    }
  }

  /** Moves later entries of the same run into the gap, so that no probe ends too early and nothing marks the dead. */
  function close(gap: number): void {
    let hole = gap;
    for (let at = (hole + 1) & mask; slotAt(at) !== FREE; at = (at + 1) & mask) {
      const home = hashAt(at) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      put(hole, slotAt(at), hashAt(at));
      hole = at;
    }
    put(hole, FREE, 0);
  }

  return {
    add(hash, slot) {
      if ((count + 1) * 2 > mask + 1) grow();
      insert(hash, slot);
      count++;
    },
    remove(hash, slot) {
      for (let at = probe(hash, hash); at >= 0; at = probe(at + 1, hash)) {
        if (slotAt(at) !== slot) continue;
        close(at);
        count--;
        return;
      }
    },
    first: (hash) => probe(hash, hash),
    next: (position, hash) => probe(position + 1, hash),
    slotAt,
  };
}

/** Mixes 32 more bits into a hash. Start from a random seed, so that nobody can choose what collides. */
export function mixHash(hash: number, word: number): number {
  let mixed = Math.imul(hash ^ word, 0x9e37_79b1);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85eb_ca77);
  return mixed ^ (mixed >>> 13);
}

function emptyEntries(capacity: number): Int32Array<ArrayBuffer> {
  return new Int32Array(capacity * 2).fill(FREE);
}
