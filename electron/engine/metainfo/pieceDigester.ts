import { createHash, type Hash } from 'node:crypto';
import { PIECE_HASH_BYTES } from './info.ts';

/** Hashes content that comes in stretches: whole pieces one after the other, or a part of one piece. */
export interface PieceDigester {
  /**
   * Takes the stretch that comes next and returns the hashes of the pieces that ended in it, end to end. With `isPieceEnd` a piece ends
   * with the stretch, though it may be shorter than the others.
   */
  add(bytes: Uint8Array, isPieceEnd: boolean): Uint8Array<ArrayBuffer>;
}

export function createPieceDigester(pieceLength: number): PieceDigester {
  let hash: Hash | undefined;
  let bytesInPiece = 0;

  return {
    add(bytes, isPieceEnd) {
      const digests: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + pieceLength - bytesInPiece);
        hash ??= createHash('sha1');
        hash.update(part);
        at += part.length;
        bytesInPiece += part.length;
        if (bytesInPiece < pieceLength && !(isPieceEnd && at === bytes.length)) continue;
        digests.push(hash.digest());
        hash = undefined;
        bytesInPiece = 0;
      }
      const joined = new Uint8Array(digests.length * PIECE_HASH_BYTES);
      for (const [index, digest] of digests.entries()) joined.set(digest, index * PIECE_HASH_BYTES);
      return joined;
    },
  };
}
