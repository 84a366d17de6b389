/**
 * Bencoding (BEP 3). The `bencode` package makes the values and the bytes; `bencodeScanner.ts` stands before it, because the package
 * itself takes anything and has no limits.
 *
 * Keys of dictionaries are text. A key that is not UTF-8 (an info-hash in a scrape reply, a Merkle root in a v2 torrent) is given as the
 * hexadecimal digits of its bytes; a dictionary in which that would make two keys one is refused.
 */
import bencode from 'bencode';
import { failure, success, type Result } from '../../../shared/result.ts';
import { scanBencode, type BencodeError, type BencodeLimits, type ByteRange } from './bencodeScanner.ts';

export type { BencodeError, BencodeLimits, ByteRange } from './bencodeScanner.ts';

export type Bencoded = number | Uint8Array | readonly Bencoded[] | BencodedDict;

export interface BencodedDict {
  readonly [key: string]: Bencoded;
}

/** For messages between peers, nodes and trackers. */
export const MESSAGE_LIMITS: BencodeLimits = { maxBytes: 1024 * 1024, maxDepth: 32, maxItems: 20_000 };

/** Reads exactly one canonical value. The value holds copies: `bytes` may be used again. */
export function parseBencode(
  bytes: Uint8Array,
  limits: BencodeLimits = MESSAGE_LIMITS,
): Result<Bencoded, BencodeError> {
  const parsed = parseBencodePrefix(bytes, limits);
  if (!parsed.ok) return parsed;
  const { value, bytesUsed } = parsed.value;
  return bytesUsed === bytes.length ? success(value) : failure(trailingBytes(bytesUsed));
}

/** Reads the canonical value that `bytes` begins with; raw data may follow it, as in metadata messages (BEP 9). */
export function parseBencodePrefix(
  bytes: Uint8Array,
  limits: BencodeLimits = MESSAGE_LIMITS,
): Result<{ readonly value: Bencoded; readonly bytesUsed: number }, BencodeError> {
  const scan = scanBencode(bytes, limits);
  if (!scan.ok) return scan;
  const { end, keyCount, oddKeyAt } = scan.value;
  // What the scanner let through is one of the shapes of Bencoded.
  const value = bencode.decode(bytes.subarray(0, end)) as Bencoded;
  if (oddKeyAt !== undefined && countKeys(value) !== keyCount) {
    return failure({ code: 'malformed', offset: oddKeyAt, message: 'a key that cannot be told from another' });
  }
  return success({ value, bytesUsed: end });
}

/**
 * Writes a value in its one canonical form. Throws RangeError for a number that is not a safe integer, and for a key with characters
 * from U+D800 on: the package sorts keys by UTF-16 units, which is the order of the bytes only below that.
 */
export function writeBencode(value: Bencoded): Uint8Array {
  assertWritable(value);
  return bencode.encode(value);
}

/** Writes a dictionary whose values are bencoded already, and stay byte for byte as they are. */
export function writeDictOfEncoded(values: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [key, value] of Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    assertWritableKey(key);
    parts.push(writeBencode(new TextEncoder().encode(key)), value);
  }
  return Uint8Array.from(Buffer.concat([DICTIONARY_START, ...parts, END]));
}

/**
 * Where the value of `key` stands in the dictionary that `bytes` is, so that a hash can be taken of its bytes as they are and not of a
 * re-encoding. Undefined when there is no such key, or no well-formed dictionary.
 */
export function rawRangeOf(
  bytes: Uint8Array,
  key: string,
  limits: BencodeLimits = MESSAGE_LIMITS,
): ByteRange | undefined {
  const ranges = rawRanges(bytes, limits);
  return ranges.ok ? ranges.value.get(key) : undefined;
}

/**
 * Where each value of the dictionary stands. Keys that are not UTF-8 are left out. Anything but one well-formed dictionary is an error.
 */
export function rawRanges(
  bytes: Uint8Array,
  limits: BencodeLimits = MESSAGE_LIMITS,
): Result<ReadonlyMap<string, ByteRange>, BencodeError> {
  const ranges = new Map<string, ByteRange>();
  const scan = scanBencode(bytes, limits, (key, value) => {
    const text = asText(bytes.subarray(key.start, key.end));
    if (text !== undefined) ranges.set(text, value);
  });
  if (!scan.ok) return scan;
  if (bytes[0] !== DICTIONARY_START[0]) return failure({ code: 'malformed', offset: 0, message: 'not a dictionary' });
  return scan.value.end === bytes.length ? success(ranges) : failure(trailingBytes(scan.value.end));
}

export function asInteger(value: Bencoded | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function asBytes(value: Bencoded | undefined): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined;
}

/** The text of a byte string that is UTF-8, with a byte order mark left in place. */
export function asText(value: Bencoded | undefined): string | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  try {
    return strictUtf8.decode(value);
  } catch {
    return undefined;
  }
}

export function asList(value: Bencoded | undefined): readonly Bencoded[] | undefined {
  return isList(value) ? value : undefined;
}

export function asDict(value: Bencoded | undefined): BencodedDict | undefined {
  return typeof value === 'object' && !(value instanceof Uint8Array) && !isList(value) ? value : undefined;
}

const DICTIONARY_START = new TextEncoder().encode('d');
const END = new TextEncoder().encode('e');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function isList(value: Bencoded | undefined): value is readonly Bencoded[] {
  return Array.isArray(value);
}

function trailingBytes(offset: number): BencodeError {
  return { code: 'trailing-bytes', offset, message: 'bytes after the end of the value' };
}

function countKeys(value: Bencoded): number {
  if (typeof value === 'number' || value instanceof Uint8Array) return 0;
  if (isList(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeys(item), 0);
}

function assertWritable(value: Bencoded): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
  } else if (isList(value)) {
    for (const item of value) assertWritable(item);
  } else if (!(value instanceof Uint8Array)) {
    for (const [key, item] of Object.entries(value)) {
      assertWritableKey(key);
      assertWritable(item);
    }
  }
}

function assertWritableKey(key: string): void {
  if (/[\ud800-\uffff]/.test(key)) throw new RangeError(`a key that cannot be put in order: ${JSON.stringify(key)}`);
}
