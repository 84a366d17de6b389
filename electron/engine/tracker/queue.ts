/** First in, first out, at the same cost however long it is. */
export interface Queue<T> {
  length(): number;
  push(item: T): void;
  first(): T | undefined;
  shift(): T | undefined;
  /** From the first to the last. */
  all(): readonly T[];
}

/** Places before the first item that are worth moving all others for. */
const MIN_HOLE = 1024;

export function createQueue<T>(): Queue<T> {
  let items: T[] = [];
  let start = 0;
  return {
    length: () => items.length - start,
    push: (item) => void items.push(item),
    first: () => items[start],
    shift() {
      const item = items[start];
      if (start < items.length) start++;
      if (start === items.length || (start >= MIN_HOLE && start * 2 > items.length)) {
        items = items.slice(start);
        start = 0;
      }
      return item;
    },
    all: () => items.slice(start),
  };
}
