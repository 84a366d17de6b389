import { useCallback, useMemo, useState } from 'react';
import type { Sort } from '../../../shared/columns.ts';
import { readStored, writeStored } from '../../storedState.ts';
import { type Column, minWidthOf } from './column.ts';

/** What a person has arranged; column ids that are gone do no harm. */
interface Arrangement {
  readonly widths: Readonly<Record<string, number>>;
  readonly hidden: Readonly<Record<string, boolean>>;
  readonly sort?: Sort;
}

export interface TableLayout<Row> {
  readonly shown: readonly Column<Row>[];
  readonly sort: Sort;
  /** For `grid-template-columns` of the header and of every row. */
  readonly template: string;
  /** Pixels below which the table scrolls sideways. */
  readonly minWidth: number;
  isHidden(column: Column<Row>): boolean;
  setHidden(id: string, isHidden: boolean): void;
  setSort(sort: Sort): void;
  /** Pixels; undefined goes back to the column's own. */
  setWidth(id: string, width: number | undefined): void;
  widthOf(column: Column<Row>): number;
}

/** Room at the end, under the button of the column chooser. */
const END_ROOM = 36;
const NOTHING: Arrangement = { widths: {}, hidden: {} };

/** The arrangement of a table's columns, remembered under `storageKey`. */
export function useTableLayout<Row>(
  columns: readonly Column<Row>[],
  defaultSort: Sort,
  storageKey: string,
): TableLayout<Row> {
  const [arrangement, setArrangement] = useState(() => readArrangement(storageKey));
  const change = useCallback(
    (changed: (before: Arrangement) => Arrangement) =>
      setArrangement((before) => {
        const after = changed(before);
        writeStored(`table.${storageKey}`, after);
        return after;
      }),
    [storageKey],
  );
  const { sort } = arrangement;
  const isKnown = columns.some(({ id, sortable = false }) => sortable && id === sort?.column);
  const currentSort = isKnown && sort !== undefined ? sort : defaultSort;

  return useMemo(() => {
    const isHidden = (column: Column<Row>): boolean => arrangement.hidden[column.id] ?? column.hidden ?? false;
    const shown = columns.filter((column) => !isHidden(column));
    const widthOf = (column: Column<Row>): number => arrangement.widths[column.id] ?? column.width;
    const track = (column: Column<Row>): string => {
      const width = arrangement.widths[column.id];
      if (width !== undefined || column.grow === undefined) return `${width ?? column.width}px`;
      return `minmax(${minWidthOf(column)}px, ${column.grow}fr)`;
    };
    const least = (column: Column<Row>): number =>
      arrangement.widths[column.id] ?? (column.grow === undefined ? column.width : minWidthOf(column));
    return {
      shown,
      sort: currentSort,
      template: `${shown.map(track).join(' ')} ${END_ROOM}px`,
      minWidth: shown.reduce((sum, column) => sum + least(column), END_ROOM),
      isHidden,
      widthOf,
      setHidden: (id, hidden) => change((before) => ({ ...before, hidden: { ...before.hidden, [id]: hidden } })),
      setSort: (next) => change((before) => ({ ...before, sort: next })),
      setWidth: (id, width) => change((before) => ({ ...before, widths: withWidth(before.widths, id, width) })),
    };
  }, [columns, arrangement, currentSort, change]);
}

function withWidth(
  widths: Readonly<Record<string, number>>,
  id: string,
  width: number | undefined,
): Readonly<Record<string, number>> {
  if (width !== undefined) return { ...widths, [id]: Math.round(width) };
  return Object.fromEntries(Object.entries(widths).filter(([key]) => key !== id));
}

function readArrangement(storageKey: string): Arrangement {
  const stored = readStored(`table.${storageKey}`);
  if (typeof stored !== 'object' || stored === null) return NOTHING;
  const widths = 'widths' in stored ? recordOf(stored.widths, (value) => typeof value === 'number' && value > 0) : {};
  const hidden = 'hidden' in stored ? recordOf(stored.hidden, (value) => typeof value === 'boolean') : {};
  const sort = 'sort' in stored ? sortOf(stored.sort) : undefined;
  return {
    widths: widths as Readonly<Record<string, number>>,
    hidden: hidden as Readonly<Record<string, boolean>>,
    ...(sort === undefined ? {} : { sort }),
  };
}

function recordOf(value: unknown, isFit: (value: unknown) => boolean): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, item]) => isFit(item)));
}

function sortOf(value: unknown): Sort | undefined {
  if (typeof value !== 'object' || value === null || !('column' in value) || !('direction' in value)) return undefined;
  const { column, direction } = value;
  if (typeof column !== 'string' || (direction !== 'ascending' && direction !== 'descending')) return undefined;
  return { column, direction };
}
