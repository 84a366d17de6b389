import type { Sort } from '../../../shared/columns.ts';
import { createTextCache, sortText } from './foldText.ts';
import type { RowSource } from './rowSource.ts';

/** Sorts the items of one view again and again. */
export interface ViewOrder {
  /** Places in `items`, sorted; equal ones by key. Valid until the next call. `places` is in the items' natural order. */
  sort(items: readonly unknown[], places: readonly number[], by: Sort): readonly number[];
}

interface Sorted {
  /** Of what was sorted, in natural order. */
  readonly keys: readonly string[];
  /** Indexes into `keys`. */
  readonly order: number[];
}

/**
 * Starts from the last order: from one second to the next few items move, and a list that is nearly sorted is sorted in little
 * more than one pass.
 */
export function createViewOrder(source: RowSource<unknown>): ViewOrder {
  const texts = createTextCache(sortText);
  let last: Sorted = { keys: [], order: [] };

  return {
    sort(items, places, { column, direction }) {
      const keys = places.map((place) => source.keyOf(items[place]));
      const values = places.map((place) => {
        const value = source.valueOf(items[place], column);
        return typeof value === 'number' ? value : texts.of(place, value);
      });
      const order = startFrom(last, keys);
      const compare = typeof values[0] === 'string' ? byText(values) : byNumber(values);
      const turn = direction === 'ascending' ? 1 : -1;
      order.sort((a, b) => turn * compare(a, b) || compareText(keys[a] ?? '', keys[b] ?? ''));
      last = { keys, order };
      return order.map((i) => places[i] ?? 0);
    },
  };
}

type Compare = (a: number, b: number) => number;

/** Numbers side by side: what is compared millions of times must not be looked up as objects. */
function byNumber(values: readonly (string | number)[]): Compare {
  const numbers = Float64Array.from(values, Number);
  // What is not a number comes first, rather than making the order depend on who is compared with whom.
  for (const [i, number] of numbers.entries()) if (Number.isNaN(number)) numbers[i] = Number.NEGATIVE_INFINITY;
  return (a, b) => {
    const [first, second] = [numbers[a] ?? 0, numbers[b] ?? 0];
    return first < second ? -1 : Number(first > second);
  };
}

function byText(values: readonly (string | number)[]): Compare {
  const texts = values.map(String);
  return (a, b) => compareText(texts[a] ?? '', texts[b] ?? '');
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The last order for the keys of now: those that are gone left out, those that are new at the end. */
function startFrom(last: Sorted, keys: readonly string[]): number[] {
  if (isSame(last.keys, keys)) return last.order;
  if (last.order.length === 0) return keys.map((_, i) => i);
  const indexes = new Map(keys.map((key, i) => [key, i]));
  const order: number[] = [];
  for (const i of last.order) {
    const key = last.keys[i] ?? '';
    const index = indexes.get(key);
    if (index === undefined) continue;
    order.push(index);
    indexes.delete(key);
  }
  for (const index of indexes.values()) order.push(index);
  return order;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
