import { describe, expect, it } from 'vitest';
import {
  asBytes,
  asDict,
  asInteger,
  asList,
  asText,
  parseBencode,
  parseBencodePrefix,
  rawRangeOf,
  rawRanges,
  writeBencode,
  writeDictOfEncoded,
  type Bencoded,
  type BencodeLimits,
} from '../../../electron/engine/codec/bencode.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const limits: BencodeLimits = { maxBytes: 100, maxDepth: 3, maxItems: 10 };

const values: readonly { name: string; value: Bencoded; bytes: Uint8Array }[] = [
  { name: 'zero', value: 0, bytes: bytes('i0e') },
  { name: 'a negative integer', value: -42, bytes: bytes('i-42e') },
  { name: 'the largest integer', value: 2 ** 53 - 1, bytes: bytes('i9007199254740991e') },
  { name: 'the smallest integer', value: 1 - 2 ** 53, bytes: bytes('i-9007199254740991e') },
  { name: 'an empty string', value: bytes(''), bytes: bytes('0:') },
  { name: 'a string', value: bytes('spam'), bytes: bytes('4:spam') },
  { name: 'bytes that are no text', value: Uint8Array.of(0, 0xff, 0x80), bytes: raw('3:\x00\xff\x80') },
  { name: 'an empty list', value: [], bytes: bytes('le') },
  { name: 'a list', value: [bytes('spam'), 7, []], bytes: bytes('l4:spami7elee') },
  { name: 'an empty dictionary', value: {}, bytes: bytes('de') },
  { name: 'a dictionary', value: { bar: bytes('spam'), foo: 42 }, bytes: bytes('d3:bar4:spam3:fooi42ee') },
  { name: 'keys that are numbers', value: { '10': 1, '9': 2, a: 3 }, bytes: bytes('d2:10i1e1:9i2e1:ai3ee') },
  { name: 'keys beyond ASCII', value: { z: 1, é: 2, '€': 3 }, bytes: bytes('d1:zi1e2:éi2e3:€i3ee') },
  { name: 'values in values', value: { a: { b: [{}] } }, bytes: bytes('d1:ad1:bldeeee') },
];

