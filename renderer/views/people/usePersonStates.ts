import { useCallback, useState } from 'react';
import type { PersonState } from '../../../shared/people.ts';
import type { PersonRow } from '../../../shared/peopleSchemas.ts';

export interface PersonStates {
  /** State of each loaded row, by key: the same object until one of them changes. */
  readonly states: ReadonlyMap<string, PersonState>;
  readonly see: (rows: readonly PersonRow[]) => void;
}

/** What state the loaded rows are in. Their figures move all the time, and nothing is drawn again for those. */
export function usePersonStates(): PersonStates {
  const [states, setStates] = useState<ReadonlyMap<string, PersonState>>(new Map());
  const see = useCallback((rows: readonly PersonRow[]) => {
    const next = new Map(rows.map(({ key, state }) => [key, state]));
    setStates((before) => (isSame(before, next) ? before : next));
  }, []);
  return { states, see };
}

function isSame(left: ReadonlyMap<string, PersonState>, right: ReadonlyMap<string, PersonState>): boolean {
  return left.size === right.size && [...left].every(([key, state]) => right.get(key) === state);
}
