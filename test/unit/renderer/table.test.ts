import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GridPosition, HEADER_ROW, movedBy } from '../../../renderer/components/table/gridPosition.ts';
import { nextWindow } from '../../../renderer/components/table/rowWindow.ts';
import { MAX_WINDOW_ROWS } from '../../../shared/views.ts';

const shape = { rows: 100, columns: 4, pageRows: 20 };
const at = (row: number, column?: number): GridPosition => ({ row, column });

const moves = [
  { key: 'ArrowDown', from: at(0), to: at(1) },
  { key: 'ArrowDown', from: at(99), to: at(99) },
  { key: 'ArrowUp', from: at(0), to: at(HEADER_ROW, 0) },
  { key: 'ArrowUp', from: at(0, 2), to: at(HEADER_ROW, 2) },
  { key: 'ArrowDown', from: at(HEADER_ROW, 2), to: at(0) },
  { key: 'PageDown', from: at(5), to: at(25) },
  { key: 'PageDown', from: at(95), to: at(99) },
  { key: 'PageUp', from: at(5), to: at(0) },
  { key: 'Home', from: at(50, 1), to: at(0, 1) },
  { key: 'End', from: at(50), to: at(99) },
  { key: 'ArrowRight', from: at(3), to: at(3, 0) },
  { key: 'ArrowRight', from: at(3, 3), to: at(3, 3) },
  { key: 'ArrowLeft', from: at(3, 1), to: at(3, 0) },
  { key: 'ArrowLeft', from: at(3, 0), to: at(3) },
  { key: 'ArrowLeft', from: at(HEADER_ROW, 0), to: at(HEADER_ROW, 0) },
];

test.each(moves)('$key from row $from.row, column $from.column', ({ key, from, to }) => {
  expect(movedBy(key, from, shape)).toEqual(to);
});

test('other keys do not move', () => {
  expect(movedBy('x', at(3), shape)).toBeUndefined();
});

test('a window stays while it covers what is seen and some rows around it', () => {
  const current = { first: 100, count: 180 };
  expect(nextWindow(current, { first: 150, count: 30 }, 1000)).toBe(current);
  expect(nextWindow(current, { first: 250, count: 30 }, 1000)).toEqual({ first: 175, count: 180 });
});

test('a window never asks for too much, covers what is seen, and comes to rest', () => {
  const number = (max: number): fc.Arbitrary<number> => fc.nat({ max });
  fc.assert(
    fc.property(
      number(100_000),
      number(120),
      fc.tuple(number(100_000), number(100_000)),
      (total, count, [middle, before]) => {
        const seen = { first: Math.min(middle, Math.max(0, total - count)), count: Math.min(count, total) };
        const next = nextWindow({ first: before, count: 180 }, seen, total);
        expect(next.count).toBeLessThanOrEqual(Math.min(200, MAX_WINDOW_ROWS));
        expect(next.first).toBeLessThanOrEqual(seen.first);
        expect(next.first + next.count).toBeGreaterThanOrEqual(seen.first + seen.count);
        expect(nextWindow(next, seen, total)).toEqual(next);
      },
    ),
  );
});
