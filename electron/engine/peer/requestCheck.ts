import type { PieceMap } from '../metainfo/pieceMap.ts';
import type { BlockRequest } from '../codec/peerMessages.ts';

/** Bytes that one request may ask for. BEP 3 knows 16 KiB; older clients ask for up to this much. */
export const MAX_REQUEST_BYTES = 128 * 1024;

export type RequestFault = 'no-such-piece' | 'outside-piece' | 'no-bytes' | 'too-many-bytes';

/** What is wrong with a request, if anything. One that passes lies inside the torrent. */
export function faultOf(request: BlockRequest, pieceMap: PieceMap): RequestFault | undefined {
  const index = pieceMap.parseIndex(request.piece);
  if (index === undefined) return 'no-such-piece';
  if (request.length === 0) return 'no-bytes';
  if (request.length > MAX_REQUEST_BYTES) return 'too-many-bytes';
  return request.begin + request.length > pieceMap.lengthOf(index) ? 'outside-piece' : undefined;
}
