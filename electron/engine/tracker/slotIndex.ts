import { readI32 } from '../codec/bigEndian.ts';
import { type Block, createMemoryBlocks, type MemoryBlocks } from './memoryBlocks.ts';

/**
 * Finds slot numbers by a hash of what is in the slots. A million entries are six megabytes: an entry is the slot and a byte of
 * the hash, so that nearly all entries of others are passed by without a look at their slots. Whoever searches compares the
 * slots' own content; equal hashes only cost time.
 *
 *   for (let at = index.first(hash); at >= 0; at = index.next(at, hash)) consider(index.slotAt(at));
 *
 * Open addressing with linear probing in many small tables, each of which grows by itself: no growth holds up more than a few
 * thousand entries, and little is left empty.
 *
 *   hash bits   31 to 22   which table
 *               21 to 14   kept beside the entries, to find where a search for each begins
 *               13 to  6   the same, and kept in the entry to tell it from others
 */
export interface SlotIndex {
  /** The slot must not be in the index under this hash yet. */
  add(hash: number, slot: number): void;
  /** Does nothing for a slot that is not there. */
  remove(hash: number, slot: number): void;
  /** Position of the first entry that may have this hash, or -1. Positions are valid until the next change. */
  first(hash: number): number;
  next(position: number, hash: number): number;
  /** Reads where a search for this hash begins, and says nothing that means anything. */
  peek(hash: number): number;
  slotAt(position: number): number;
}

/** Slots from 0 to below this can be indexed: three bytes, of which one value stands for a free entry. */
export const SLOT_LIMIT = 2 ** 24 - 1;

const FREE = 0;
const SLOT_BITS = 24;
const SLOT_MASK = 2 ** SLOT_BITS - 1;
const TABLE_SHIFT = 22;
const TABLES = 2 ** (32 - TABLE_SHIFT);
const UPPER_SHIFT = 14;
const LOWER_SHIFT = 6;
const BYTE = 0xff;
/** A position is that in a table, with the number of the table above it. */
const POSITION_BITS = 16;
const POSITION_MASK = 2 ** POSITION_BITS - 1;
const FIRST_CAPACITY = 4;
const ENTRY_SHIFT = 2;
const ENTRY_BYTES = 1 << ENTRY_SHIFT;

/** One of the tables: its entries are `length` elements of `u32` from `start` on, and as many bytes of hashes follow. */
interface Table {
  readonly u32: Uint32Array;
  readonly u8: Uint8Array;
  readonly start: number;
  readonly length: number;
  readonly block: Block | undefined;
  /** Entries that are not free. */
  count: number;
}

/** What is in one place of a table. */
interface Entry {
  readonly entry: number;
  readonly upper: number;
}

