import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useCallback, useId, useRef } from 'react';
import type { RowWindow } from '../../../shared/views.ts';
import { useErrorText } from '../../text/errorText.ts';
import type { ViewData } from '../../views/useView.ts';
import type { Keyed } from '../../views/viewState.ts';
import type { MenuAction } from '../MenuAction.ts';
import { toast } from '../toast.ts';
import type { Column } from './column.ts';
import { ContextMenu, useContextMenu } from './ContextMenu.tsx';
import { HEADER_ROW } from './gridPosition.ts';
import { TableHeader } from './TableHeader.tsx';
import { FIRST_ROW_NUMBER, TableRow } from './TableRow.tsx';
import type { TreeRows } from './treeRows.ts';
import { useActivePosition } from './useActivePosition.ts';
import { useGridKeys } from './useGridKeys.ts';
import { type SelectionMode, useSelection } from './useSelection.ts';
import type { TableLayout } from './useTableLayout.ts';
import { useWindowRequests } from './useWindowRequests.ts';

export interface GridProps<Row extends Keyed> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly layout: TableLayout<Row>;
  readonly view: ViewData<Row>;
  readonly rowWindow: RowWindow;
  readonly onWindow: (window: RowWindow) => void;
  readonly rowHeight: number;
  readonly selectionMode: SelectionMode;
  readonly selected: ReadonlySet<string>;
  readonly onSelectionChange: ((keys: ReadonlySet<string>) => void) | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly rowActions: ((keys: ReadonlySet<string>) => readonly MenuAction[]) | undefined;
  readonly tree: TreeRows<Row> | undefined;
}

const HEADER_HEIGHT = 32;
const OVERSCAN_ROWS = 4;
const ignore = (): void => undefined;

/** The grid itself: header, rows in view, selection, keyboard and context menu. */
export function Grid<Row extends Keyed>(props: GridProps<Row>): ReactNode {
  const { label, layout, view, rowWindow, onWindow, rowHeight, selectionMode, onOpen, rowActions } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const words = useErrorText();
  const rowAt = useCallback((index: number): Row | undefined => view.rows[index - view.first], [view.rows, view.first]);

  const virtualizer = useVirtualizer({
    count: view.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const seenFirst = items[0]?.index ?? 0;
  const seenCount = items.length;
  useWindowRequests({
    current: rowWindow,
    seen: { first: seenFirst, count: seenCount },
    total: view.total,
    onWindow,
  });

  const selection = useSelection({
    mode: selectionMode,
    selected: props.selected,
    onChange: props.onSelectionChange ?? ignore,
    keys: view.keys,
    onError: (error) => toast.failure(words(error)),
  });
  const active = useActivePosition({ view, rowAt });
  const menu = useContextMenu({ selection, rowActions, isSelectable: selectionMode !== 'none' });
  const onKeyDown = useGridKeys({
    layout,
    selection,
    active,
    rowAt,
    total: view.total,
    pageRows: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT) / rowHeight)),
    onOpen,
    tree: props.tree,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    openMenu: (row, index) => menu.openBy(row, index, document.getElementById(`${id}-${index}`)),
  });
  const slots = Math.max(seenCount, slotsFor(virtualizer.scrollRect?.height ?? 0, rowHeight));

  const indexOf = (target: EventTarget): number | undefined => {
    const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
    return row === null ? undefined : Number(row.getAttribute('aria-rowindex')) - FIRST_ROW_NUMBER;
  };
  const { row: activeRow, column: activeColumn } = active.position;
  const isSeen = activeRow === HEADER_ROW || (activeRow >= seenFirst && activeRow < seenFirst + seenCount);
  const activeId = `${id}-${activeRow === HEADER_ROW ? 'head' : activeRow}${activeColumn === undefined ? '' : `-${activeColumn}`}`;

  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it has a role: grid or treegrid */}
      <div
        ref={scroller}
        role={props.tree === undefined ? 'grid' : 'treegrid'}
        tabIndex={0}
        aria-label={label}
        aria-rowcount={view.total + 1}
        aria-colcount={layout.shown.length + 1}
        aria-busy={view.isLoading}
        {...(selectionMode === 'multiple' ? { 'aria-multiselectable': true } : {})}
        {...(isSeen ? { 'aria-activedescendant': activeId } : {})}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const index = indexOf(event.target);
          const row = index === undefined ? undefined : rowAt(index);
          if (index === undefined || row === undefined || isControl(event.target)) return;
          active.set({ row: index, column: undefined });
          if (selectionMode === 'none') onOpen?.(row);
          else if (event.shiftKey) selection.rangeTo(row.key, index);
          else if (event.ctrlKey || event.metaKey) selection.toggle(row.key, index);
          else selection.only(row.key, index);
        }}
        onDoubleClick={(event) => {
          const index = indexOf(event.target);
          const row = index === undefined ? undefined : rowAt(index);
          if (row !== undefined && selectionMode !== 'none' && !isControl(event.target)) onOpen?.(row);
        }}
        onContextMenu={(event) => {
          const index = indexOf(event.target);
          const row = index === undefined ? undefined : rowAt(index);
          if (index === undefined || row === undefined || rowActions === undefined) return;
          event.preventDefault();
          active.set({ row: index, column: undefined });
          menu.openAt(row, index, { x: event.clientX, y: event.clientY });
        }}
        className="group/grid min-h-0 flex-1 overflow-auto outline-none"
      >
        <div style={{ minWidth: layout.minWidth + 20, '--row-height': `${rowHeight - 1}px` } as CSSProperties}>
          <TableHeader
            columns={props.columns}
            layout={layout}
            id={`${id}-head`}
            active={activeRow === HEADER_ROW ? activeColumn : undefined}
          />
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index }) => (
              <TableRow
                key={index % slots}
                row={rowAt(index)}
                index={index}
                columns={layout.shown}
                template={layout.template}
                height={rowHeight}
                tree={props.tree}
                id={index === activeRow ? `${id}-${index}` : undefined}
                isSelected={selectionMode === 'none' ? undefined : isIn(selection.selected, rowAt(index))}
                active={index === activeRow ? (activeColumn ?? 'row') : undefined}
              />
            ))}
          </div>
        </div>
      </div>
      <ContextMenu menu={menu} label={label} owner={scroller} />
    </>
  );
}

/** As many slots as rows can be drawn at a time: a row that scrolls in takes over the elements of one that left. */
function slotsFor(height: number, rowHeight: number): number {
  return Math.ceil(height / rowHeight) + 1 + 2 * OVERSCAN_ROWS;
}

function isIn(selected: ReadonlySet<string>, row: Keyed | undefined): boolean {
  return row !== undefined && selected.has(row.key);
}

/** A press on a button or link in a cell is meant for it, not for the row. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input') !== null;
}
