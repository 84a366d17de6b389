import { type ReactNode, useCallback, useState } from 'react';
import { useSettled } from '../views/shares/useSettled.ts';
import type { Keyed } from '../views/viewState.ts';
import { classes } from './classes.ts';
import { DataTable, type DataTableProps } from './DataTable.tsx';
import type { MenuAction } from './MenuAction.ts';
import { SelectionBar } from './SelectionBar.tsx';

export interface SelectableTableProps<Row extends Keyed>
  extends Omit<DataTableProps<Row>, 'rowActions' | 'selectionMode' | 'selected' | 'onSelectionChange'> {
  /** What can be done with some of the rows, for the context menu and the bar below the table. */
  readonly actionsOf: (keys: ReadonlySet<string>) => readonly MenuAction[];
  /** What the bar is called. */
  readonly selectionLabel: string;
  /** `4 torrents selected`. */
  readonly selectionCount: (count: number) => string;
  /** What stands over the table; in a window too low for both they scroll together. */
  readonly above?: ReactNode;
}

/** A table of which several rows can be chosen, with a bar below it for what can be done with them. */
export function SelectableTable<Row extends Keyed>(props: SelectableTableProps<Row>): ReactNode {
  const { actionsOf, selectionLabel, selectionCount, above, ...table } = props;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const unselect = useCallback(() => setSelected(new Set()), []);
  const settled = useSettled(selected);
  // Only where rows can be opened is there a second click that a bar could catch.
  const shown = table.onOpen === undefined ? selected : settled;
  const rows = (
    // Ranges of rows are chosen with Shift, which would select their text as well.
    <div
      className={classes(
        'flex flex-1 flex-col select-none',
        above === undefined ? 'min-h-0' : 'min-h-48 shrink-0 basis-0',
      )}
    >
      <DataTable<Row>
        {...table}
        selectionMode="multiple"
        selected={selected}
        onSelectionChange={setSelected}
        rowActions={actionsOf}
      />
    </div>
  );
  return (
    <>
      {above === undefined ? (
        rows
      ) : (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          {above}
          {rows}
        </div>
      )}
      {shown.size === 0 ? null : (
        <SelectionBar
          label={selectionLabel}
          count={selectionCount(shown.size)}
          actions={actionsOf(shown)}
          onClose={unselect}
        />
      )}
    </>
  );
}
