import type { ReactNode } from 'react';

/** A column of a DataTable; `id` is what the engine sorts by, where it is sortable. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** `end` for figures, which then stand in tabular numerals. */
  readonly align?: 'start' | 'end';
  /** Pixels. */
  readonly width: number;
  readonly minWidth?: number;
  /** Share of the room that is left over; a column that was resized by hand keeps its width. */
  readonly grow?: number;
  readonly sortable?: boolean;
  /** Whether the column chooser may take it away. */
  readonly hideable?: boolean;
  /** Whether it is away until the person asks for it. */
  readonly hidden?: boolean;
  cell(row: Row): ReactNode;
  /** What a screen reader says, where the cell's own text does not do. */
  label?(row: Row): string;
}

export const MIN_COLUMN_WIDTH = 48;

export function minWidthOf(column: Column<never>): number {
  return Math.min(column.minWidth ?? MIN_COLUMN_WIDTH, column.width);
}
