import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sort } from '../../shared/columns.ts';
import type { RowWindow } from '../../shared/views.ts';
import { useView, type ViewData } from '../views/useView.ts';
import type { WantedView } from '../views/viewHandle.ts';
import type { Keyed } from '../views/viewState.ts';
import { EmptyState } from './EmptyState.tsx';
import { ErrorState } from './ErrorState.tsx';
import { Loading } from './Loading.tsx';
import type { MenuAction } from './MenuAction.ts';
import type { Column } from './table/column.ts';
import { Grid } from './table/Grid.tsx';
import { WINDOW_ROWS } from './table/rowWindow.ts';
import { NOTHING_SELECTED, type SelectionMode } from './table/useSelection.ts';
import type { TreeRows } from './table/treeRows.ts';
import { useTableLayout } from './table/useTableLayout.ts';

export type { Column } from './table/column.ts';
export type { TreeRows } from './table/treeRows.ts';

export interface TableQuery {
  readonly sort: Sort;
  readonly filter: string;
  readonly window: RowWindow;
}

export interface DataTableProps<Row extends Keyed> {
  readonly label: string;
  /** The view of the rows: `({ sort, filter, window }) => ({ kind: 'shares', sort, filter, window })`. */
  readonly spec: (query: TableQuery) => WantedView;
  /** The same array on every render, or all rows are drawn again. */
  readonly columns: readonly Column<Row>[];
  readonly defaultSort: Sort;
  readonly filter: string;
  /** Under which name widths, order and chosen columns are remembered. */
  readonly storageKey: string;
  /** Pixels. */
  readonly rowHeight?: number;
  readonly selectionMode?: SelectionMode;
  readonly selected?: ReadonlySet<string>;
  readonly onSelectionChange?: (keys: ReadonlySet<string>) => void;
  /** Enter, a double click, or a click where rows cannot be selected. */
  readonly onOpen?: (row: Row) => void;
  /** The context menu of the selected rows, or of the row under the pointer. */
  readonly rowActions?: (keys: ReadonlySet<string>) => readonly MenuAction[];
  /** Told of the loaded rows whenever one of them changes. The same function on every render, or it is told again. */
  readonly onRows?: (rows: readonly Row[]) => void;
  /** Makes it a tree. The same object on every render, or all rows are drawn again. */
  readonly tree?: TreeRows<Row>;
  /** Where there is nothing at all, and no filter. */
  readonly empty: ReactNode;
  /** Where the filter finds nothing. */
  readonly noMatch?: ReactNode;
}

const ROW_HEIGHT = 28;
const FIRST_WINDOW: RowWindow = { first: 0, count: WINDOW_ROWS };

/**
 * A table of a view's rows that carries only what is seen: the engine sorts, filters and cuts. It fills the height it is
 * given. Screen readers meet a grid with all its rows counted; the keyboard moves in it as in other grids, and from the
 * first row up into the header, where Enter sorts and Shift with the arrows makes a column wider or narrower.
 */
export function DataTable<Row extends Keyed>(props: DataTableProps<Row>): ReactNode {
  const [attempt, setAttempt] = useState(0);
  return <Attempt key={attempt} table={props} onRetry={() => setAttempt(attempt + 1)} />;
}

interface AttemptProps<Row extends Keyed> {
  readonly table: DataTableProps<Row>;
  readonly onRetry: () => void;
}

/** One opening of the view: a view that was refused is opened anew by mounting it anew. */
function Attempt<Row extends Keyed>({ table: props, onRetry }: AttemptProps<Row>): ReactNode {
  const { label, spec, columns, defaultSort, filter, storageKey, empty, noMatch } = props;
  const layout = useTableLayout(columns, defaultSort, storageKey);
  const [rowWindow, setRowWindow] = useState(FIRST_WINDOW);
  // What the rows of this view look like is known to whoever wrote its columns.
  const view = useView(spec({ sort: layout.sort, filter, window: rowWindow })) as unknown as ViewData<Row>;

  const { total, rows, error, isLoading } = view;
  const { onRows } = props;
  useEffect(() => onRows?.(rows), [onRows, rows]);
  const instead = (): ReactNode => {
    if (error !== undefined) return <ErrorState error={error} onRetry={onRetry} />;
    if (total > 0) return undefined;
    if (isLoading) return <Loading />;
    return filter === '' ? empty : (noMatch ?? <NoMatch />);
  };
  const other = instead();
  if (other !== undefined) return <div className="flex min-h-0 flex-1 flex-col overflow-auto">{other}</div>;
  return (
    <Grid
      label={label}
      columns={columns}
      layout={layout}
      view={view}
      rowWindow={rowWindow}
      onWindow={setRowWindow}
      rowHeight={props.rowHeight ?? ROW_HEIGHT}
      selectionMode={props.selectionMode ?? 'none'}
      selected={props.selected ?? NOTHING_SELECTED}
      onSelectionChange={props.onSelectionChange}
      onOpen={props.onOpen}
      rowActions={props.rowActions}
      tree={props.tree}
    />
  );
}

function NoMatch(): ReactNode {
  const { t } = useTranslation('common');
  return <EmptyState title={t('table.noMatch')} />;
}
