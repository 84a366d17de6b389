/**
 * Where the keyboard is in a table. `row` -1 is the header; `column` undefined is the row as a whole, otherwise one of its
 * cells. Pure, so that every key can be tested.
 */
export interface GridPosition {
  readonly row: number;
  readonly column: number | undefined;
}

export interface GridShape {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit on the screen. */
  readonly pageRows: number;
}

export const HEADER_ROW = -1;

/** Where a key leads, or undefined when it is none that moves. */
export function movedBy(key: string, from: GridPosition, shape: GridShape): GridPosition | undefined {
  const to = (row: number): GridPosition => atRow(row, from, shape);
  switch (key) {
    case 'ArrowDown':
      return to(from.row + 1);
    case 'ArrowUp':
      return to(from.row - 1);
    case 'PageDown':
      return to(Math.max(0, from.row) + shape.pageRows);
    case 'PageUp':
      return to(Math.max(0, from.row - shape.pageRows));
    case 'Home':
      return to(0);
    case 'End':
      return to(shape.rows - 1);
    case 'ArrowRight':
      return { row: from.row, column: Math.min((from.column ?? -1) + 1, shape.columns - 1) };
    case 'ArrowLeft':
      return { row: from.row, column: leftOf(from) };
    default:
      return undefined;
  }
}

function atRow(row: number, from: GridPosition, { rows }: GridShape): GridPosition {
  const target = Math.min(Math.max(row, HEADER_ROW), rows - 1);
  if (target !== HEADER_ROW) return { row: target, column: from.row === HEADER_ROW ? undefined : from.column };
  return { row: HEADER_ROW, column: from.column ?? 0 };
}

/** Left of the first cell is the whole row; the header has only cells. */
function leftOf({ row, column }: GridPosition): number | undefined {
  if (column === undefined || column === 0) return row === HEADER_ROW ? 0 : undefined;
  return column - 1;
}
