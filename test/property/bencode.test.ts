import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseBencode,
  parseBencodePrefix,
  rawRanges,
  writeBencode,
  type Bencoded,
} from '../../electron/engine/codec/bencode.ts';
import { fuzz } from '../support/fuzz.ts';

const key = fc
  .string({ unit: 'binary', maxLength: 8 })
  .filter((text) => /^[\0-\ud7ff]*$/.test(text) && text !== '__proto__');
const { value: anyValue } = fc.letrec<{ value: Bencoded }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.maxSafeInteger(),
    fc.uint8Array({ maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

describe('bencode', () => {
  it('reads back what it wrote, and writes it the same again', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const bytes = writeBencode(value);
        const parsed = parseBencode(bytes);
        expect(parsed).toEqual({ ok: true, value });
        expect(parsed.ok && writeBencode(parsed.value)).toEqual(bytes);
      }),
    );
  });

  it('takes only what it would write', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = writeBencode(value);
        bytes[at % bytes.length] = byte;
        const parsed = parseBencode(bytes);
        expect(parsed.ok ? (tryWrite(parsed.value) ?? bytes) : bytes).toEqual(bytes);
      }),
    );
  });

  it('is tested with every kind of value', () => {
    const kinds = fc.sample(anyValue, 200).map((value) => (Array.isArray(value) ? 'list' : value.constructor.name));
    expect(new Set(kinds)).toEqual(new Set(['Number', 'Uint8Array', 'list', 'Object']));
  });

  it('survives any input', () => {
    const seeds = ['d3:bar4:spam3:fooi42ee', 'l4:spami-7elee', 'd4:infod6:lengthi5eee', 'd1:rd5:token2:aaee'];
    expect(() =>
      fuzz({
        name: 'bencode',
        seeds: seeds.map((text) => new TextEncoder().encode(text)),
        run: (bytes) => {
          parseBencode(bytes);
          parseBencodePrefix(bytes, { maxBytes: 1000, maxDepth: 10, maxItems: 100, allowUnsortedKeys: true });
          rawRanges(bytes);
        },
        maxAllocationBytes: 4 * 1024 * 1024,
      }),
    ).not.toThrow();
  });
});

/** Keys that are not text are read, but not written. */
function tryWrite(value: Bencoded): Uint8Array | undefined {
  return hasOnlyWritableKeys(value) ? writeBencode(value) : undefined;
}

function hasOnlyWritableKeys(value: Bencoded): boolean {
  if (typeof value === 'number' || value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every(hasOnlyWritableKeys);
  return Object.entries(value).every(([name, item]) => /^[a-z]*$/.test(name) && hasOnlyWritableKeys(item));
}
