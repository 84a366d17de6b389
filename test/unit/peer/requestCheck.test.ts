import { describe, expect, it } from 'vitest';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import { faultOf } from '../../../electron/engine/peer/requestCheck.ts';
import { KIB } from '../../../shared/units.ts';

const pieceMap = createPieceMap(600 * KIB, 256 * KIB);

describe('checking a request', () => {
  it.each([
    ['the first block', 0, 0, 16 * KIB],
    ['the last byte of a piece', 1, 256 * KIB - 1, 1],
    ['the most at once', 0, 128 * KIB, 128 * KIB],
    ['the end of the short last piece', 2, 80 * KIB, 8 * KIB],
  ])('lets pass %s', (_what, piece, begin, length) => {
    expect(faultOf({ piece, begin, length }, pieceMap)).toBeUndefined();
  });

  it.each([
    ['a piece behind the last', 3, 0, 1, 'no-such-piece'],
    ['a piece of the highest number', 0xffff_ffff, 0, 1, 'no-such-piece'],
    ['nothing', 0, 0, 0, 'no-bytes'],
    ['a byte too much at once', 0, 0, 128 * KIB + 1, 'too-many-bytes'],
    ['4 GiB', 0, 0, 0xffff_ffff, 'too-many-bytes'],
    ['a byte beyond the piece', 0, 256 * KIB, 1, 'outside-piece'],
    ['a range that leaves the piece', 1, 250 * KIB, 16 * KIB, 'outside-piece'],
    ['a range that leaves the short last piece', 2, 80 * KIB, 16 * KIB, 'outside-piece'],
    ['a begin that would wrap around', 0, 0xffff_ffff, 2, 'outside-piece'],
  ])('refuses %s', (_what, piece, begin, length, fault) => {
    expect(faultOf({ piece, begin, length }, pieceMap)).toBe(fault);
  });
});
