import { GIB, KIB, MIB } from '../../../shared/units.ts';

const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: KIB,
  kib: KIB,
  m: MIB,
  mib: MIB,
  g: GIB,
  gib: GIB,
};

/**
 * Reads `262144`, `256KiB`, `256 k` or `1.5 GiB` as a whole number of bytes; anything else is undefined. `kB` and `MB` are
 * refused: some mean 1000 by them and some 1024.
 */
export function parseByteSize(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = FACTORS[unit?.toLowerCase() ?? '?'];
  if (digits === undefined || factor === undefined) return undefined;
  const bytes = Number(digits) * factor;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}
