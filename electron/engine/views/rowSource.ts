import type { AnyRow, ViewSpec } from '../../../shared/views.ts';

/**
 * The rows behind one open view. Items are cheap and all there; a row is made only for what is in the window. An item may
 * change in place: it is read anew at every look.
 */
export interface RowSource<Item, Row extends AnyRow = AnyRow> {
  /** All of them, in their natural order. Valid until the next call. */
  items(): readonly Item[];
  keyOf(item: Item): string;
  /** What a filter looks in. */
  textOf(item: Item): string;
  /** What a column is sorted by. */
  valueOf(item: Item, column: string): string | number;
  rowOf(item: Item): Row;
}

/** Called when a view opens or its spec changes. Throws `share-unknown` and the like. */
export type OpenRowSource = (spec: ViewSpec) => RowSource<unknown>;
