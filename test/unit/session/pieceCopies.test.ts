import { describe, expect, it } from 'vitest';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import { createPieceSet, type PieceSet } from '../../../electron/engine/peer/pieceSet.ts';
import { copiesOf, rarestOfRuns } from '../../../electron/engine/session/pieceCopies.ts';

const PIECES = 11;

function holding(...pieces: readonly number[]): PieceSet {
  const set = createPieceSet(createPieceMap(PIECES * 16_384, 16_384));
  for (const piece of pieces) set.add(piece);
  return set;
}

function complete(): PieceSet {
  const set = holding();
  set.addAll();
  return set;
}

describe('the copies of pieces', () => {
  it('are counted over all sets', () => {
    const sets = [complete(), holding(0, 8, 10), holding(), holding(10)];
    expect([...copiesOf(PIECES, sets)]).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 2, 1, 3]);
  });

  it('are zero where nobody is', () => {
    expect([...copiesOf(3, [])]).toEqual([0, 0, 0]);
  });

  it('end at 255', () => {
    const sets = [...Array.from({ length: 200 }, complete), ...Array.from({ length: 300 }, () => holding(2))];
    const copies = copiesOf(PIECES, sets);
    expect([copies[1], copies[2]]).toEqual([200, 255]);
    expect(copiesOf(PIECES, Array.from({ length: 300 }, complete))[0]).toBe(255);
  });
});

describe('a picture of the copies', () => {
  it.each([
    { copies: [3, 1, 2, 5, 4, 6], runs: 3, expected: [1, 2, 4] },
    { copies: [3, 1, 2, 5, 4], runs: 2, expected: [1, 2] },
    { copies: [3, 1], runs: 64, expected: [3, 1] },
    { copies: [], runs: 64, expected: [] },
  ])('of $copies in $runs columns shows the rarest of each run', ({ copies, runs, expected }) => {
    expect([...rarestOfRuns(Uint8Array.from(copies), runs)]).toEqual(expected);
  });
});
