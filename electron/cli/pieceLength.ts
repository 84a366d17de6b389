import { KIB, MIB } from '../../shared/units.ts';
import { GranaryError } from '../engine/errors.ts';
import { parseByteSize } from '../engine/settings/byteSize.ts';

const SMALLEST = 16 * KIB;
const LARGEST = 16 * MIB;

/** Reads `262144`, `256KiB` or `1MiB` as a piece length in bytes. Throws `bad-input` unless it is a power of two in range. */
export function parsePieceLength(text: string): number {
  const bytes = parseByteSize(text);
  const fits = bytes !== undefined && bytes >= SMALLEST && bytes <= LARGEST && Number.isInteger(Math.log2(bytes));
  if (fits) return bytes;
  throw new GranaryError('bad-input', `--piece-length is "${text}", but must be a power of two from 16KiB to 16MiB`, {
    hint: 'for example 256KiB, 1MiB or 262144; left out, it is chosen from the size',
  });
}
