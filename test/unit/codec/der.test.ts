import { expect, it } from 'vitest';
import {
  DER_TRUE,
  derBits,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derSet,
  derTagged,
  derText,
  derTime,
} from '../../../electron/engine/codec/der.ts';

it.each([
  { name: 'true', bytes: DER_TRUE, hex: '0101ff' },
  { name: 'zero', bytes: derInteger(Uint8Array.of(0, 0)), hex: '020100' },
  { name: 'a number without leading zeros', bytes: derInteger(Uint8Array.of(0, 1, 2)), hex: '02020102' },
  { name: 'a number whose highest bit is no sign', bytes: derInteger(Uint8Array.of(0x80)), hex: '02020080' },
  { name: 'a short object id', bytes: derOid('2.5.4.3'), hex: '0603550403' },
  { name: 'a long object id', bytes: derOid('1.2.840.10045.4.3.2'), hex: '06082a8648ce3d040302' },
  { name: 'text', bytes: derText('Ä'), hex: '0c02c384' },
  {
    name: 'a time of this half of the century',
    bytes: derTime(Date.UTC(2049, 11, 31)),
    hex: '170d3439313233313030303030305a',
  },
  { name: 'a later time', bytes: derTime(Date.UTC(2050, 0, 1)), hex: '180f32303530303130313030303030305a' },
  { name: 'bits', bytes: derBits(Uint8Array.of(0x84), 2), hex: '03020284' },
  { name: 'octets', bytes: derOctets(Uint8Array.of(1, 2)), hex: '04020102' },
  { name: 'a tag around values', bytes: derTagged(3, derOctets(Uint8Array.of(1))), hex: 'a303040101' },
  {
    name: 'a tag in the place of another',
    bytes: derTagged(7, Uint8Array.of(10, 0, 0, 1), 'bare'),
    hex: '87040a000001',
  },
  { name: 'nesting', bytes: derSequence(derSet(DER_TRUE), DER_TRUE), hex: '300831030101ff0101ff' },
])('$name', ({ bytes, hex }) => {
  expect(Buffer.from(bytes).toString('hex')).toBe(hex);
});

it.each([
  { length: 127, head: '047f' },
  { length: 128, head: '048180' },
  { length: 256, head: '04820100' },
  { length: 65_536, head: '0483010000' },
])('$length bytes begin with $head', ({ length, head }) => {
  const bytes = Buffer.from(derOctets(new Uint8Array(length)));
  expect(bytes.toString('hex', 0, bytes.length - length)).toBe(head);
});
