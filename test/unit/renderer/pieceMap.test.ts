import { describe, expect, it } from 'vitest';
import {
  cellAfter,
  cellAt,
  cellOf,
  isHeld,
  layoutMap,
  pieceFacts,
  summaryOf,
} from '../../../renderer/views/share/pieceMap.ts';

const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64');
const facts = (copies: number[], held: number[], connectedPeers = 4) =>
  pieceFacts({
    key: 'share',
    pieces: copies.length,
    pieceLength: 16_384,
    availability: base64(...copies),
    held: base64(...held),
    connectedPeers,
  });

describe('the map of the pieces', () => {
  it('gives every piece a cell, the larger the fewer they are', () => {
    expect(layoutMap(10, 800, 400)).toMatchObject({ pitch: 16, cells: 10, piecesPerCell: 1, rows: 1 });
    expect(layoutMap(5000, 800, 400).pitch).toBeLessThan(16);
  });

  it('puts several pieces into a cell when even the smallest cells are too many', () => {
    const layout = layoutMap(100_000, 600, 300);
    expect(layout.piecesPerCell).toBe(20);
    expect(layout.cells).toBe(5000);
    expect(layout.rows * layout.pitch).toBeLessThanOrEqual(300);
  });

  it('fits any number of pieces into any room, and has a cell for each', () => {
    for (const pieces of [1, 2, 999, 1276, 65_536]) {
      for (const [width, height] of [
        [0, 0],
        [5, 5],
        [716, 190],
        [1056, 460],
      ] as const) {
        const { cells, piecesPerCell, rows, columns } = layoutMap(pieces, width, height);
        expect(cells * piecesPerCell).toBeGreaterThanOrEqual(pieces);
        expect((cells - 1) * piecesPerCell).toBeLessThan(pieces);
        expect(rows * columns).toBeGreaterThanOrEqual(cells);
      }
    }
  });

  it('finds the cell at a point, and none beside the cells', () => {
    const layout = layoutMap(100, 160, 400);
    expect(layout.columns).toBe(10);
    expect(cellAt(layout, 0, 0)).toBe(0);
    expect(cellAt(layout, 25, 17)).toBe(11);
    expect(cellAt(layout, 161, 0)).toBeUndefined();
    expect(cellAt(layout, -1, 0)).toBeUndefined();
    expect(cellAt(layout, 0, 161)).toBeUndefined();
  });

  it('moves by arrows, Home and End, and stays inside', () => {
    const layout = layoutMap(25, 160, 400);
    expect(cellAfter('ArrowRight', 3, layout)).toBe(4);
    expect(cellAfter('ArrowLeft', 0, layout)).toBe(0);
    expect(cellAfter('ArrowDown', 3, layout)).toBe(13);
    expect(cellAfter('ArrowDown', 18, layout)).toBe(18);
    expect(cellAfter('ArrowUp', 13, layout)).toBe(3);
    expect(cellAfter('Home', 13, layout)).toBe(0);
    expect(cellAfter('End', 13, layout)).toBe(24);
    expect(cellAfter('Tab', 13, layout)).toBeUndefined();
  });

  it('reads which pieces are held, highest bit first', () => {
    const map = facts([0, 0, 0, 0, 0, 0, 0, 0, 0], [0b1000_0001, 0b1000_0000]);
    const held = Array.from({ length: 9 }, (_, piece) => isHeld(map, piece));
    expect(held).toEqual([true, false, false, false, false, false, false, true, true]);
  });

  it('judges a cell by its rarest piece', () => {
    const map = facts([3, 1, 4, 0, 2], [0b1110_0000]);
    expect(cellOf(map, { piecesPerCell: 2 }, 0)).toEqual({
      firstPiece: 0,
      lastPiece: 1,
      fewest: 1,
      most: 3,
      held: 'all',
    });
    expect(cellOf(map, { piecesPerCell: 2 }, 1)).toMatchObject({ fewest: 0, most: 4, held: 'some' });
    expect(cellOf(map, { piecesPerCell: 2 }, 2)).toMatchObject({ firstPiece: 4, lastPiece: 4, held: 'none' });
  });

  it('sums up what is here, and what is nowhere else', () => {
    expect(summaryOf(facts([3, 0, 4, 0], [0b1110_0000]))).toEqual({ held: 3, onlyHere: 1, fewest: 0, most: 4 });
    expect(summaryOf(facts([], []))).toEqual({ held: 0, onlyHere: 0, fewest: 0, most: 0 });
  });
});
