import { useCallback, useState } from 'react';
import type { ShareRow } from '../../../shared/rows.ts';
import type { StateName } from './pausing.ts';

export interface RowStates {
  /** State of each loaded row, by info-hash: the same object until one of them changes. */
  readonly states: ReadonlyMap<string, StateName>;
  /** Takes in the loaded rows. */
  readonly see: (rows: readonly ShareRow[]) => void;
}

/** What state the loaded rows are in. Their figures move every second, and nothing is drawn again for those. */
export function useRowStates(): RowStates {
  const [states, setStates] = useState<ReadonlyMap<string, StateName>>(new Map());
  const see = useCallback((rows: readonly ShareRow[]) => {
    const next = new Map(rows.map(({ key, state }) => [key, state.kind]));
    setStates((before) => (isSame(before, next) ? before : next));
  }, []);
  return { states, see };
}

function isSame(left: ReadonlyMap<string, StateName>, right: ReadonlyMap<string, StateName>): boolean {
  return left.size === right.size && [...left].every(([key, state]) => right.get(key) === state);
}
