import { KIB } from '../../shared/units.ts';

export const BLOCK_BYTES = 16 * KIB;
/** A request message (BEP 3): length 13, id 6, piece, offset in the piece, length of the block. */
export const REQUEST_BYTES = 17;

const REQUEST_BODY_BYTES = 13;
const REQUEST_ID = 6;

/** Consecutive blocks of a torrent, which start over at its beginning when they run past its end. */
export interface BlockRange {
  readonly firstBlock: number;
  readonly blocks: number;
}

/** A torrent of whole blocks. */
export interface BlockLayout {
  readonly pieceLength: number;
  readonly totalBytes: number;
}

/** All requests of a range one after the other, ready to be sent in slices of REQUEST_BYTES. */
export function writeRequests({ firstBlock, blocks }: BlockRange, { pieceLength, totalBytes }: BlockLayout): Buffer {
  const totalBlocks = totalBytes / BLOCK_BYTES;
  const blocksPerPiece = pieceLength / BLOCK_BYTES;
  const requests = Buffer.alloc(blocks * REQUEST_BYTES);
  for (let i = 0; i < blocks; i++) {
    const block = (firstBlock + i) % totalBlocks;
    let at = requests.writeUInt32BE(REQUEST_BODY_BYTES, i * REQUEST_BYTES);
    at = requests.writeUInt8(REQUEST_ID, at);
    at = requests.writeUInt32BE(Math.floor(block / blocksPerPiece), at);
    at = requests.writeUInt32BE((block % blocksPerPiece) * BLOCK_BYTES, at);
    requests.writeUInt32BE(BLOCK_BYTES, at);
  }
  return requests;
}
