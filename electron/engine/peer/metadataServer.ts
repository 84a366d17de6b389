import { METADATA_PIECE_BYTES, parseMetadataMessage, writeMetadataMessage } from '../codec/utMetadata.ts';

/** Metadata pieces that a peer may fetch in one go, as a multiple of how many there are; after that they come at a trickle. */
const WHOLE_COPIES_AT_ONCE = 2;
const SPARE_PIECES = 16;
const REFILL_PIECES_PER_SECOND = 4;

/** Serves the info dictionary to one peer (BEP 9). */
export interface MetadataServer {
  /** The answer to a message, as payload; undefined when it deserves none. */
  answer(payload: Uint8Array, nowMs: number): Uint8Array | undefined;
}

export function createMetadataServer(infoBytes: Uint8Array): MetadataServer {
  const pieceCount = Math.ceil(infoBytes.length / METADATA_PIECE_BYTES);
  const allowance = pieceCount * WHOLE_COPIES_AT_ONCE + SPARE_PIECES;
  let left = allowance;
  let refilledAtMs = Number.NEGATIVE_INFINITY;

  return { answer };

  function answer(payload: Uint8Array, nowMs: number): Uint8Array | undefined {
    const parsed = parseMetadataMessage(payload);
    if (!parsed.ok || parsed.value.kind !== 'request') return undefined;
    const { piece } = parsed.value;
    if (piece >= pieceCount || !spend(nowMs)) return writeMetadataMessage({ kind: 'reject', piece });
    const start = piece * METADATA_PIECE_BYTES;
    const data = infoBytes.subarray(start, start + METADATA_PIECE_BYTES);
    return writeMetadataMessage({ kind: 'data', piece, totalBytes: infoBytes.length, data });
  }

  function spend(nowMs: number): boolean {
    const refill = ((nowMs - refilledAtMs) / 1000) * REFILL_PIECES_PER_SECOND;
    left = Math.min(allowance, left + refill);
    refilledAtMs = nowMs;
    if (left < 1) return false;
    left -= 1;
    return true;
  }
}
