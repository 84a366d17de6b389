import { useCallback, useState } from 'react';
import type { ViewData } from '../../views/useView.ts';
import type { Keyed } from '../../views/viewState.ts';
import { type GridPosition, HEADER_ROW } from './gridPosition.ts';

export interface ActivePosition {
  readonly position: GridPosition;
  set(position: GridPosition): void;
}

export interface ActivePositionDeps<Row extends Keyed> {
  readonly view: ViewData<Row>;
  rowAt(index: number): Row | undefined;
}

interface KeyedPosition extends GridPosition {
  readonly key: string | undefined;
}

/** Where the keyboard is. It stays on its row when the list around it is sorted anew, as long as that row is loaded. */
export function useActivePosition<Row extends Keyed>({ view, rowAt }: ActivePositionDeps<Row>): ActivePosition {
  const [position, setPosition] = useState<KeyedPosition>({ row: 0, column: undefined, key: undefined });
  const row = followed(position, { view, rowAt });
  const set = useCallback((next: GridPosition) => setPosition({ ...next, key: rowAt(next.row)?.key }), [rowAt]);
  return { position: { row, column: position.column }, set };
}

function followed<Row extends Keyed>({ row, key }: KeyedPosition, { view, rowAt }: ActivePositionDeps<Row>): number {
  if (row === HEADER_ROW) return row;
  const clamped = Math.min(row, Math.max(0, view.total - 1));
  if (key === undefined || rowAt(clamped)?.key === key) return clamped;
  const found = view.rows.findIndex((candidate) => candidate.key === key);
  return found === -1 ? clamped : view.first + found;
}
