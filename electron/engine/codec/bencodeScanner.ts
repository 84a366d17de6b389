/**
 * The strict edge in front of the `bencode` package (BEP 3, "bencoding"): walks over the bytes and allocates nothing for them, so that
 * whatever gets past it is known to be well-formed, canonical and within bounds before any value is made of it.
 *
 * | first byte | value                                                  |
 * |------------|--------------------------------------------------------|
 * | `0`-`9`    | byte string: decimal length, `:`, that many bytes      |
 * | `i`        | integer: optional `-`, decimal digits, `e`             |
 * | `l`        | list: values, `e`                                      |
 * | `d`        | dictionary: byte string and value in turn, `e`         |
 */
import { failure, success, type Result } from '../../../shared/result.ts';

export interface BencodeLimits {
  /** Of the whole value, in its encoded form. */
  readonly maxBytes: number;
  /** Lists and dictionaries inside each other. */
  readonly maxDepth: number;
  /** Strings, integers, lists and dictionaries together; keys of dictionaries not counted. */
  readonly maxItems: number;
  /** Takes dictionaries whose keys are out of order, never ones with a key twice. */
  readonly allowUnsortedKeys?: boolean;
}

export type BencodeErrorCode =
  | 'truncated'
  | 'malformed'
  | 'not-canonical'
  | 'too-deep'
  | 'too-large'
  | 'trailing-bytes';

export interface BencodeError {
  readonly code: BencodeErrorCode;
  /** Of the first byte that is wrong. */
  readonly offset: number;
  readonly message: string;
}

/** Offsets of the first byte and of the byte after the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface BencodeScan {
  /** Offset after the value. */
  readonly end: number;
  /** Keys in all dictionaries together. */
  readonly keyCount: number;
  /** Offset of the first key that the package may confuse with another: not ASCII, or `__proto__`. */
  readonly oddKeyAt: number | undefined;
}

/** Called for each entry of the outermost dictionary. Both ranges are of contents: the key without its length, the value whole. */
export type VisitEntry = (key: ByteRange, value: ByteRange) => void;

