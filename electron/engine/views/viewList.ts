import type { Sort } from '../../../shared/columns.ts';
import { type AnyRow, MAX_WINDOW_ROWS, type RowWindow, type ViewSpec } from '../../../shared/views.ts';
import { createTextCache, foldText } from './foldText.ts';
import type { RowSource } from './rowSource.ts';
import { createViewOrder } from './viewOrder.ts';

/** The rows of one view as they are wanted: sorted, filtered and cut. */
export interface ViewList {
  /** Cut from what was found last, while only the window differs, for who scrolls. */
  page(query: ListQuery): ViewPage;
  /** Of all that match, whatever the window; from what was found last, as well. */
  keys(query: ListQuery, range: { readonly first: number; readonly count: number }): string[];
  /** Makes the next answer read the source anew. */
  forget(): void;
}

export interface ListQuery {
  /** Absent: in the source's own order. */
  readonly sort: Sort | undefined;
  readonly filter: string;
  readonly window: RowWindow;
}

export interface ViewPage {
  /** Of those that match. */
  readonly total: number;
  readonly first: number;
  readonly rows: readonly AnyRow[];
}

/** What a spec wants of the list; a view without a window is small and shown whole. */
export function queryOf(spec: ViewSpec): ListQuery {
  return {
    sort: 'sort' in spec ? spec.sort : undefined,
    filter: 'filter' in spec ? spec.filter.trim() : '',
    window: 'window' in spec ? spec.window : { first: 0, count: MAX_WINDOW_ROWS },
  };
}

interface Found {
  readonly items: readonly unknown[];
  /** Places in `items`, in order; undefined when they are as they come. */
  readonly places: readonly number[] | undefined;
  readonly total: number;
  readonly query: ListQuery;
}

export function createViewList(source: RowSource<unknown>): ViewList {
  const viewOrder = createViewOrder(source);
  const texts = createTextCache(foldText);
  let last: Found | undefined;

  function find(query: ListQuery): Found {
    const items = source.items();
    const matches = placesOf(items, foldText(query.filter));
    const places = query.sort === undefined ? matches : viewOrder.sort(items, matches ?? all(items), query.sort);
    last = { items, places, total: places?.length ?? items.length, query };
    return last;
  }

  /** Undefined for all of them. */
  function placesOf(items: readonly unknown[], wanted: string): number[] | undefined {
    if (wanted === '') return undefined;
    const places: number[] = [];
    for (const [place, item] of items.entries()) {
      if (texts.of(place, source.textOf(item)).includes(wanted)) places.push(place);
    }
    return places;
  }

  function pageOf({ items, places, total }: Found, { first: wanted, count }: RowWindow): ViewPage {
    const first = Math.min(wanted, Math.max(0, total - count));
    return { total, first, rows: cut({ items, places }, { first, count }).map((item) => source.rowOf(item)) };
  }

  const found = (query: ListQuery): Found => (last !== undefined && isSameList(last.query, query) ? last : find(query));

  return {
    page: (query) => pageOf(found(query), query.window),
    keys: (query, range) => cut(found(query), range).map((item) => source.keyOf(item)),
    forget() {
      last = undefined;
    },
  };
}

function all(items: readonly unknown[]): number[] {
  return Array.from(items, (_, place) => place);
}

function cut(
  { items, places }: Pick<Found, 'items' | 'places'>,
  { first, count }: { readonly first: number; readonly count: number },
): readonly unknown[] {
  if (places === undefined) return items.slice(first, first + count);
  return places.slice(first, first + count).map((place) => items[place]);
}

function isSameList(a: ListQuery, b: ListQuery): boolean {
  return a.filter === b.filter && a.sort?.column === b.sort?.column && a.sort?.direction === b.sort?.direction;
}
