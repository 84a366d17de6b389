/**
 * Cuts a received byte stream into peer wire frames (BEP 3): a 4-byte big-endian unsigned length, then that many bytes.
 *
 * | offset | size | field                              |
 * |-------:|-----:|------------------------------------|
 * |      0 |    4 | length of the rest; 0 = keep-alive |
 * |      4 |    n | message id and payload             |
 */
import { readU32 } from './bigEndian.ts';

const LENGTH_BYTES = 4;
const SMALLEST_CARRY_BYTES = 256;

/** Takes one frame without its length prefix (empty for a keep-alive). Returns false to stop reading for good. */
export type FrameHandler = (frame: Uint8Array) => boolean;

/** `too-long`: the peer claimed a frame above the maximum; `stopped`: the handler had enough. Both are final. */
export type FramingState = 'reading' | 'too-long' | 'stopped';

export interface FrameReader {
  /**
   * Hands every frame that is now complete to the handler. A frame is a view into `bytes` or into the reader's own buffer and
   * is valid only until the handler returns; `bytes` may be reused once this returns.
   */
  push(bytes: Uint8Array): FramingState;
}

/** Never holds more than one partial frame, and never more memory than twice what has arrived of it. */
export function createFrameReader(maxFrameBytes: number, onFrame: FrameHandler): FrameReader {
  let state: FramingState = 'reading';
  let carry = new Uint8Array(SMALLEST_CARRY_BYTES);
  let carried = 0;

  return { push };

  function push(bytes: Uint8Array): FramingState {
    if (state !== 'reading') return state;
    let at = carried > 0 ? completeCarried(bytes) : 0;
    if (carried > 0) return state;
    while (state === 'reading' && bytes.length - at >= LENGTH_BYTES) {
      const end = at + LENGTH_BYTES + frameLengthAt(bytes, at);
      if (state !== 'reading' || end > bytes.length) break;
      deliver(bytes.subarray(at + LENGTH_BYTES, end));
      at = end;
    }
    if (state === 'reading' && at < bytes.length) keep(bytes.subarray(at));
    return state;
  }

  /** Adds to the partial frame just what it lacks. Returns how much of `bytes` that took. */
  function completeCarried(bytes: Uint8Array): number {
    let at = 0;
    for (const lacking of [lackingLength, lackingRest]) {
      const taken = Math.min(lacking(), bytes.length - at);
      keep(bytes.subarray(at, at + taken));
      at += taken;
    }
    if (state === 'reading' && lackingLength() === 0 && lackingRest() === 0) {
      const frame = carry.subarray(LENGTH_BYTES, carried);
      carried = 0;
      deliver(frame);
      if (carry.length > SMALLEST_CARRY_BYTES) carry = new Uint8Array(SMALLEST_CARRY_BYTES);
    }
    return at;
  }

  function lackingLength(): number {
    return Math.max(0, LENGTH_BYTES - carried);
  }

  function lackingRest(): number {
    if (carried < LENGTH_BYTES) return 0;
    return LENGTH_BYTES + frameLengthAt(carry, 0) - carried;
  }

  function frameLengthAt(bytes: Uint8Array, at: number): number {
    const length = readU32(bytes, at);
    if (length <= maxFrameBytes) return length;
    state = 'too-long';
    return 0;
  }

  function deliver(frame: Uint8Array): void {
    if (!onFrame(frame)) state = 'stopped';
  }

  function keep(bytes: Uint8Array): void {
    const needed = carried + bytes.length;
    if (needed > carry.length) {
      const larger = new Uint8Array(Math.max(needed, carry.length * 2));
      larger.set(carry.subarray(0, carried));
      carry = larger;
    }
    carry.set(bytes, carried);
    carried = needed;
  }
}
