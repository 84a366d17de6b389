import type { PieceMap } from '../metainfo/pieceMap.ts';

/** The pieces that a peer has told us it holds. Memory is taken only for a peer that holds some but not all of them. */
export interface PieceSet {
  readonly count: number;
  /** 0 to 1; 1 for a torrent without pieces. */
  readonly progress: number;
  readonly isComplete: boolean;
  /** Adds one piece; false when the torrent has no such piece. */
  add(piece: number): boolean;
  addAll(): void;
  /** Takes over a bitfield (BEP 3); false when its length is wrong or a spare bit at its end is set. */
  replace(bits: Uint8Array): boolean;
  /** Adds one to the count of each piece that is held, up to 255. For a set that is not complete. */
  countInto(copies: Uint8Array): void;
}

export function createPieceSet(pieceMap: PieceMap): PieceSet {
  const { pieceCount } = pieceMap;
  let bits: Uint8Array | undefined;
  let count = 0;

  return {
    get count() {
      return count;
    },
    get progress() {
      return pieceCount === 0 ? 1 : count / pieceCount;
    },
    get isComplete() {
      return count === pieceCount;
    },
    add,
    addAll() {
      bits = undefined;
      count = pieceCount;
    },
    replace,
    countInto,
  };

  function add(piece: number): boolean {
    if (pieceMap.parseIndex(piece) === undefined) return false;
    if (count === pieceCount) return true;
    bits ??= new Uint8Array(bitfieldBytes(pieceCount));
    const mask = 0x80 >> (piece % 8);
    const byte = bits[piece >> 3] ?? 0;
    if ((byte & mask) === 0) count += 1;
    bits[piece >> 3] = byte | mask;
    return true;
  }

  function replace(given: Uint8Array): boolean {
    if (given.length !== bitfieldBytes(pieceCount)) return false;
    const spareBits = given.length * 8 - pieceCount;
    if (((given.at(-1) ?? 0) & ((1 << spareBits) - 1)) !== 0) return false;
    bits = given.slice();
    count = bits.reduce((sum, byte) => sum + onesIn(byte), 0);
    return true;
  }

  function countInto(copies: Uint8Array): void {
    if (bits === undefined) return;
    for (const [at, byte] of bits.entries()) {
      if (byte === 0) continue;
      for (let bit = 0; bit < 8; bit++) {
        const piece = at * 8 + bit;
        if ((byte & (0x80 >> bit)) !== 0) copies[piece] = Math.min(255, (copies[piece] ?? 0) + 1);
      }
    }
  }
}

/** Bytes of a bitfield of so many pieces. */
export function bitfieldBytes(pieceCount: number): number {
  return Math.ceil(pieceCount / 8);
}

/** The bitfield of a peer that holds everything. */
export function fullBitfield(pieceCount: number): Uint8Array {
  const bits = new Uint8Array(bitfieldBytes(pieceCount)).fill(0xff);
  const spareBits = bits.length * 8 - pieceCount;
  if (bits.length > 0) bits[bits.length - 1] = (0xff << spareBits) & 0xff;
  return bits;
}

function onesIn(byte: number): number {
  let ones = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) ones += 1;
  return ones;
}
