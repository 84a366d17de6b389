import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { EngineError } from '../../shared/frameClient.ts';
import type { RowOf } from '../../shared/views.ts';
import { useViewClient } from '../engine.tsx';
import { specKey, type ViewHandle, type WantedView } from './viewHandle.ts';

export interface ViewData<Row> {
  /** Rows that match the filter. */
  readonly total: number;
  /** Index of the first of `rows`: the window that arrived last, which may lag behind the one asked for. */
  readonly first: number;
  readonly rows: readonly Row[];
  /** Whether rows for the wanted share, order and filter are still to come; old ones stay meanwhile. */
  readonly isLoading: boolean;
  readonly error?: EngineError;
  keys(first: number, count: number): Promise<string[]>;
}

/**
 * Looks at rows of the engine, live. `spec` may be a new object on every render: it is compared by value. Without one
 * nothing is looked at. A row that did not change stays the same object.
 */
export function useView<Spec extends WantedView>(spec: Spec | undefined): ViewData<RowOf<Spec['kind']>> {
  const client = useViewClient();
  const [handle] = useState((): ViewHandle<RowOf<Spec['kind']>> => client.create());
  const key = specKey(spec);
  useEffect(() => {
    handle.show(key === '' ? undefined : (JSON.parse(key) as WantedView));
  }, [handle, key]);
  useEffect(() => () => handle.close(), [handle]);
  const { total, first, rows, isLoading, error } = useSyncExternalStore(handle.subscribe, handle.snapshot);
  const keys = useCallback((from: number, count: number) => handle.keys(from, count), [handle]);
  return {
    total,
    first,
    rows,
    // Before the first effect nothing is asked for yet, but it will be.
    isLoading: isLoading || (spec !== undefined && total === 0 && rows.length === 0 && handle.isIdle()),
    keys,
    ...(error === undefined ? {} : { error }),
  };
}

export interface RowData<Row> {
  readonly row: Row | undefined;
  readonly isLoading: boolean;
  /** There is no such row (any more): the share or person was removed. */
  readonly isGone: boolean;
  readonly error?: EngineError;
}

/** The row of a view that has one: `status`, `share`, `person`, `pieces`. */
export function useRow<Spec extends Extract<WantedView, { kind: 'status' | 'share' | 'person' | 'pieces' }>>(
  spec: Spec | undefined,
): RowData<RowOf<Spec['kind']>> {
  const { rows, isLoading, error } = useView(spec);
  const row = rows[0];
  const isGone = spec !== undefined && row === undefined && !isLoading && error === undefined;
  return { row, isLoading, isGone, ...(error === undefined ? {} : { error }) };
}
