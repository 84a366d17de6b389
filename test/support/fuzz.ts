import { createHash, randomInt } from 'node:crypto';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What to fuzz. `run` must take any bytes without throwing; it may keep nothing of them. */
export interface FuzzTarget {
  readonly name: string;
  /** Valid inputs, and the shorter the better: mutations start from them. */
  readonly seeds: readonly Uint8Array[];
  readonly run: (bytes: Uint8Array) => void;
  /** How much one input may allocate. */
  readonly maxAllocationBytes?: number;
  /** How much more memory may be held at the end than at the start. */
  readonly maxGrowthBytes?: number;
}

const DEFAULT_RUNS = 20_000;
const DEFAULT_MAX_ALLOCATION_BYTES = 32 * 1024 * 1024;
const DEFAULT_MAX_GROWTH_BYTES = 64 * 1024 * 1024;
const MAX_INPUT_BYTES = 4096;
const MAX_MUTATIONS = 4;
/** Numbers that decoders get wrong: signs, limits of lengths, delimiters. */
const TELLING_BYTES = [0x00, 0x01, 0x7f, 0x80, 0xff, ...new TextEncoder().encode('0123456789-+.:%&=ditle/\\ ')];

/**
 * Feeds `run` with random and mutated inputs. Throws on the first that throws or allocates beyond the bound, with all that is needed to
 * see it again, and at the end when more memory is held than may be.
 *
 * GRANARY_FUZZ_RUNS sets the number of inputs, GRANARY_FUZZ_SEED repeats a run.
 */
export function fuzz(target: FuzzTarget): void {
  const runs = numberFromEnvironment('GRANARY_FUZZ_RUNS') ?? DEFAULT_RUNS;
  const seed = numberFromEnvironment('GRANARY_FUZZ_SEED') ?? randomInt(2 ** 31);
  const random = createRandom(seed ^ createHash('sha1').update(target.name).digest().readInt32LE());

  collectGarbage();
  const before = memoryHeld();
  for (let i = 0; i < runs; i++) {
    const input = i < target.seeds.length ? pickAt(target.seeds, i) : inputFrom(target.seeds, random);
    try {
      survive(target, input);
    } catch (cause) {
      throw new Error(`${target.name}: input ${i} of seed ${seed} failed: ${hexOf(input)}`, { cause });
    }
  }
  collectGarbage();
  const growth = memoryHeld() - before;
  const bound = target.maxGrowthBytes ?? DEFAULT_MAX_GROWTH_BYTES;
  if (growth > bound) throw new Error(`${target.name}: seed ${seed} left ${growth} bytes behind, ${bound} allowed`);
}

/** `run` gets a copy, so that what a failure reports is the input and not what became of it. */
function survive(target: FuzzTarget, input: Uint8Array): void {
  const bytes = Uint8Array.from(input);
  const before = memoryHeld();
  target.run(bytes);
  const allocated = memoryHeld() - before;
  const bound = target.maxAllocationBytes ?? DEFAULT_MAX_ALLOCATION_BYTES;
  if (allocated > bound) throw new Error(`allocated ${allocated} bytes, ${bound} allowed`);
}

function inputFrom(seeds: readonly Uint8Array[], random: Below): Uint8Array {
  if (seeds.length === 0 || random(8) === 0) return randomBytes(random(64), random);
  let bytes = pick(seeds, random);
  for (let left = 1 + random(MAX_MUTATIONS); left > 0; left--) {
    bytes = pick(MUTATORS, random)(bytes, random, seeds).subarray(0, MAX_INPUT_BYTES);
  }
  return bytes;
}

/** A whole number from 0 up to, and without, `end`. */
type Below = (end: number) => number;
type Mutator = (bytes: Uint8Array, random: Below, seeds: readonly Uint8Array[]) => Uint8Array;

const MUTATORS: readonly Mutator[] = [flip, replace, truncate, insert, remove, repeat, splice, changeNumber];

function flip(bytes: Uint8Array, random: Below): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = random(copy.length);
  if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random(8));
  return copy;
}

function replace(bytes: Uint8Array, random: Below): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = random(copy.length);
  if (at < copy.length) copy[at] = pick(TELLING_BYTES, random);
  return copy;
}

function truncate(bytes: Uint8Array, random: Below): Uint8Array {
  return bytes.slice(0, random(bytes.length));
}

function insert(bytes: Uint8Array, random: Below): Uint8Array {
  const at = random(bytes.length + 1);
  const added = random(2) === 0 ? randomBytes(1 + random(8), random) : Uint8Array.of(pick(TELLING_BYTES, random));
  return concat(bytes.subarray(0, at), added, bytes.subarray(at));
}

function remove(bytes: Uint8Array, random: Below): Uint8Array {
  const at = random(bytes.length + 1);
  return concat(bytes.subarray(0, at), bytes.subarray(at + 1 + random(8)));
}

/** Makes what nests nest deeply, and what is long longer. */
function repeat(bytes: Uint8Array, random: Below): Uint8Array {
  const at = random(bytes.length);
  const part = bytes.subarray(at, at + 1 + random(8));
  const times = 1 + random(random(8) === 0 ? 500 : 8);
  return concat(bytes.subarray(0, at), ...Array.from({ length: times }, () => part), bytes.subarray(at));
}

function splice(bytes: Uint8Array, random: Below, seeds: readonly Uint8Array[]): Uint8Array {
  const other = pick(seeds, random);
  return concat(bytes.subarray(0, random(bytes.length + 1)), other.subarray(random(other.length + 1)));
}

/** Puts a 16- or 32-bit number at one of the limits where a length may stand, or a long decimal one. */
function changeNumber(bytes: Uint8Array, random: Below): Uint8Array {
  const at = random(bytes.length + 1);
  const edge = pick(EDGES, random);
  return concat(bytes.subarray(0, at), edge, bytes.subarray(at + (random(2) === 0 ? edge.length : 0)));
}

const EDGES: readonly Uint8Array[] = [
  Uint8Array.of(0xff, 0xff),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff),
  Uint8Array.of(0x7f, 0xff, 0xff, 0xff),
  Uint8Array.of(0x80, 0, 0, 0),
  Uint8Array.of(0, 0, 0, 0),
  ...['4294967296', '9007199254740993', '18446744073709551616', '99999999999999999999999'].map((text) =>
    new TextEncoder().encode(text),
  ),
];

function randomBytes(length: number, random: Below): Uint8Array {
  return Uint8Array.from({ length }, () => random(256));
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function pick<Item>(items: readonly Item[], random: Below): Item {
  return pickAt(items, random(items.length));
}

function pickAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** Mulberry32: small, quick, and good enough to wander through inputs. */
function createRandom(seed: number): Below {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
}

function memoryHeld(): number {
  const { used_heap_size: heapBytes, external_memory: externalBytes } = getHeapStatistics();
  return heapBytes + externalBytes;
}

/** The collector can be called only from a context made after the flag is set. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

function numberFromEnvironment(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} is no whole number: ${text}`);
  return value;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
