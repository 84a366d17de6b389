import type { PieceMap } from '../metainfo/pieceMap.ts';
import { PIECE_HEADER_BYTES, type BlockRequest } from '../codec/peerMessages.ts';

/**
 * How a torrent is laid out for sending. Its blocks are numbered from 0 through all pieces; a *segment* is a fixed number of consecutive
 * blocks, wherever pieces begin. In memory a segment holds each block behind the 13-byte header of its piece message, at a fixed stride,
 * so that any run of full blocks is, byte for byte, what goes over the wire:
 *
 * | offset in the segment | size  | content                                     |
 * |----------------------:|------:|---------------------------------------------|
 * |             n * 16397 |    13 | header of the n-th block: length, 7, piece, begin |
 * |        n * 16397 + 13 | 16384 | its bytes (fewer where a piece ends)        |
 */

export const BLOCK_BYTES = 16 * 1024;
export const FRAMED_BLOCK_BYTES = PIECE_HEADER_BYTES + BLOCK_BYTES;
/** One segment carries 1 MiB of content. */
export const BLOCKS_PER_SEGMENT = 64;
export const SEGMENT_BUFFER_BYTES = BLOCKS_PER_SEGMENT * FRAMED_BLOCK_BYTES;

export interface SegmentLayout {
  readonly segmentCount: number;
  /** The number of the block that holds byte `begin` of the piece. Both must be inside the torrent. */
  blockAt(piece: number, begin: number): number;
  /** The request that asks for exactly this block. */
  requestOf(block: number): BlockRequest;
  /** Whether the request is for one whole block of the grid, and so can be answered with ready bytes. */
  isWholeBlock(request: BlockRequest): boolean;
  /** Offset of the block's first byte in the torrent. */
  contentOffsetOf(block: number): number;
  segmentOf(block: number): number;
  firstBlockOf(segment: number): number;
  blockCountOf(segment: number): number;
  /** Where the block's header begins in the buffer of its segment. */
  wireOffsetOf(block: number): number;
}

export function createSegmentLayout(pieceMap: PieceMap): SegmentLayout {
  const { totalBytes, pieceLength, pieceCount } = pieceMap;
  const blocksPerPiece = Math.ceil(pieceLength / BLOCK_BYTES);
  const lastPieceBytes = totalBytes - (pieceCount - 1) * pieceLength;
  const blockCount = pieceCount === 0 ? 0 : (pieceCount - 1) * blocksPerPiece + Math.ceil(lastPieceBytes / BLOCK_BYTES);

  return {
    segmentCount: Math.ceil(blockCount / BLOCKS_PER_SEGMENT),
    blockAt,
    requestOf,
    isWholeBlock: ({ piece, begin, length }) => begin % BLOCK_BYTES === 0 && length === blockBytesAt(piece, begin),
    contentOffsetOf: (block) => pieceOf(block) * pieceLength + beginOf(block),
    segmentOf: (block) => Math.floor(block / BLOCKS_PER_SEGMENT),
    firstBlockOf: (segment) => segment * BLOCKS_PER_SEGMENT,
    blockCountOf: (segment) => Math.min(BLOCKS_PER_SEGMENT, blockCount - segment * BLOCKS_PER_SEGMENT),
    wireOffsetOf: (block) => (block % BLOCKS_PER_SEGMENT) * FRAMED_BLOCK_BYTES,
  };

  function blockAt(piece: number, begin: number): number {
    return piece * blocksPerPiece + Math.floor(begin / BLOCK_BYTES);
  }

  function requestOf(block: number): BlockRequest {
    const piece = pieceOf(block);
    const begin = beginOf(block);
    return { piece, begin, length: blockBytesAt(piece, begin) };
  }

  function pieceOf(block: number): number {
    return Math.floor(block / blocksPerPiece);
  }

  function beginOf(block: number): number {
    return (block % blocksPerPiece) * BLOCK_BYTES;
  }

  function blockBytesAt(piece: number, begin: number): number {
    return Math.min(BLOCK_BYTES, (piece === pieceCount - 1 ? lastPieceBytes : pieceLength) - begin);
  }
}
