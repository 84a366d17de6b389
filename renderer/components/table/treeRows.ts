/** Where a row stands in a tree; all count from 1. */
export interface TreePlace {
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  /** Absent for what has nothing below it. */
  readonly isOpen?: boolean;
}

/** Makes a table a tree: the rows come in the order in which they are seen, and folding is the caller's. */
export interface TreeRows<Row> {
  /** Undefined for a row that is in no tree, as among what a filter found. */
  placeOf(row: Row): TreePlace | undefined;
  setOpen(row: Row, isOpen: boolean): void;
}

/** What a key does to the row the keyboard is on, by the pattern for treegrids; undefined when it is no key of trees. */
export function treeKey(key: string, place: TreePlace): 'open' | 'close' | 'parent' | undefined {
  if (key === 'ArrowRight') return place.isOpen === false ? 'open' : undefined;
  if (key !== 'ArrowLeft') return undefined;
  if (place.isOpen === true) return 'close';
  return place.level > 1 ? 'parent' : undefined;
}

/** The nearest row above with a lower level; undefined when it is beyond the loaded rows. */
export function parentOf(index: number, levelAt: (index: number) => number | undefined): number | undefined {
  const own = levelAt(index);
  if (own === undefined) return undefined;
  for (let above = index - 1; above >= 0; above--) {
    const level = levelAt(above);
    if (level === undefined) return undefined;
    if (level < own) return above;
  }
  return undefined;
}
