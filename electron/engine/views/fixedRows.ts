import type { AnyRow } from '../../../shared/views.ts';
import type { RowSource } from './rowSource.ts';

/** A source whose items are the rows themselves: few, or made once. */
export function rowsAsItems<Row extends AnyRow & { readonly key: string }>(
  items: () => readonly Row[],
  textOf: (row: Row) => string = () => '',
): RowSource<Row, Row> {
  return { items, keyOf: ({ key }) => key, textOf, valueOf: () => 0, rowOf: (row) => row };
}

/** A source of one row, or of none while there is nothing to make it of. */
export function oneRow<Row extends AnyRow & { readonly key: string }>(
  make: () => Row | undefined,
): RowSource<Row, Row> {
  return rowsAsItems(() => {
    const row = make();
    return row === undefined ? [] : [row];
  });
}
