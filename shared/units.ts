import type { Brand } from './brand.ts';

/** A count of bytes: a whole number from 0 to 2^53 - 1. */
export type ByteCount = Brand<number, 'ByteCount'>;
/** Milliseconds since 1970-01-01 UTC. */
export type EpochMs = Brand<number, 'EpochMs'>;

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** Mints a byte count. Throws RangeError for a negative, fractional or unsafe number. */
export function byteCount(value: number): ByteCount {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a count of bytes: ${value}`);
  return value as ByteCount;
}

/** Mints a point in time from milliseconds since the epoch. */
export function epochMs(value: number): EpochMs {
  return value as EpochMs;
}
