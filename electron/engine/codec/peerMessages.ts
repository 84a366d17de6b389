/**
 * Peer wire messages: BEP 3, the fast extension (BEP 6), the DHT port (BEP 5) and the envelope of the extension protocol (BEP 10).
 * A frame is a 4-byte big-endian length, then one byte of message id, then the payload; a length of 0 is a keep-alive.
 * All integers are unsigned, 32-bit and big-endian unless said otherwise.
 *
 * | id | message        | payload                                                        |
 * |---:|----------------|----------------------------------------------------------------|
 * |  0 | choke          |                                                                |
 * |  1 | unchoke        |                                                                |
 * |  2 | interested     |                                                                |
 * |  3 | not-interested |                                                                |
 * |  4 | have           | piece                                                          |
 * |  5 | bitfield       | one bit a piece, the first piece is the high bit of byte 0     |
 * |  6 | request        | piece, begin (bytes into the piece), length (bytes)            |
 * |  7 | piece          | piece, begin, then the bytes of the block                      |
 * |  8 | cancel         | piece, begin, length                                           |
 * |  9 | port           | 16-bit UDP port of the DHT node                                |
 * | 13 | suggest        | piece                                                          |
 * | 14 | have-all       |                                                                |
 * | 15 | have-none      |                                                                |
 * | 16 | reject         | piece, begin, length                                           |
 * | 17 | allowed-fast   | piece                                                          |
 * | 20 | extended       | 8-bit extended id (0 is the handshake), then its own payload   |
 */
import { assertNever } from '../../../shared/brand.ts';
import { failure, success, type Result } from '../../../shared/result.ts';
import { readU16, readU32, writeU16, writeU32 } from './bigEndian.ts';

/** A range of one piece, as asked for. Unchecked: any unsigned 32-bit numbers. */
export interface BlockRequest {
  readonly piece: number;
  readonly begin: number;
  readonly length: number;
}

type SignalKind = 'choke' | 'unchoke' | 'interested' | 'not-interested' | 'have-all' | 'have-none';
type PieceNumberKind = 'have' | 'suggest' | 'allowed-fast';
type RequestKind = 'request' | 'cancel' | 'reject';

export type PeerMessage =
  | { readonly kind: SignalKind }
  | { readonly kind: PieceNumberKind; readonly piece: number }
  | ({ readonly kind: RequestKind } & BlockRequest)
  | { readonly kind: 'bitfield'; readonly bits: Uint8Array }
  | { readonly kind: 'piece'; readonly piece: number; readonly begin: number; readonly block: Uint8Array }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'extended'; readonly extendedId: number; readonly payload: Uint8Array };

export type PeerMessageError = 'empty' | 'unknown-id' | 'wrong-length';

/** Bytes before the block in a piece message: length, id, piece, begin. */
export const PIECE_HEADER_BYTES = 13;

/** The frame that says only that the connection is alive. Shared: not to be written to. */
export const KEEP_ALIVE: Uint8Array = new Uint8Array(4);

const idOfKind = {
  choke: 0,
  unchoke: 1,
  interested: 2,
  'not-interested': 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  port: 9,
  suggest: 13,
  'have-all': 14,
  'have-none': 15,
  reject: 16,
  'allowed-fast': 17,
  extended: 20,
} as const satisfies Record<PeerMessage['kind'], number>;

const kindOfId: ReadonlyMap<number, PeerMessage['kind']> = new Map(
  Object.entries(idOfKind).map(([kind, id]) => [id, kind as PeerMessage['kind']]),
);

/**
 * Reads one frame without its length prefix. Bits, blocks and extended payloads are views into `frame`.
 * An unknown id is an expected outcome: BEP 3 leaves room for them and a receiver skips what it does not know.
 */
export function parsePeerMessage(frame: Uint8Array): Result<PeerMessage, PeerMessageError> {
  const id = frame[0];
  if (id === undefined) return failure('empty');
  const kind = kindOfId.get(id);
  switch (kind) {
    case undefined:
      return failure('unknown-id');
    case 'choke':
    case 'unchoke':
    case 'interested':
    case 'not-interested':
    case 'have-all':
    case 'have-none':
      return frame.length === 1 ? success({ kind }) : failure('wrong-length');
    case 'have':
    case 'suggest':
    case 'allowed-fast':
      return frame.length === 5 ? success({ kind, piece: readU32(frame, 1) }) : failure('wrong-length');
    case 'request':
    case 'cancel':
    case 'reject':
      if (frame.length !== 13) return failure('wrong-length');
      return success({ kind, piece: readU32(frame, 1), begin: readU32(frame, 5), length: readU32(frame, 9) });
    case 'bitfield':
      return success({ kind, bits: frame.subarray(1) });
    case 'piece':
      if (frame.length < 9) return failure('wrong-length');
      return success({ kind, piece: readU32(frame, 1), begin: readU32(frame, 5), block: frame.subarray(9) });
    case 'port':
      if (frame.length !== 3) return failure('wrong-length');
      return success({ kind, port: readU16(frame, 1) });
    case 'extended':
      if (frame.length < 2) return failure('wrong-length');
      return success({ kind, extendedId: frame[1] ?? 0, payload: frame.subarray(2) });
    default:
      return assertNever(kind);
  }
}

/** A whole frame, length prefix included, in a buffer of the caller's own. */
export function writePeerMessage(message: PeerMessage): Uint8Array {
  switch (message.kind) {
    case 'choke':
    case 'unchoke':
    case 'interested':
    case 'not-interested':
    case 'have-all':
    case 'have-none':
      return frameOf(message.kind, 0);
    case 'have':
    case 'suggest':
    case 'allowed-fast': {
      const frame = frameOf(message.kind, 4);
      writeU32(frame, 5, message.piece);
      return frame;
    }
    case 'request':
    case 'cancel':
    case 'reject': {
      const frame = frameOf(message.kind, 12);
      writeU32(frame, 5, message.piece);
      writeU32(frame, 9, message.begin);
      writeU32(frame, 13, message.length);
      return frame;
    }
    case 'bitfield': {
      const frame = frameOf(message.kind, message.bits.length);
      frame.set(message.bits, 5);
      return frame;
    }
    case 'piece': {
      const frame = new Uint8Array(PIECE_HEADER_BYTES + message.block.length);
      putPieceHeader(frame, 0, { piece: message.piece, begin: message.begin, length: message.block.length });
      frame.set(message.block, PIECE_HEADER_BYTES);
      return frame;
    }
    case 'port': {
      const frame = frameOf(message.kind, 2);
      writeU16(frame, 5, message.port);
      return frame;
    }
    case 'extended': {
      const frame = frameOf(message.kind, 1 + message.payload.length);
      frame[5] = message.extendedId;
      frame.set(message.payload, 6);
      return frame;
    }
    default:
      return assertNever(message);
  }
}

/** Writes the 13 bytes that precede a block of `request.length` bytes at `offset` of `target`. */
export function putPieceHeader(target: Uint8Array, offset: number, request: BlockRequest): void {
  writeU32(target, offset, 9 + request.length);
  target[offset + 4] = idOfKind.piece;
  writeU32(target, offset + 5, request.piece);
  writeU32(target, offset + 9, request.begin);
}

function frameOf(kind: PeerMessage['kind'], payloadBytes: number): Uint8Array {
  const frame = new Uint8Array(5 + payloadBytes);
  writeU32(frame, 0, 1 + payloadBytes);
  frame[4] = idOfKind[kind];
  return frame;
}
