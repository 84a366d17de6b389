/**
 * `ut_metadata` (BEP 9): how a peer that has only a magnet link fetches the info dictionary, in pieces of 16 KiB.
 * A message is a bencoded dictionary; a data message is followed by the raw bytes of the piece.
 *
 * | key          | type    | meaning                                    |
 * |--------------|---------|--------------------------------------------|
 * | `msg_type`   | integer | 0 request, 1 data, 2 reject                |
 * | `piece`      | integer | piece of the metadata, counted from 0      |
 * | `total_size` | integer | bytes of the whole metadata, only on data  |
 */
import { failure, success, type Result } from '../../../shared/result.ts';
import { parseBencodePrefix, writeBencode, type Bencoded } from './bencode.ts';

export const METADATA_PIECE_BYTES = 16 * 1024;
export const UT_METADATA = 'ut_metadata';

export type MetadataMessage =
  | { readonly kind: 'request'; readonly piece: number }
  | { readonly kind: 'data'; readonly piece: number; readonly totalBytes: number; readonly data: Uint8Array }
  | { readonly kind: 'reject'; readonly piece: number };

/** `unknown-type` is expected: BEP 9 asks to ignore it. */
export type MetadataMessageError = 'malformed' | 'unknown-type';

const REQUEST = 0;
const DATA = 1;
const REJECT = 2;

/** Reads the payload of a `ut_metadata` message. `data` is a view into `payload`. */
export function parseMetadataMessage(payload: Uint8Array): Result<MetadataMessage, MetadataMessageError> {
  const parsed = parseBencodePrefix(payload);
  if (!parsed.ok) return failure('malformed');
  const { value: dict, bytesUsed } = parsed.value;
  const piece = naturalAt(dict, 'piece');
  if (piece === undefined) return failure('malformed');
  const kind = naturalAt(dict, 'msg_type');
  if (kind === undefined) return failure('malformed');
  if (kind !== DATA && bytesUsed !== payload.length) return failure('malformed');
  if (kind === REQUEST) return success({ kind: 'request', piece });
  if (kind === REJECT) return success({ kind: 'reject', piece });
  if (kind !== DATA) return failure('unknown-type');
  const totalBytes = naturalAt(dict, 'total_size');
  const data = payload.subarray(bytesUsed);
  if (totalBytes === undefined || data.length > METADATA_PIECE_BYTES) return failure('malformed');
  return success({ kind: 'data', piece, totalBytes, data });
}

/** The payload of a `ut_metadata` message, in a buffer of the caller's own. */
export function writeMetadataMessage(message: MetadataMessage): Uint8Array {
  if (message.kind !== 'data') {
    return writeBencode({ msg_type: message.kind === 'request' ? REQUEST : REJECT, piece: message.piece });
  }
  const head = writeBencode({ msg_type: DATA, piece: message.piece, total_size: message.totalBytes });
  const payload = new Uint8Array(head.length + message.data.length);
  payload.set(head);
  payload.set(message.data, head.length);
  return payload;
}

function naturalAt(dict: Bencoded, key: string): number | undefined {
  if (typeof dict !== 'object' || dict instanceof Uint8Array || Array.isArray(dict)) return undefined;
  const value = (dict as { readonly [key: string]: Bencoded })[key];
  return typeof value === 'number' && value >= 0 ? value : undefined;
}
