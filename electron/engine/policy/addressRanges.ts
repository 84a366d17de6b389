import { readU32 } from '../codec/bigEndian.ts';
import type { AddressFamily, IpAddress } from '../codec/ipAddress.ts';

/** From one address to another of the same family, both of them in it. Bytes in network order. */
export interface AddressRange {
  readonly family: AddressFamily;
  readonly first: Uint8Array;
  readonly last: Uint8Array;
}

/** Many ranges of addresses, in which one address is found in a few steps and without making anything. */
export interface AddressRanges {
  /** Once those that touch were put together. */
  readonly count: number;
  holds(address: IpAddress): boolean;
}

/** Gathers ranges in whatever order they come. */
export interface RangeBuilder {
  /** False when there are too many; then nothing is added. */
  add(range: AddressRange): boolean;
  build(): AddressRanges;
}

/** Ranges of both families that a builder takes: a number below it and 32 bits fit one float64 together. */
export const MAX_RANGES = 2 ** 21;

const WORDS = { IPv4: 1, IPv6: 4 } as const;

export const NO_RANGES: AddressRanges = { count: 0, holds: () => false };

export function createRangeBuilder(): RangeBuilder {
  const words: Record<AddressFamily, number[]> = { IPv4: [], IPv6: [] };
  let count = 0;

  return {
    add({ family, first, last }) {
      if (count >= MAX_RANGES) return false;
      count++;
      for (const end of [first, last]) for (let at = 0; at < end.length; at += 4) words[family].push(readU32(end, at));
      return true;
    },
    build() {
      const IPv4 = createTable(words.IPv4, WORDS.IPv4);
      const IPv6 = createTable(words.IPv6, WORDS.IPv6);
      return {
        count: IPv4.count + IPv6.count,
        holds: ({ family, bytes }) => (family === 'IPv4' ? IPv4 : IPv6).holds(bytes),
      };
    },
  };
}

interface RangeTable {
  readonly count: number;
  holds(address: Uint8Array): boolean;
}

/**
 * `pairs` holds the words of the first and the last address of each range, one after the other. The table is sorted, and no
 * two ranges of it overlap or touch.
 */
function createTable(pairs: readonly number[], width: number): RangeTable {
  const given = Uint32Array.from(pairs);
  const firsts = new Uint32Array(given.length / 2);
  const lasts = new Uint32Array(given.length / 2);
  let count = 0;
  for (const range of sorted(given, width)) {
    const first = range * 2 * width;
    if (count > 0 && touches({ words: lasts, at: (count - 1) * width }, { words: given, at: first }, width)) {
      const isLonger =
        compare({ words: lasts, at: (count - 1) * width }, { words: given, at: first + width }, width) < 0;
      if (isLonger) copy({ words: given, at: first + width }, { words: lasts, at: (count - 1) * width }, width);
      continue;
    }
    copy({ words: given, at: first }, { words: firsts, at: count * width }, width);
    copy({ words: given, at: first + width }, { words: lasts, at: count * width }, width);
    count++;
  }
  return searchTable({ firsts: firsts.slice(0, count * width), lasts: lasts.slice(0, count * width), count, width });
}

interface Sorted {
  readonly firsts: Uint32Array;
  readonly lasts: Uint32Array;
  readonly count: number;
  readonly width: number;
}

function searchTable({ firsts, lasts, count, width }: Sorted): RangeTable {
  /** Below 0 when the address comes before the end at this place, 0 for the same, above 0 behind it. */
  function compareAt(address: Uint8Array, ends: Uint32Array, at: number): number {
    for (let i = 0; i < width; i++) {
      const word = readU32(address, i * 4);
      const other = ends[at * width + i] ?? 0;
      if (word !== other) return word < other ? -1 : 1;
    }
    return 0;
  }

  return {
    count,
    holds(address) {
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (compareAt(address, firsts, middle) < 0) high = middle;
        else low = middle + 1;
      }
      return low > 0 && compareAt(address, lasts, low - 1) <= 0;
    },
  };
}

/** Numbers of the ranges by their first address. Files are mostly in order already, which costs one look. */
function sorted(words: Uint32Array, width: number): Iterable<number> {
  const count = words.length / (2 * width);
  // Sorted by number as a whole: the first word above, which range it is below.
  const keys = Float64Array.from({ length: count }, (_, i) => (words[i * 2 * width] ?? 0) * MAX_RANGES + i);
  if (!isAscending(keys)) keys.sort();
  const order = Uint32Array.from(keys, (key) => key % MAX_RANGES);
  if (width === 1) return order;
  return order.sort((a, b) => compare({ words, at: a * 2 * width }, { words, at: b * 2 * width }, width));
}

function isAscending(keys: Float64Array): boolean {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] ?? 0) > (keys[i] ?? 0)) return false;
  return true;
}

interface Place {
  readonly words: Uint32Array;
  readonly at: number;
}

function compare(a: Place, b: Place, width: number): number {
  for (let i = 0; i < width; i++) {
    const [left, right] = [a.words[a.at + i] ?? 0, b.words[b.at + i] ?? 0];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

/** Whether a range that begins at `first` overlaps one that ends at `last`, or begins right behind it. */
function touches(last: Place, first: Place, width: number): boolean {
  if (compare(last, first, width) >= 0) return true;
  for (let i = width - 1; i >= 0; i--) {
    const next = ((last.words[last.at + i] ?? 0) + 1) >>> 0;
    if (next !== first.words[first.at + i]) return false;
    if (next !== 0) return compare(last, first, i) === 0;
  }
  return false;
}

function copy(from: Place, to: Place, width: number): void {
  for (let i = 0; i < width; i++) to.words[to.at + i] = from.words[from.at + i] ?? 0;
}
