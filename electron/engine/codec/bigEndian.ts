/**
 * Unsigned integers in network order, read and written in place. Plain functions on bytes rather than a DataView, which
 * would have to be made anew for each packet. Reading past the end gives zeros: callers check lengths first.
 */

const U32 = 0x1_0000_0000;
/** Highest value of the upper half for which the whole still fits a safe integer. */
const MAX_SAFE_HIGH = 0x1f_ffff;

export function readU16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function readU32(bytes: Uint8Array, at: number): number {
  return readI32(bytes, at) >>> 0;
}

export function readI32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
}

export function readU64(bytes: Uint8Array, at: number): bigint {
  return (BigInt(readU32(bytes, at)) << 32n) | BigInt(readU32(bytes, at + 4));
}

/** A u64 as a number; what exceeds Number.MAX_SAFE_INTEGER is read as that. */
export function readU64Saturated(bytes: Uint8Array, at: number): number {
  const high = readU32(bytes, at);
  return high > MAX_SAFE_HIGH ? Number.MAX_SAFE_INTEGER : high * U32 + readU32(bytes, at + 4);
}

export function writeU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

/** Takes signed values as well and writes their two's complement. */
export function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** Takes whole numbers from 0 to Number.MAX_SAFE_INTEGER. */
export function writeU64(bytes: Uint8Array, at: number, value: number | bigint): void {
  const wide = BigInt(value);
  writeU32(bytes, at, Number(wide >> 32n));
  writeU32(bytes, at + 4, Number(wide & 0xffff_ffffn));
}
