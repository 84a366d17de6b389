import type { KeyboardEvent } from 'react';
import type { Keyed } from '../../views/viewState.ts';
import { MIN_COLUMN_WIDTH } from './column.ts';
import { type GridPosition, HEADER_ROW, movedBy } from './gridPosition.ts';
import { sortAfterPress } from './TableHeader.tsx';
import { parentOf, treeKey, type TreeRows } from './treeRows.ts';
import type { ActivePosition } from './useActivePosition.ts';
import type { Selection } from './useSelection.ts';
import type { TableLayout } from './useTableLayout.ts';

export interface GridKeysDeps<Row extends Keyed> {
  readonly layout: TableLayout<Row>;
  readonly selection: Selection;
  readonly active: ActivePosition;
  readonly total: number;
  readonly onOpen: ((row: Row) => void) | undefined;
  /** Rows that fit on the screen. */
  pageRows(): number;
  rowAt(index: number): Row | undefined;
  /** Absent for a list. */
  readonly tree: TreeRows<Row> | undefined;
  scrollTo(index: number): void;
  openMenu(row: Row, index: number): void;
}

const RESIZE_STEP = 16;

/** What each key does in a table. Keys it does not know go on to the window. */
export function useGridKeys<Row extends Keyed>(deps: GridKeysDeps<Row>): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const { row } = deps.active.position;
    const isHandled =
      (row === HEADER_ROW && headerKey(event, deps)) ||
      rowKey(event, deps) ||
      foldKey(event, deps) ||
      moveKey(event, deps);
    if (!isHandled) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function headerKey<Row extends Keyed>(event: KeyboardEvent, { layout, active }: GridKeysDeps<Row>): boolean {
  const column = layout.shown[active.position.column ?? 0];
  if (column === undefined) return false;
  if (event.key === 'Enter' || event.key === ' ') {
    if (column.sortable === true) layout.setSort(sortAfterPress(column, layout.sort));
    return true;
  }
  if (!event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return false;
  const step = event.key === 'ArrowRight' ? RESIZE_STEP : -RESIZE_STEP;
  layout.setWidth(column.id, Math.max(column.minWidth ?? MIN_COLUMN_WIDTH, layout.widthOf(column) + step));
  return true;
}

function rowKey<Row extends Keyed>(event: KeyboardEvent, deps: GridKeysDeps<Row>): boolean {
  const { active, selection, rowAt } = deps;
  const index = active.position.row;
  const row = rowAt(index);
  if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
    selection.all(deps.total);
    return true;
  }
  if (event.key === 'Escape' && selection.selected.size > 0) {
    selection.none();
    return true;
  }
  if (row === undefined) return false;
  if (event.key === ' ') {
    if (event.shiftKey) selection.rangeTo(row.key, index);
    else selection.toggle(row.key, index);
    return true;
  }
  if (event.key === 'Enter' && deps.onOpen !== undefined) {
    deps.onOpen(row);
    return true;
  }
  if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    deps.openMenu(row, index);
    return true;
  }
  return false;
}

/** Left and right fold while the keyboard is on a row as a whole; on its cells they move between them. */
function foldKey<Row extends Keyed>(
  event: KeyboardEvent,
  { tree, active, rowAt, scrollTo }: GridKeysDeps<Row>,
): boolean {
  const { row: index, column } = active.position;
  const row = rowAt(index);
  const place = row === undefined || column !== undefined ? undefined : tree?.placeOf(row);
  if (tree === undefined || row === undefined || place === undefined) return false;
  const action = treeKey(event.key, place);
  if (action === undefined) return false;
  if (action !== 'parent') tree.setOpen(row, action === 'open');
  else {
    const levelAt = (at: number): number | undefined => {
      const found = rowAt(at);
      return found === undefined ? undefined : tree.placeOf(found)?.level;
    };
    const parent = parentOf(index, levelAt);
    if (parent !== undefined) {
      active.set({ row: parent, column: undefined });
      scrollTo(parent);
    }
  }
  return true;
}

function moveKey<Row extends Keyed>(event: KeyboardEvent, deps: GridKeysDeps<Row>): boolean {
  const { active, layout, total, pageRows, selection, rowAt } = deps;
  const shape = { rows: total, columns: layout.shown.length, pageRows: pageRows() };
  const next = movedBy(event.key, active.position, shape);
  if (next === undefined) return false;
  active.set(next);
  if (next.row !== HEADER_ROW) deps.scrollTo(next.row);
  if (event.shiftKey && isVertical(next, active.position)) selection.rangeTo(rowAt(next.row)?.key ?? '', next.row);
  return true;
}

function isVertical(next: GridPosition, before: GridPosition): boolean {
  return next.row !== HEADER_ROW && next.row !== before.row;
}
