import type { Brand } from '../../../shared/brand.ts';

/** The number of a piece that its torrent has. Only a piece map mints one. */
export type PieceIndex = Brand<number, 'PieceIndex'>;

/** How a torrent is cut into pieces (BEP 3): all of `pieceLength` bytes but the last, which may be shorter. */
export interface PieceMap {
  readonly totalBytes: number;
  readonly pieceLength: number;
  readonly pieceCount: number;
  /** The index, if the torrent has such a piece; undefined for any other number. */
  parseIndex(value: number): PieceIndex | undefined;
  /** Bytes in this piece. */
  lengthOf(index: PieceIndex): number;
  /** Offset in the torrent of the piece's first byte. */
  offsetOf(index: PieceIndex): number;
}

/** Throws RangeError unless both are whole numbers, `totalBytes` from 0 and `pieceLength` from 1. */
export function createPieceMap(totalBytes: number, pieceLength: number): PieceMap {
  if (!Number.isSafeInteger(totalBytes) || totalBytes < 0) throw new RangeError(`not a count of bytes: ${totalBytes}`);
  if (!Number.isSafeInteger(pieceLength) || pieceLength < 1) throw new RangeError(`not a piece length: ${pieceLength}`);
  const pieceCount = Math.ceil(totalBytes / pieceLength);

  return {
    totalBytes,
    pieceLength,
    pieceCount,
    parseIndex: (value) =>
      Number.isInteger(value) && value >= 0 && value < pieceCount ? (value as PieceIndex) : undefined,
    lengthOf: (index) => Math.min(pieceLength, totalBytes - index * pieceLength),
    offsetOf: (index) => index * pieceLength,
  };
}
