import { describe, expect, it } from 'vitest';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import { createPieceSet, fullBitfield } from '../../../electron/engine/peer/pieceSet.ts';

const TEN_PIECES = createPieceMap(10, 1);

describe('the pieces of a peer', () => {
  it('counts each piece once', () => {
    const pieces = createPieceSet(TEN_PIECES);
    expect([0, 9, 9, 0].map((piece) => pieces.add(piece))).toEqual([true, true, true, true]);
    expect(pieces).toMatchObject({ count: 2, progress: 0.2, isComplete: false });
  });

  it('refuses a piece that the torrent does not have', () => {
    const pieces = createPieceSet(TEN_PIECES);
    expect([10, 0xffff_ffff, -1, 0.5].map((piece) => pieces.add(piece))).toEqual([false, false, false, false]);
    expect(pieces.count).toBe(0);
  });

  it('takes over a bitfield, and haves after it', () => {
    const pieces = createPieceSet(TEN_PIECES);
    const bits = Uint8Array.of(0b1010_0000, 0b0100_0000);
    expect(pieces.replace(bits)).toBe(true);
    bits.fill(0);
    pieces.add(2);
    pieces.add(3);
    expect(pieces.count).toBe(4);
  });

  it.each([
    ['too short', Uint8Array.of(0xff)],
    ['too long', Uint8Array.of(0xff, 0xc0, 0)],
    ['empty', Uint8Array.of()],
    ['with a spare bit set', Uint8Array.of(0, 0x20)],
  ])('refuses a bitfield that is %s', (_what, bits) => {
    const pieces = createPieceSet(TEN_PIECES);
    expect(pieces.replace(bits)).toBe(false);
    expect(pieces.count).toBe(0);
  });

  it('is complete when all are there, however they came', () => {
    const [haves, bitfield, haveAll] = [1, 2, 3].map(() => createPieceSet(TEN_PIECES));
    for (let piece = 0; piece < 10; piece++) haves?.add(piece);
    bitfield?.replace(fullBitfield(10));
    haveAll?.addAll();
    haveAll?.add(3);
    for (const pieces of [haves, bitfield, haveAll]) {
      expect(pieces).toMatchObject({ count: 10, progress: 1, isComplete: true });
    }
  });

  it.each([
    [0, []],
    [1, [0x80]],
    [8, [0xff]],
    [9, [0xff, 0x80]],
    [15, [0xff, 0xfe]],
  ])('writes the bitfield of a seeder of %i pieces', (pieceCount, bits) => {
    expect([...fullBitfield(pieceCount)]).toEqual(bits);
  });

  it('is complete for a torrent without pieces', () => {
    expect(createPieceSet(createPieceMap(0, 1))).toMatchObject({ progress: 1, isComplete: true });
  });
});
