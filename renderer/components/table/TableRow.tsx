import { memo, type ReactNode } from 'react';
import { classes } from '../classes.ts';
import type { Column } from './column.ts';
import type { TreePlace, TreeRows } from './treeRows.ts';

/** As screen readers count: the header is the first. */
export const FIRST_ROW_NUMBER = 2;

export interface TableRowProps<Row> {
  /** Undefined while it is on its way. */
  readonly row: Row | undefined;
  readonly index: number;
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly height: number;
  /** The same object on every render, or all rows are drawn again. */
  readonly tree: TreeRows<Row> | undefined;
  /** The row's while the keyboard is on it; its cells' begin with it. */
  readonly id: string | undefined;
  /** Undefined where rows cannot be selected. */
  readonly isSelected: boolean | undefined;
  /** The keyboard is on the row (`row`) or on one of its cells, or elsewhere (undefined). */
  readonly active: 'row' | number | undefined;
}

const RING =
  'group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-focus';

function TableRowView<Row>(props: TableRowProps<Row>): ReactNode {
  const { row, index, columns, template, height, id, isSelected, active, tree } = props;
  const place = row === undefined ? undefined : tree?.placeOf(row);
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the grid has the focus, and names the active row
    <div
      role="row"
      id={id}
      aria-rowindex={index + FIRST_ROW_NUMBER}
      {...(isSelected === undefined ? {} : { 'aria-selected': isSelected })}
      {...(place === undefined ? {} : ariaOf(place))}
      className={classes(
        'absolute inset-x-0 top-0 grid items-center contain-strict border-b border-line pl-5',
        isSelected === true ? 'bg-selected' : 'hover:bg-hover',
        active === 'row' && RING,
        row === undefined && 'awaited',
      )}
      style={{ height, gridTemplateColumns: template, transform: `translateY(${index * height}px)` }}
    >
      {columns.map((column, position) => (
        <div
          key={column.id}
          role="gridcell"
          id={active === position ? `${id}-${position}` : undefined}
          aria-colindex={position + 1}
          {...(row === undefined || column.label === undefined ? {} : { 'aria-label': column.label(row) })}
          className={classes(
            'h-full min-w-0 truncate pr-4 leading-(--row-height)',
            column.align === 'end' && 'figures text-right',
            active === position && RING,
          )}
        >
          {row === undefined ? undefined : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

function ariaOf({ level, position, setSize, isOpen }: TreePlace) {
  return {
    'aria-level': level,
    'aria-posinset': position,
    'aria-setsize': setSize,
    ...(isOpen === undefined ? {} : { 'aria-expanded': isOpen }),
  };
}

/** A row that did not change is not drawn again: its object is the same. */
export const TableRow = memo(TableRowView) as typeof TableRowView;
