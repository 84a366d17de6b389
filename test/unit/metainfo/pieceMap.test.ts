import { describe, expect, it } from 'vitest';
import { choosePieceLength, assertPieceLength } from '../../../electron/engine/metainfo/pieceLength.ts';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import { GIB, KIB, MIB } from '../../../shared/units.ts';

describe('a piece map', () => {
  it.each([
    { totalBytes: 0, pieceLength: 16, pieceCount: 0, last: undefined },
    { totalBytes: 1, pieceLength: 16, pieceCount: 1, last: 1 },
    { totalBytes: 16, pieceLength: 16, pieceCount: 1, last: 16 },
    { totalBytes: 17, pieceLength: 16, pieceCount: 2, last: 1 },
    { totalBytes: 5 * GIB, pieceLength: 4 * MIB, pieceCount: 1280, last: 4 * MIB },
    { totalBytes: 2 ** 53 - 1, pieceLength: 16 * MIB, pieceCount: 2 ** 29, last: 16 * MIB - 1 },
  ])(
    'cuts $totalBytes bytes into $pieceCount pieces of $pieceLength',
    ({ totalBytes, pieceLength, pieceCount, last }) => {
      const map = createPieceMap(totalBytes, pieceLength);
      const index = map.parseIndex(pieceCount - 1);
      expect(map).toMatchObject({ totalBytes, pieceLength, pieceCount });
      expect(index === undefined ? undefined : map.lengthOf(index)).toBe(last);
      expect(index === undefined ? 0 : map.offsetOf(index) + map.lengthOf(index)).toBe(totalBytes);
    },
  );

  it('mints only indexes of pieces that it has', () => {
    const map = createPieceMap(100, 16);
    expect([0, 6].map(map.parseIndex)).toEqual([0, 6]);
    expect([-1, 7, 1.5, Number.NaN, 2 ** 32].map(map.parseIndex)).toEqual(Array(5).fill(undefined));
  });

  it.each([
    [-1, 16],
    [1.5, 16],
    [16, 0],
    [16, 1.5],
    [2 ** 53, 16],
  ])('is not made of %d bytes in pieces of %d', (totalBytes, pieceLength) => {
    expect(() => createPieceMap(totalBytes, pieceLength)).toThrow(RangeError);
  });
});

describe('choosePieceLength', () => {
  it.each([
    [1, 16 * KIB],
    [2000 * 16 * KIB, 16 * KIB],
    [2000 * 16 * KIB + 1, 32 * KIB],
    [GIB, MIB],
    [5 * GIB, 4 * MIB],
    [40 * GIB, 16 * MIB * 2 - 16 * MIB],
    [100 * GIB, 16 * MIB],
  ])('takes for %d bytes pieces of %d', (totalBytes, pieceLength) => {
    expect(choosePieceLength(totalBytes)).toBe(pieceLength);
  });

  it('makes 1,000 to 2,000 pieces wherever the bounds let it', () => {
    for (let totalBytes = 2001 * 16 * KIB; totalBytes < 1000 * 32 * MIB; totalBytes = Math.floor(totalBytes * 1.1)) {
      const pieces = totalBytes / choosePieceLength(totalBytes);
      expect(pieces).toBeGreaterThan(1000);
      expect(pieces).toBeLessThanOrEqual(2000);
    }
  });
});

describe('assertPieceLength', () => {
  it.each([16 * KIB, MIB, 16 * MIB])('takes %d', (pieceLength) => {
    expect(() => assertPieceLength(pieceLength)).not.toThrow();
  });

  it.each([0, -16_384, 8 * KIB, 32 * MIB, 100_000, Number.NaN, 16_384.5])(
    'refuses %d and says what is possible',
    (length) => {
      expect(() => assertPieceLength(length)).toThrow(
        expect.objectContaining({ code: 'bad-input', hint: expect.stringContaining('16 KiB') }),
      );
    },
  );
});
