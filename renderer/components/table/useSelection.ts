import { useCallback, useRef } from 'react';

export type SelectionMode = 'none' | 'single' | 'multiple';

export interface Selection {
  readonly selected: ReadonlySet<string>;
  /** Selects one row and nothing else. */
  only(key: string, index: number): void;
  toggle(key: string, index: number): void;
  /** From the row that was selected last to this one. */
  rangeTo(key: string, index: number): void;
  all(total: number): void;
  none(): void;
}

export interface SelectionDeps {
  readonly mode: SelectionMode;
  readonly selected: ReadonlySet<string>;
  onChange(keys: ReadonlySet<string>): void;
  /** Keys of rows that may not be loaded. */
  keys(first: number, count: number): Promise<string[]>;
  onError(error: unknown): void;
}

export const NOTHING_SELECTED: ReadonlySet<string> = new Set<string>();

/** What clicks and keys do to a selection. The keys of far rows come from the engine, so a range may arrive a moment later. */
export function useSelection({ mode, selected, onChange, keys, onError }: SelectionDeps): Selection {
  const anchor = useRef<number | undefined>(undefined);
  /** Only the newest range counts when several are asked for in a row. */
  const request = useRef(0);

  const range = useCallback(
    (first: number, count: number) => {
      const mine = ++request.current;
      keys(first, count).then((found) => {
        if (mine === request.current) onChange(new Set(found));
      }, onError);
    },
    [keys, onChange, onError],
  );
  const change = (next: ReadonlySet<string>): void => {
    request.current++;
    onChange(next);
  };

  if (mode === 'none') {
    const nothing = (): void => undefined;
    return {
      selected: NOTHING_SELECTED,
      only: nothing,
      toggle: nothing,
      rangeTo: nothing,
      all: nothing,
      none: nothing,
    };
  }
  const only = (key: string, index: number): void => {
    anchor.current = index;
    change(new Set([key]));
  };
  return {
    selected,
    only,
    toggle(key, index) {
      anchor.current = index;
      if (selected.has(key)) change(new Set([...selected].filter((other) => other !== key)));
      else change(mode === 'single' ? new Set([key]) : new Set([...selected, key]));
    },
    rangeTo(key, index) {
      if (mode === 'single') only(key, index);
      else {
        const from = anchor.current ?? index;
        range(Math.min(from, index), Math.abs(index - from) + 1);
      }
    },
    all(total) {
      if (mode === 'multiple' && total > 0) range(0, total);
    },
    none() {
      if (selected.size > 0) change(NOTHING_SELECTED);
    },
  };
}