/** Hashes are 32-bit integers, signed or unsigned, and well mixed in all their bits. */
export function createSlotIndex(blocks: MemoryBlocks = createMemoryBlocks()): SlotIndex {
  const none: Table = {
    u32: new Uint32Array(0),
    u8: new Uint8Array(0),
    start: 0,
    length: 0,
    block: undefined,
    count: 0,
  };
  const tables: Table[] = Array.from({ length: TABLES }, () => none);

  const tableOf = (number: number): Table => tables[number] ?? none;

  /** `from` may be the length. */
  function probe(number: number, from: number, hash: number): number {
    const { u32, start, length } = tableOf(number);
    const lower = lowerOf(hash);
    let at = from;
    // There is always a free entry, unless there is none at all.
    for (let looked = 0; looked < length; looked++) {
      if (at >= length) at = 0;
      const entry = u32[start + at] ?? FREE;
      if (entry === FREE) return -1;
      if (entry >>> SLOT_BITS === lower) return (number << POSITION_BITS) | at;
      at++;
    }
    return -1;
  }

  /** At most seven eighths full. */
  function grow(number: number): Table {
    const old = tableOf(number);
    const length = Math.max(FIRST_CAPACITY, old.length + (old.length >>> 3) + 1);
    const block = blocks.take(length * (ENTRY_BYTES + 1));
    const { u32, u8 } = block.page;
    const table: Table = { u32, u8, start: block.at >>> ENTRY_SHIFT, length, block, count: old.count };
    u32.fill(FREE, table.start, table.start + length);
    for (let at = 0; at < old.length; at++) {
      if (entryAt(old, at) !== FREE) insert(table, entryAt(old, at), upperAt(old, at));
    }
    if (old.block !== undefined) blocks.giveBack(old.block);
    tables[number] = table;
    return table;
  }

  return {
    add(hash, slot) {
      const number = hash >>> TABLE_SHIFT;
      const known = tableOf(number);
      const table = (known.count + 1) * 8 > known.length * 7 ? grow(number) : known;
      insert(table, entryOf(hash, slot), upperOf(hash));
      table.count++;
    },
    remove(hash, slot) {
      const table = tableOf(hash >>> TABLE_SHIFT);
      const entry = entryOf(hash, slot);
      let at = homeOf(entry, upperOf(hash), table.length);
      for (let looked = 0; looked < table.length && entryAt(table, at) !== FREE; looked++) {
        if (entryAt(table, at) === entry) {
          close(table, at);
          table.count--;
          return;
        }
        at = after(at, table.length);
      }
    },
    first(hash) {
      const number = hash >>> TABLE_SHIFT;
      return probe(number, homeOf(entryOf(hash, 0), upperOf(hash), tableOf(number).length), hash);
    },
    peek(hash) {
      const table = tableOf(hash >>> TABLE_SHIFT);
      return entryAt(table, homeOf(entryOf(hash, 0), upperOf(hash), table.length));
    },
    next: (position, hash) => probe(position >>> POSITION_BITS, (position & POSITION_MASK) + 1, hash),
    slotAt: (position) => (entryAt(tableOf(position >>> POSITION_BITS), position & POSITION_MASK) & SLOT_MASK) - 1,
  };
}

/** Moves later entries of the same run into the gap, so that no probe ends too early and nothing marks the dead. */
function close(table: Table, gap: number): void {
  const { length } = table;
  const distance = (from: number, to: number): number => (to >= from ? to - from : to - from + length);
  let hole = gap;
  for (let at = after(hole, length); entryAt(table, at) !== FREE; at = after(at, length)) {
    const home = homeOf(entryAt(table, at), upperAt(table, at), length);
    if (distance(home, at) < distance(hole, at)) continue;
    put(table, hole, { entry: entryAt(table, at), upper: upperAt(table, at) });
    hole = at;
  }
  put(table, hole, { entry: FREE, upper: 0 });
}

function insert(table: Table, entry: number, upper: number): void {
  let at = homeOf(entry, upper, table.length);
  while (entryAt(table, at) !== FREE) at = after(at, table.length);
  put(table, at, { entry, upper });
}

function put({ u32, u8, start, length }: Table, at: number, { entry, upper }: Entry): void {
  u32[start + at] = entry;
  u8[(start + length) * ENTRY_BYTES + at] = upper;
}

function entryAt({ u32, start }: Table, at: number): number {
  return u32[start + at] ?? FREE;
}

function upperAt({ u8, start, length }: Table, at: number): number {
  return u8[(start + length) * ENTRY_BYTES + at] ?? 0;
}

function after(at: number, length: number): number {
  return at + 1 === length ? 0 : at + 1;
}

function homeOf(entry: number, upper: number, length: number): number {
  return (((upper << 8) | (entry >>> SLOT_BITS)) * length) >>> 16;
}

function upperOf(hash: number): number {
  return (hash >>> UPPER_SHIFT) & BYTE;
}

function lowerOf(hash: number): number {
  return (hash >>> LOWER_SHIFT) & BYTE;
}

function entryOf(hash: number, slot: number): number {
  return ((lowerOf(hash) << SLOT_BITS) | (slot + 1)) >>> 0;
}

/** Mixes 32 more bits into a hash. Start from a random seed, so that nobody can choose what collides. */
export function mixHash(hash: number, word: number): number {
  let mixed = Math.imul(hash ^ word, 0x9e37_79b1);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x85eb_ca77);
  return mixed ^ (mixed >>> 13);
}

/** The same with all bytes of an address or a peer-id, four at a time. */
export function hashWords(seed: number, bytes: Uint8Array): number {
  let hash = seed;
  for (let i = 0; i < bytes.length; i += 4) hash = mixHash(hash, readI32(bytes, i));
  return hash;
}
