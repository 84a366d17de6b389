import type { PersonState } from '../../../shared/people.ts';

export interface PersonChoice {
  readonly toApprove: readonly string[];
  readonly toDisable: readonly string[];
  readonly toEnable: readonly string[];
}

/** What to offer for some people, of whom those beyond the loaded rows have no known state: for them, all of it. */
export function personChoice(people: readonly string[], states: ReadonlyMap<string, PersonState>): PersonChoice {
  const those = (wanted: readonly PersonState[]): readonly string[] =>
    people.filter((person) => {
      const state = states.get(person);
      return state === undefined || wanted.includes(state);
    });
  return { toApprove: those(['waiting']), toDisable: those(['active']), toEnable: those(['disabled']) };
}
