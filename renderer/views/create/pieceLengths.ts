import { KIB, MIB } from '../../../shared/units.ts';

/** What the engine takes: powers of two from 16 KiB to 16 MiB. */
const SMALLEST = 16 * KIB;
const LARGEST = 16 * MIB;
/** More make a .torrent file of megabytes, which some clients refuse. */
const MOST_PIECES = 200_000;

export interface PieceLength {
  readonly bytes: number;
  readonly pieces: number;
}

/** The piece lengths that make sense for a share of so many bytes, the smallest first. Never empty. */
export function pieceLengthsFor(totalBytes: number): readonly PieceLength[] {
  const lengths: PieceLength[] = [];
  for (let bytes = SMALLEST; bytes <= LARGEST; bytes *= 2) {
    lengths.push({ bytes, pieces: Math.max(1, Math.ceil(totalBytes / bytes)) });
  }
  const fit = lengths.filter(({ pieces }) => pieces <= MOST_PIECES);
  return fit.length > 0 ? fit : lengths.slice(-1);
}

/** `256 KiB`, `4 MiB`: piece lengths are powers of two, so the figure is whole. */
export function pieceLengthText(bytes: number): string {
  return bytes >= MIB ? `${bytes / MIB}\u00a0MiB` : `${bytes / KIB}\u00a0KiB`;
}
