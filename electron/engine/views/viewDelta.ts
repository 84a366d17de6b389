import type { ViewDelta } from '../../../shared/views.ts';
import type { ViewPage } from './viewList.ts';

/** What a client was told of a view, and so what it need not be told again. */
export interface ToldRows {
  /** What the client does not know yet; undefined when that is nothing. */
  changesTo(page: ViewPage): RowChanges | undefined;
  /** The client knows nothing: the next changes are all there is. */
  forget(): void;
}

export type RowChanges = Omit<ViewDelta, 'view' | 'revision'>;

interface Told {
  readonly total: number;
  readonly first: number;
  readonly order: readonly string[];
  /** Each row of the window as JSON, by its key: rows are made anew at every look, and equal ones are not told twice. */
  readonly texts: ReadonlyMap<string, string>;
}

export function createToldRows(): ToldRows {
  let told: Told | undefined;

  return {
    changesTo({ total, first, rows }) {
      const texts = new Map(rows.map((row) => [row.key, JSON.stringify(row)]));
      const order = rows.map(({ key }) => key);
      const changed = rows.filter(({ key }) => told?.texts.get(key) !== texts.get(key));
      const isSameOrder = told !== undefined && isSame(told.order, order);
      const isSamePlace = told?.total === total && told.first === first;
      told = { total, first, order, texts };
      if (isSamePlace && isSameOrder && changed.length === 0) return undefined;
      return { total, first, ...(isSameOrder ? {} : { order }), rows: changed };
    },
    forget() {
      told = undefined;
    },
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}
