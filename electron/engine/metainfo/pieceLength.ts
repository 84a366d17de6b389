import { KIB, MIB } from '../../../shared/units.ts';
import { GranaryError } from '../errors.ts';

export const MIN_PIECE_LENGTH = 16 * KIB;
export const MAX_PIECE_LENGTH = 16 * MIB;
/** More pieces make the .torrent and every peer's bitfield bigger, fewer make peers wait longer before they can pass a piece on. */
const MOST_PIECES = 2000;

/** The shortest power of two that cuts the content into at most 2,000 pieces, from 16 KiB to 16 MiB. */
export function choosePieceLength(totalBytes: number): number {
  let pieceLength = MIN_PIECE_LENGTH;
  while (pieceLength < MAX_PIECE_LENGTH && totalBytes / pieceLength > MOST_PIECES) pieceLength *= 2;
  return pieceLength;
}

/** Throws `bad-input` for a length that a person asked for and that clients would not take well. */
export function assertPieceLength(pieceLength: number): void {
  const isPowerOfTwo = Number.isInteger(Math.log2(pieceLength));
  if (isPowerOfTwo && pieceLength >= MIN_PIECE_LENGTH && pieceLength <= MAX_PIECE_LENGTH) return;
  throw new GranaryError('bad-input', `${pieceLength} bytes is no length for a piece`, {
    because: { reason: 'piece-length-bad', bytes: pieceLength },
    hint: `choose a power of two from ${MIN_PIECE_LENGTH} (16 KiB) to ${MAX_PIECE_LENGTH} (16 MiB), or let Granary choose`,
  });
}
