import { INFO_HASH_BYTES, type InfoHash, infoHashToBytes } from '../../../shared/infoHash.ts';
import { readI32 } from '../codec/bigEndian.ts';
import { mixHash } from './slotIndex.ts';

/**
 * Finds what belongs to an info-hash by the 20 bytes that a packet has of it, without making text of them: two looks at memory,
 * where text and a map take six.
 *
 * Open addressing with linear probing, at most half full, the bytes in places of their own beside the values.
 */
export interface InfoHashIndex<Value> {
  /** The bytes are those of `bytes` from `at` on. */
  find(bytes: Uint8Array, at: number): Value | undefined;
  /** Where a search for the bytes begins. */
  homeOf(bytes: Uint8Array, at: number): number;
  /** Reads what is there, and says nothing that means anything. */
  peek(home: number): number;
  /** The info-hash must not be there yet. */
  add(infoHash: InfoHash, value: Value): void;
  /** Does nothing for an info-hash that is not there. */
  remove(infoHash: InfoHash): void;
}

/** A power of two, as all capacities are. */
const FIRST_CAPACITY = 64;
const WORDS = INFO_HASH_BYTES / 4;
/** A place is half a line of the processor's cache, so that none lies in two. */
const PLACE_WORDS = 8;

/** `hashSeed`: 32 random bits, so that nobody outside can choose what collides. */
export function createInfoHashIndex<Value>(hashSeed: number): InfoHashIndex<Value> {
  let capacity = FIRST_CAPACITY;
  let words = new Int32Array(capacity * PLACE_WORDS);
  let values: (Value | undefined)[] = Array.from({ length: capacity });
  let count = 0;

  function homeOf(bytes: Uint8Array, at: number): number {
    return homeOfWords(readI32(bytes, at), readI32(bytes, at + 4));
  }

  function homeOfWords(first: number, second: number): number {
    return mixHash(mixHash(hashSeed, first), second) & (capacity - 1);
  }

  /** The place that has it, or the free one where it would be. */
  function placeOf(bytes: Uint8Array, at: number): number {
    let place = homeOf(bytes, at);
    while (!isAt(place, bytes, at) && values[place] !== undefined) place = after(place);
    return place;
  }

  function isAt(place: number, bytes: Uint8Array, at: number): boolean {
    const from = place * PLACE_WORDS;
    for (let i = 0; i < WORDS; i++) if (words[from + i] !== readI32(bytes, at + i * 4)) return false;
    return true;
  }

  function after(place: number): number {
    return (place + 1) & (capacity - 1);
  }

  function grow(): void {
    const [oldWords, oldValues] = [words, values];
    capacity *= 2;
    words = new Int32Array(capacity * PLACE_WORDS);
    values = Array.from({ length: capacity });
    for (const [old, value] of oldValues.entries()) {
      if (value === undefined) continue;
      const from = old * PLACE_WORDS;
      let place = homeOfWords(oldWords[from] ?? 0, oldWords[from + 1] ?? 0);
      while (values[place] !== undefined) place = after(place);
      words.set(oldWords.subarray(from, from + WORDS), place * PLACE_WORDS);
      values[place] = value;
    }
  }

  /** Moves those behind the gap up whose way to their place leads over it, so that nothing marks the dead. */
  function close(gap: number): void {
    let hole = gap;
    for (let place = after(hole); values[place] !== undefined; place = after(place)) {
      const from = place * PLACE_WORDS;
      const home = homeOfWords(words[from] ?? 0, words[from + 1] ?? 0);
      if (((place - home) & (capacity - 1)) < ((place - hole) & (capacity - 1))) continue;
      words.copyWithin(hole * PLACE_WORDS, from, from + WORDS);
      values[hole] = values[place];
      hole = place;
    }
    words.fill(0, hole * PLACE_WORDS, hole * PLACE_WORDS + WORDS);
    values[hole] = undefined;
  }

  return {
    find: (bytes, at) => values[placeOf(bytes, at)],
    homeOf,
    peek: (home) => (words[home * PLACE_WORDS] ?? 0) + (values[home] === undefined ? 0 : 1),
    add(infoHash, value) {
      if (++count * 2 > capacity) grow();
      const bytes = infoHashToBytes(infoHash);
      const place = placeOf(bytes, 0);
      for (let i = 0; i < WORDS; i++) words[place * PLACE_WORDS + i] = readI32(bytes, i * 4);
      values[place] = value;
    },
    remove(infoHash) {
      const place = placeOf(infoHashToBytes(infoHash), 0);
      if (values[place] === undefined) return;
      close(place);
      count--;
    },
  };
}
