import { describe, expect, it } from 'vitest';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import { faultOf } from '../../../electron/engine/peer/requestCheck.ts';
import { KIB } from '../../../shared/units.ts';

const pieceMap = createPieceMap(600 * KIB, 256 * KIB);

describe('checking a request', () => {
  it.each([
    { name: 'the first block', request: { piece: 0, begin: 0, length: 16 * KIB } },
    { name: 'the last byte of a piece', request: { piece: 1, begin: 256 * KIB - 1, length: 1 } },
    { name: 'the most at once', request: { piece: 0, begin: 128 * KIB, length: 128 * KIB } },
    { name: 'the end of the short last piece', request: { piece: 2, begin: 80 * KIB, length: 8 * KIB } },
  ])('lets pass $name', ({ request }) => {
    expect(faultOf(request, pieceMap)).toBeUndefined();
  });

  it.each([
    { name: 'a piece behind the last', request: { piece: 3, begin: 0, length: 1 }, fault: 'no-such-piece' },
    {
      name: 'a piece of the highest number',
      request: { piece: 0xffff_ffff, begin: 0, length: 1 },
      fault: 'no-such-piece',
    },
    { name: 'nothing', request: { piece: 0, begin: 0, length: 0 }, fault: 'no-bytes' },
    {
      name: 'a byte too much at once',
      request: { piece: 0, begin: 0, length: 128 * KIB + 1 },
      fault: 'too-many-bytes',
    },
    { name: '4 GiB', request: { piece: 0, begin: 0, length: 0xffff_ffff }, fault: 'too-many-bytes' },
    { name: 'a byte beyond the piece', request: { piece: 0, begin: 256 * KIB, length: 1 }, fault: 'outside-piece' },
    {
      name: 'a range that leaves the piece',
      request: { piece: 1, begin: 250 * KIB, length: 16 * KIB },
      fault: 'outside-piece',
    },
    {
      name: 'a range that leaves the short last piece',
      request: { piece: 2, begin: 80 * KIB, length: 16 * KIB },
      fault: 'outside-piece',
    },
    {
      name: 'a begin that would wrap around',
      request: { piece: 0, begin: 0xffff_ffff, length: 2 },
      fault: 'outside-piece',
    },
  ])('refuses $name', ({ request, fault }) => {
    expect(faultOf(request, pieceMap)).toBe(fault);
  });
});
