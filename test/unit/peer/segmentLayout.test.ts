import { describe, expect, it } from 'vitest';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import {
  BLOCK_BYTES,
  BLOCKS_PER_SEGMENT,
  createSegmentLayout,
  FRAMED_BLOCK_BYTES,
  SEGMENT_BUFFER_BYTES,
} from '../../../electron/engine/peer/segmentLayout.ts';
import { GIB, KIB, MIB } from '../../../shared/units.ts';

describe('the layout of segments', () => {
  it.each([
    { name: 'nothing', totalBytes: 0, pieceLength: 16 * KIB, segments: 0 },
    { name: 'one byte', totalBytes: 1, pieceLength: 16 * KIB, segments: 1 },
    { name: 'one block', totalBytes: 16 * KIB, pieceLength: 16 * KIB, segments: 1 },
    { name: 'a segment of small pieces', totalBytes: MIB, pieceLength: 16 * KIB, segments: 1 },
    { name: 'a segment and a byte', totalBytes: MIB + 1, pieceLength: 16 * KIB, segments: 2 },
    { name: 'pieces of two segments', totalBytes: 10 * MIB, pieceLength: 2 * MIB, segments: 10 },
    { name: 'pieces that end within a block', totalBytes: 3 * 40_000, pieceLength: 40_000, segments: 1 },
  ])('cuts $name', ({ totalBytes, pieceLength, segments }) => {
    expect(layoutOf(totalBytes, pieceLength).segmentCount).toBe(segments);
  });

  it.each([
    ['blocks that fill their pieces', 5 * MIB + 1, 256 * KIB],
    ['pieces of one block', 3 * MIB + 7, 16 * KIB],
    ['pieces that end within a block', 3_000_000, 40_000],
    ['pieces smaller than a block', 100_001, 1000],
  ])('covers every byte once, in order: %s', (_name, totalBytes, pieceLength) => {
    const layout = layoutOf(totalBytes, pieceLength);
    let expectedOffset = 0;
    let expectedBlock = 0;
    for (let segment = 0; segment < layout.segmentCount; segment++) {
      for (let i = 0; i < layout.blockCountOf(segment); i++) {
        const block = layout.firstBlockOf(segment) + i;
        const request = layout.requestOf(block);
        expect(block).toBe(expectedBlock);
        expect(layout.segmentOf(block)).toBe(segment);
        expect(layout.wireOffsetOf(block)).toBe(i * FRAMED_BLOCK_BYTES);
        expect(layout.contentOffsetOf(block)).toBe(expectedOffset);
        expect(layout.blockAt(request.piece, request.begin + request.length - 1)).toBe(block);
        expect(layout.isWholeBlock(request)).toBe(true);
        expectedOffset += request.length;
        expectedBlock += 1;
      }
    }
    expect(expectedOffset).toBe(totalBytes);
  });

  it.each([
    [{ piece: 0, begin: 1, length: BLOCK_BYTES }, false],
    [{ piece: 0, begin: 0, length: BLOCK_BYTES - 1 }, false],
    [{ piece: 0, begin: 0, length: 2 * BLOCK_BYTES }, false],
    [{ piece: 0, begin: BLOCK_BYTES, length: BLOCK_BYTES }, true],
    [{ piece: 1, begin: 0, length: 5 }, true],
    [{ piece: 1, begin: 0, length: 4 }, false],
  ])('tells a whole block from another range: %o', (request, isWhole) => {
    expect(layoutOf(32 * KIB + 5, 32 * KIB).isWholeBlock(request)).toBe(isWhole);
  });

  it('counts beyond 4 GiB', () => {
    const layout = layoutOf(5 * GIB, 4 * MIB);
    const block = layout.blockAt(1279, 4 * MIB - 1);
    expect(layout.segmentOf(block)).toBe(layout.segmentCount - 1);
    expect(layout.contentOffsetOf(block)).toBe(5 * GIB - BLOCK_BYTES);
  });

  it('gives a segment room for its blocks and their headers', () => {
    expect(SEGMENT_BUFFER_BYTES).toBe(BLOCKS_PER_SEGMENT * (13 + 16_384));
  });
});

function layoutOf(totalBytes: number, pieceLength: number) {
  return createSegmentLayout(createPieceMap(totalBytes, pieceLength));
}
