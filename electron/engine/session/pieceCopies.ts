import type { PieceSet } from '../peer/pieceSet.ts';

const MOST = 255;

/** For each piece, in how many of the sets it is; 255 for more. */
export function copiesOf(pieceCount: number, sets: readonly PieceSet[]): Uint8Array {
  const copies = new Uint8Array(pieceCount);
  const incomplete = sets.filter(({ isComplete }) => !isComplete);
  for (const set of incomplete) set.countInto(copies);
  const complete = Math.min(MOST, sets.length - incomplete.length);
  if (complete > 0) for (const [piece, count] of copies.entries()) copies[piece] = Math.min(MOST, count + complete);
  return copies;
}

/** The rarest piece of each run, for a picture of at most `runs` columns; as many columns as pieces when those are fewer. */
export function rarestOfRuns(copies: Uint8Array, runs: number): Uint8Array {
  const columns = Math.min(runs, copies.length);
  return Uint8Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * copies.length) / columns);
    const until = Math.floor(((column + 1) * copies.length) / columns);
    return copies.subarray(from, until).reduce((least, count) => Math.min(least, count), MOST);
  });
}
