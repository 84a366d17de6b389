import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Sort } from '../../../shared/columns.ts';
import { classes } from '../classes.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import { type Column, MIN_COLUMN_WIDTH } from './column.ts';
import type { TableLayout } from './useTableLayout.ts';

export interface TableHeaderProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly layout: TableLayout<Row>;
  readonly id: string;
  /** The column that the keyboard is on, if it is in the header. */
  readonly active: number | undefined;
}

/** Figures are looked at from the top, names from the start. */
export function sortAfterPress<Row>(column: Column<Row>, sort: Sort): Sort {
  if (sort.column !== column.id) {
    return { column: column.id, direction: column.align === 'end' ? 'descending' : 'ascending' };
  }
  return { column: column.id, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

export function TableHeader<Row>({ columns, layout, id, active }: TableHeaderProps<Row>): ReactNode {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-canvas">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 items-center border-b border-line pl-5 text-sm text-muted"
        style={{ gridTemplateColumns: layout.template }}
      >
        {layout.shown.map((column, position) => (
          <HeaderCell
            key={column.id}
            column={column}
            layout={layout}
            id={`${id}-${position}`}
            position={position}
            isActive={active === position}
          />
        ))}
        <div
          role="columnheader"
          aria-colindex={layout.shown.length + 1}
          className="sticky right-0 flex h-full items-center justify-end bg-canvas pr-1"
        >
          <ColumnChooser columns={columns} layout={layout} />
        </div>
      </div>
    </div>
  );
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly layout: TableLayout<Row>;
  readonly id: string;
  readonly position: number;
  readonly isActive: boolean;
}

function HeaderCell<Row>({ column, layout, id, position, isActive }: HeaderCellProps<Row>): ReactNode {
  const isSorted = layout.sort.column === column.id;
  const Arrow = layout.sort.direction === 'ascending' ? ArrowUp : ArrowDown;
  const isEnd = column.align === 'end';
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid has the focus and handles the keys
    <div
      role="columnheader"
      id={id}
      aria-colindex={position + 1}
      {...(column.sortable === true ? { 'aria-sort': isSorted ? layout.sort.direction : 'none' } : {})}
      onClick={() => {
        if (column.sortable === true) layout.setSort(sortAfterPress(column, layout.sort));
      }}
      className={classes(
        'relative flex h-full min-w-0 items-center gap-1 pr-4',
        isEnd && 'justify-end',
        column.sortable === true && 'hover:text-ink',
        isSorted && 'font-semibold text-ink',
        isActive &&
          'group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-focus',
      )}
    >
      {isSorted && isEnd ? <Arrow aria-hidden size={12} className="shrink-0" /> : null}
      <span className="truncate">{column.title}</span>
      {isSorted && !isEnd ? <Arrow aria-hidden size={12} className="shrink-0" /> : null}
      <ResizeHandle column={column} layout={layout} />
    </div>
  );
}

/** For pointers; the keyboard has Shift and the arrows in the header. */
function ResizeHandle<Row>({ column, layout }: Pick<HeaderCellProps<Row>, 'column' | 'layout'>): ReactNode {
  return (
    <span
      aria-hidden
      className="absolute inset-y-1.5 right-1 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-field"
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={() => layout.setWidth(column.id, undefined)}
      onPointerDown={(event) => {
        const handle = event.currentTarget;
        const cell = handle.parentElement;
        if (cell === null) return;
        event.preventDefault();
        handle.setPointerCapture(event.pointerId);
        const startWidth = cell.getBoundingClientRect().width;
        const startX = event.clientX;
        const move = (moved: PointerEvent): void => {
          const width = startWidth + moved.clientX - startX;
          layout.setWidth(column.id, Math.max(column.minWidth ?? MIN_COLUMN_WIDTH, width));
        };
        const end = (): void => {
          handle.removeEventListener('pointermove', move);
          handle.removeEventListener('pointerup', end);
          handle.removeEventListener('pointercancel', end);
        };
        handle.addEventListener('pointermove', move);
        handle.addEventListener('pointerup', end);
        handle.addEventListener('pointercancel', end);
      }}
    />
  );
}