describe.each(values)('bencode of $name', ({ value, bytes: encoded }) => {
  it('is written', () => expect(writeBencode(value)).toEqual(encoded));

  it('is read', () => expect(parseBencode(encoded)).toEqual({ ok: true, value }));

  it('is read before other bytes', () => {
    const followed = Uint8Array.of(...encoded, ...bytes('e1:'));
    expect(parseBencodePrefix(followed)).toEqual({ ok: true, value: { value, bytesUsed: encoded.length } });
  });

  it('is refused when anything is cut off', () => {
    for (let length = 0; length < encoded.length; length++) {
      expect(parseBencode(encoded.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    }
  });
});

describe('parseBencode refuses', () => {
  it.each([
    { name: 'what is no value', text: 'x', code: 'malformed', offset: 0 },
    { name: 'an end without a beginning', text: 'e', code: 'malformed', offset: 0 },
    { name: 'an integer without digits', text: 'ie', code: 'malformed', offset: 1 },
    { name: 'a lone minus', text: 'i-e', code: 'malformed', offset: 2 },
    { name: 'a fraction', text: 'i1.5e', code: 'malformed', offset: 2 },
    { name: 'a string length that is negative', text: '-1:', code: 'malformed', offset: 0 },
    { name: 'a string without a colon', text: '3abc', code: 'malformed', offset: 1 },
    { name: 'a key that is no string', text: 'di1ei2ee', code: 'malformed', offset: 1 },
    { name: 'a key without a value', text: 'd1:ae', code: 'malformed', offset: 4 },
    { name: 'minus zero', text: 'i-0e', code: 'not-canonical', offset: 0 },
    { name: 'a leading zero', text: 'i007e', code: 'not-canonical', offset: 1 },
    { name: 'a negative leading zero', text: 'i-07e', code: 'not-canonical', offset: 2 },
    { name: 'a plus sign', text: 'i+7e', code: 'not-canonical', offset: 1 },
    { name: 'a leading zero in a length', text: '01:a', code: 'not-canonical', offset: 0 },
    { name: 'keys out of order', text: 'd1:bi1e1:ai2ee', code: 'not-canonical', offset: 7 },
    { name: 'a longer key before its prefix', text: 'd2:aai1e1:ai2ee', code: 'not-canonical', offset: 8 },
    { name: 'a key twice', text: 'd1:ai1e1:ai2ee', code: 'not-canonical', offset: 7 },
    { name: '2^53', text: 'i9007199254740992e', code: 'too-large', offset: 0 },
    { name: 'the largest u64', text: 'i18446744073709551615e', code: 'too-large', offset: 0 },
    { name: 'a number of 30 digits', text: `i${'9'.repeat(30)}e`, code: 'too-large', offset: 1 },
    { name: 'a string longer than the limit', text: '4294967295:a', code: 'too-large', offset: 0 },
    { name: 'more bytes than the limit', text: `98:${'a'.repeat(98)}`, code: 'too-large', offset: 0 },
    { name: 'more values than the limit', text: `l${'i1e'.repeat(10)}e`, code: 'too-large', offset: 28 },
    { name: 'lists nested too deep', text: 'lllleeee', code: 'too-deep', offset: 3 },
    { name: 'dictionaries nested too deep', text: 'd1:ad1:ad1:ad', code: 'too-deep', offset: 12 },
    { name: 'a byte after the value', text: 'i1e ', code: 'trailing-bytes', offset: 3 },
    { name: 'a second value', text: 'i1ei2e', code: 'trailing-bytes', offset: 3 },
    { name: 'a key that is the hexadecimal of another', text: 'd2:ffi1e1:\xffi2ee', code: 'malformed', offset: 8 },
    {
      name: 'a key that differs by a byte order mark',
      text: 'd1:ai1e4:\xef\xbb\xbfai2ee',
      code: 'malformed',
      offset: 7,
    },
    { name: 'a key that would set a prototype', text: 'd9:__proto__dee', code: 'malformed', offset: 1 },
  ])('$name', ({ text, code, offset }) => {
    expect(parseBencode(raw(text), limits)).toMatchObject({ ok: false, error: { code, offset } });
  });

  it('a value as long as the limit, for no other reason', () => {
    const longest = bytes(`97:${'a'.repeat(97)}`);
    expect(parseBencode(longest, limits).ok).toBe(true);
    expect(parseBencode(longest, { ...limits, maxBytes: 99 })).toMatchObject({ error: { code: 'too-large' } });
  });
});

describe('parseBencode', () => {
  it('gives keys that are no text as hexadecimal', () => {
    expect(parseBencode(raw('d3:\xff\x00\x80i1ee'))).toEqual({ ok: true, value: { ff0080: 1 } });
  });

  it('takes keys in any order where that is allowed, but none twice', () => {
    const unsorted = { ...limits, allowUnsortedKeys: true };
    expect(parseBencode(bytes('d1:bi1e1:ai2ee'), unsorted)).toEqual({ ok: true, value: { a: 2, b: 1 } });
    expect(parseBencode(bytes('d1:bi1e1:ai2e1:bi1ee'), unsorted)).toMatchObject({ error: { code: 'not-canonical' } });
  });

  it('gives copies', () => {
    const input = bytes('3:abc');
    const parsed = parseBencode(input);
    input.fill(0);
    expect(parsed).toEqual({ ok: true, value: bytes('abc') });
  });

  it('reads a view in the middle of a buffer', () => {
    const whole = bytes('xxd1:a3:abcexx');
    expect(parseBencode(whole.subarray(2, 12))).toEqual({ ok: true, value: { a: bytes('abc') } });
  });
});

describe('writeBencode', () => {
  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('throws for %d', (value) => {
    expect(() => writeBencode([value])).toThrow(RangeError);
  });

  it('throws for keys that it could not put in order', () => {
    expect(() => writeBencode({ a: { '\ufffd': 1 } })).toThrow(RangeError);
    expect(() => writeDictOfEncoded({ '🌾': bytes('i1e') })).toThrow(RangeError);
  });

  it('puts encoded values into a dictionary as they are', () => {
    const written = writeDictOfEncoded({ info: bytes('d1:bi1e1:ai2ee'), announce: bytes('0:') });
    expect(written).toEqual(bytes('d8:announce0:4:infod1:bi1e1:ai2eee'));
  });
});

describe('rawRangeOf', () => {
  const torrent = bytes('d8:announce3:url4:infod4:infoi1ee5:notes0:e');

  it('finds a value of the outermost dictionary alone', () => {
    expect(rawRangeOf(torrent, 'info')).toEqual({ start: 22, end: 33 });
    expect(rawRangeOf(torrent, 'announce')).toEqual({ start: 11, end: 16 });
  });

  it('finds nothing under another key, in what is no dictionary, and in what is malformed', () => {
    expect(rawRangeOf(torrent, 'nodes')).toBeUndefined();
    expect(rawRangeOf(bytes('ld4:infoi1eee'), 'info')).toBeUndefined();
    expect(rawRangeOf(torrent.subarray(0, 40), 'info')).toBeUndefined();
    expect(rawRanges(bytes('i1e'))).toMatchObject({ ok: false, error: { code: 'malformed' } });
    expect(rawRanges(bytes('dei1e'))).toMatchObject({ ok: false, error: { code: 'trailing-bytes', offset: 2 } });
  });
});

describe('the getters', () => {
  it.each([
    { value: 7, is: { integer: true } },
    { value: bytes('é'), is: { bytes: true, text: true } },
    { value: Uint8Array.of(0xff), is: { bytes: true } },
    { value: [], is: { list: true } },
    { value: {}, is: { dict: true } },
    { value: undefined, is: {} },
  ])('tell $value from the others', ({ value, is }) => {
    const got = { integer: asInteger(value), bytes: asBytes(value), text: asText(value), list: asList(value) };
    const found = Object.entries({ ...got, dict: asDict(value) }).filter(([, result]) => result !== undefined);
    expect(Object.fromEntries(found.map(([kind]) => [kind, true]))).toEqual(is);
  });
});
