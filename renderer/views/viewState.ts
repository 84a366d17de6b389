import type { ViewDelta } from '../../shared/views.ts';

export interface Keyed {
  readonly key: string;
}

/** What a component sees of a view. */
export interface ShownRows<Row> {
  /** Rows that match the filter. */
  readonly total: number;
  /** Index of the first of `rows` in the sorted and filtered list. */
  readonly first: number;
  readonly rows: readonly Row[];
}

/** What is known of an open view: `order` and `known` follow the engine, `shown` only what answers the newest spec. */
export interface ViewState<Row extends Keyed> {
  readonly order: readonly string[];
  readonly known: ReadonlyMap<string, Row>;
  readonly shown: ShownRows<Row> | undefined;
}

export const NOTHING_SHOWN: ShownRows<never> = { total: 0, first: 0, rows: [] };

export function emptyViewState<Row extends Keyed>(): ViewState<Row> {
  return { order: [], known: new Map<string, Row>(), shown: undefined };
}

/** Forgets what the engine was told to keep; what is seen stays until the engine answers again. */
export function afterReconnect<Row extends Keyed>(state: ViewState<Row>): ViewState<Row> {
  return { ...emptyViewState<Row>(), shown: state.shown };
}

/**
 * Takes in what changed. A delta that answers an older spec is remembered, because the next one builds on it, but not shown.
 * Rows that did not change keep their object, and `shown` stays the same object when nothing in it changed.
 */
export function applyDelta<Row extends Keyed>(
  state: ViewState<Row>,
  delta: ViewDelta,
  revision: number,
): ViewState<Row> {
  const order = delta.order ?? state.order;
  const isMoved = delta.order !== undefined && !isSameOrder(delta.order, state.order);
  const isChanged = isMoved || delta.rows.length > 0;
  const known = isChanged ? knownRows(state.known, delta, order) : state.known;
  if (delta.revision < revision) return { order, known, shown: state.shown };
  return { order, known, shown: shownRows({ order, known, shown: state.shown }, delta) };
}

/** Only rows in the window are kept: the engine sends a row that comes back into it again. */
function knownRows<Row extends Keyed>(
  before: ReadonlyMap<string, Row>,
  delta: ViewDelta,
  order: readonly string[],
): ReadonlyMap<string, Row> {
  // The contract's own word for it: the rows of a view of this kind have this shape, and the engine checked them.
  const changed = new Map(delta.rows.map((row) => [row.key, row as unknown as Row]));
  const known = new Map<string, Row>();
  for (const key of order) {
    const row = changed.get(key) ?? before.get(key);
    if (row !== undefined) known.set(key, row);
  }
  return known;
}

function shownRows<Row extends Keyed>(state: ViewState<Row>, { total, first }: ViewDelta): ShownRows<Row> {
  const { order, known, shown } = state;
  const rows: Row[] = [];
  for (const key of order) {
    const row = known.get(key);
    if (row !== undefined) rows.push(row);
  }
  if (shown === undefined || !isSameOrder(rows, shown.rows)) return { total, first, rows };
  if (shown.total === total && shown.first === first) return shown;
  return { total, first, rows: shown.rows };
}

function isSameOrder(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, i) => item === right[i]);
}