/** Checks the value that `bytes` begins with; what follows it is not looked at. */
export function scanBencode(
  bytes: Uint8Array,
  limits: BencodeLimits,
  visitEntry?: VisitEntry,
): Result<BencodeScan, BencodeError> {
  const limit = Math.min(bytes.length, limits.maxBytes);
  let itemCount = 0;
  let keyCount = 0;
  let oddKeyAt: number | undefined;
  let problem: BencodeError | undefined;

  const end = scanValue(0, 0);
  return problem === undefined ? success({ end, keyCount, oddKeyAt }) : failure(problem);

  /** This and the functions below return the offset after what they read, or -1 when `problem` is set. */
  function scanValue(at: number, depth: number): number {
    if (++itemCount > limits.maxItems) return fail('too-large', at, `more than ${limits.maxItems} values`);
    const first = byteAt(at);
    if (first === INTEGER) return scanInteger(at);
    if (first === LIST || first === DICTIONARY) {
      if (depth === limits.maxDepth) return fail('too-deep', at, `nested more than ${limits.maxDepth} deep`);
      return first === LIST ? scanList(at, depth + 1) : scanDictionary(at, depth + 1);
    }
    return scanString(at)?.end ?? -1;
  }

  function scanInteger(start: number): number {
    const isNegative = byteAt(start + 1) === MINUS;
    const digits = scanDigits(start + (isNegative ? 2 : 1));
    if (digits === undefined) return -1;
    if (isNegative && digits.value === 0) return fail('not-canonical', start, 'minus zero');
    if (!Number.isSafeInteger(digits.value)) {
      return fail('too-large', start, 'an integer beyond 2^53 - 1, the largest that is handled exactly');
    }
    return expectByte(digits.end, END);
  }

  function scanString(start: number): ByteRange | undefined {
    const digits = scanDigits(start);
    if (digits === undefined) return undefined;
    const contentStart = expectByte(digits.end, COLON);
    if (contentStart === -1) return undefined;
    const contentEnd = contentStart + digits.value;
    if (contentEnd > limit) {
      if (contentEnd > limits.maxBytes) fail('too-large', start, `a string of ${digits.value} bytes`);
      else fail('truncated', limit, `a string of ${digits.value} bytes is cut off`);
      return undefined;
    }
    return { start: contentStart, end: contentEnd };
  }

  function scanDigits(start: number): { readonly value: number; readonly end: number } | undefined {
    let value = 0;
    let at = start;
    for (; isDigit(byteAt(at)); at++) {
      // Past 2^53 the sum is no longer exact, but it only grows, and the callers refuse it.
      value = value * 10 + ((bytes[at] ?? ZERO) - ZERO);
      if (at > start && bytes[start] === ZERO) return refuse('not-canonical', start, 'a number with a leading zero');
      if (at - start > MAX_DIGITS) return refuse('too-large', start, `a number of more than ${MAX_DIGITS} digits`);
    }
    if (at > start) return { value, end: at };
    if (byteAt(at) === PLUS) return refuse('not-canonical', at, 'a number with a plus sign');
    return refuse(at >= limit ? 'truncated' : 'malformed', at, 'a value or number was expected here');
  }

  function scanList(start: number, depth: number): number {
    let at = start + 1;
    while (at !== -1 && byteAt(at) !== END) at = scanValue(at, depth);
    return at === -1 ? -1 : at + 1;
  }

  function scanDictionary(start: number, depth: number): number {
    const isFresh = createKeyCheck(bytes, limits.allowUnsortedKeys === true);
    let at = start + 1;
    while (byteAt(at) !== END) {
      const key = scanString(at);
      if (key === undefined) return -1;
      const trouble = isFresh(key);
      if (trouble !== undefined) return fail('not-canonical', at, trouble);
      keyCount++;
      if (isOdd(bytes, key)) oddKeyAt ??= at;
      at = scanValue(key.end, depth);
      if (at === -1) return -1;
      if (depth === 1) visitEntry?.(key, { start: key.end, end: at });
    }
    return at + 1;
  }

  function byteAt(offset: number): number | undefined {
    return offset < limit ? bytes[offset] : undefined;
  }

  function expectByte(at: number, byte: number): number {
    if (byteAt(at) === byte) return at + 1;
    return fail(at >= limit ? 'truncated' : 'malformed', at, `'${String.fromCharCode(byte)}' was expected here`);
  }

  function refuse(code: BencodeErrorCode, offset: number, message: string): undefined {
    fail(code, offset, message);
  }

  function fail(code: BencodeErrorCode, offset: number, message: string): -1 {
    const isOverLimit = code === 'truncated' && bytes.length > limit;
    problem ??= isOverLimit
      ? { code: 'too-large', offset, message: `more than ${limit} bytes` }
      : { code, offset, message };
    return -1;
  }
}

const ZERO = 0x30;
const COLON = 0x3a;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DICTIONARY = 0x64;
const END = 0x65;
const INTEGER = 0x69;
const LIST = 0x6c;
/** 2^64 has 20 digits: longer numbers are hostile, not merely big. */
const MAX_DIGITS = 20;
const PROTO = '__proto__';

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte < COLON;
}

/** Takes the keys of one dictionary in turn and says what is wrong with one. */
function createKeyCheck(bytes: Uint8Array, allowUnsorted: boolean): (key: ByteRange) => string | undefined {
  let previous: ByteRange | undefined;
  let seen: Set<string> | undefined;

  return (key) => {
    if (allowUnsorted) {
      seen ??= new Set();
      const text = latin1(bytes, key);
      if (seen.has(text)) return 'a key that its dictionary has already';
      seen.add(text);
      return undefined;
    }
    const order = previous === undefined ? -1 : compareRanges(bytes, previous, key);
    previous = key;
    if (order === 0) return 'a key that its dictionary has already';
    return order < 0 ? undefined : 'a key out of order';
  };
}

function compareRanges(bytes: Uint8Array, a: ByteRange, b: ByteRange): number {
  const shared = Math.min(a.end - a.start, b.end - b.start);
  for (let i = 0; i < shared; i++) {
    const difference = (bytes[a.start + i] ?? 0) - (bytes[b.start + i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.end - a.start - (b.end - b.start);
}

function isOdd(bytes: Uint8Array, key: ByteRange): boolean {
  for (let i = key.start; i < key.end; i++) if ((bytes[i] ?? 0) >= 0x80) return true;
  return key.end - key.start === PROTO.length && latin1(bytes, key) === PROTO;
}

/** One character a byte, so that no two keys look the same. */
function latin1(bytes: Uint8Array, range: ByteRange): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + range.start, range.end - range.start).toString('latin1');
}
