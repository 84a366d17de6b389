import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01 UTC. */
export type EpochMs = Brand<number, 'EpochMs'>;

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** Mints a point in time from milliseconds since the epoch. */
export function epochMs(value: number): EpochMs {
  return value as EpochMs;
}
