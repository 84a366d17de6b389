import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipAddressFromBytes } from '../../electron/engine/codec/ipAddress.ts';
import { type AddressRange, createRangeBuilder } from '../../electron/engine/policy/addressRanges.ts';
import { parseFilterLine } from '../../electron/engine/policy/ipFilterLine.ts';
import { fuzz } from '../support/fuzz.ts';

/** Addresses close together, so that ranges overlap, touch and miss each other, and some at the ends of all there are. */
const nearIPv4 = fc
  .oneof(fc.integer({ min: 0x0a00_0000, max: 0x0a00_0040 }), fc.constantFrom(0, 1, 0xffff_fffe, 0xffff_ffff))
  .map((number) => bytesOf(number, 4));
const nearIPv6 = fc
  .tuple(fc.constantFrom(0x20, 0xff), fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 0xff))
  .map(([head, tail, filler]) =>
    Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? head : i === 15 ? tail : filler)),
  );

const range = fc.oneof(rangeOf('IPv4', nearIPv4), rangeOf('IPv6', nearIPv6));

function rangeOf(family: AddressRange['family'], address: fc.Arbitrary<Uint8Array>): fc.Arbitrary<AddressRange> {
  return fc.tuple(address, address).map(([a, b]) => {
    const [first, last] = Buffer.compare(a, b) <= 0 ? [a, b] : [b, a];
    return { family, first, last };
  });
}

function bytesOf(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(length - 4, number);
  return bytes;
}

describe('a table of ranges', () => {
  it('holds what one of its ranges holds, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), fc.array(fc.oneof(nearIPv4, nearIPv6)), (ranges, asked) => {
        const builder = createRangeBuilder();
        for (const one of ranges) builder.add(one);
        const table = builder.build();
        for (const bytes of [...asked, ...ranges.flatMap(({ first, last }) => [first, last])]) {
          const isIn = ({ first, last }: AddressRange): boolean =>
            first.length === bytes.length && Buffer.compare(first, bytes) <= 0 && Buffer.compare(bytes, last) <= 0;
          expect(table.holds(ipAddressFromBytes(bytes))).toBe(ranges.some(isIn));
        }
      }),
    );
  });
});

describe('a line of a filter list', () => {
  it('is read back from each form that it is written in', () => {
    const forms = [
      (first: string, last: string) => `${first} - ${last} , 100 , Someone, somewhere: 10/8`,
      (first: string, last: string) => `${first}-${last}`,
      (first: string, last: string) => `Some: one, 100 % #1:${first}-${last}`,
    ];
    fc.assert(
      fc.property(range, fc.constantFrom(...forms), (wanted, form) => {
        const [first, last] = [wanted.first, wanted.last].map((bytes) => ipAddressFromBytes(bytes).text);
        expect(parseFilterLine(form(first ?? '', last ?? ''))).toEqual({ kind: 'range', range: wanted });
      }),
    );
  });

  it('of CIDR holds the addresses with its prefix', () => {
    fc.assert(
      fc.property(fc.oneof(nearIPv4, nearIPv6), fc.nat(128), (bytes, length) => {
        const prefix = Math.min(length, bytes.length * 8);
        const line = parseFilterLine(`${ipAddressFromBytes(bytes).text}/${prefix}`);
        if (line.kind !== 'range') throw new Error(`no range: ${JSON.stringify(line)}`);
        const bits = (of: Uint8Array): string => [...of].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        const rest = bytes.length * 8 - prefix;
        expect(bits(line.range.first)).toBe(bits(bytes).slice(0, prefix) + '0'.repeat(rest));
        expect(bits(line.range.last)).toBe(bits(bytes).slice(0, prefix) + '1'.repeat(rest));
      }),
    );
  });

  it('may be any input', () => {
    const seeds = ['001.2.3.4 - 1.2.3.9 , 100 , x', 'Name:1.2.3.4-1.2.3.5', '2001:db8::/32', '10.0.0.0/8 # x', '# x'];
    expect(() =>
      fuzz({
        name: 'ip filter line',
        seeds: seeds.map((seed) => new TextEncoder().encode(seed)),
        run: (bytes) => void parseFilterLine(Buffer.from(bytes).toString('latin1')),
        maxAllocationBytes: 4 * 1024 * 1024,
      }),
    ).not.toThrow();
  });

  it('takes no longer for text that is made to take long', () => {
    const traps = [
      ' '.repeat(4000),
      '1'.repeat(4000),
      `${'1-'.repeat(2000)}x`,
      ':'.repeat(4000),
      `${'a:'.repeat(2000)}-`,
    ];
    const kinds = traps.map((trap) => parseFilterLine(trap).kind);
    expect(kinds).toEqual(['nothing', 'bad', 'bad', 'bad', 'bad']);
  });
});
