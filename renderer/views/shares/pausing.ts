import type { ShareState } from '../../../shared/model.ts';

export type StateName = ShareState['kind'];

/** Whether pausing and resuming mean anything for a share in this state; undefined where the state is not known. */
export function isPausable(state: StateName | undefined): boolean {
  return state === undefined || state === 'seeding' || state === 'checking';
}

export function isResumable(state: StateName | undefined): boolean {
  return state === undefined || state === 'paused';
}

export interface PauseChoice {
  /** Info-hashes of those that a pause is for; empty when there is nothing to pause. */
  readonly toPause: readonly string[];
  readonly toResume: readonly string[];
}

/** What to offer for some shares, of which those beyond the loaded rows have no known state: for them, both. */
export function pauseChoice(infoHashes: readonly string[], states: ReadonlyMap<string, StateName>): PauseChoice {
  return {
    toPause: infoHashes.filter((infoHash) => isPausable(states.get(infoHash))),
    toResume: infoHashes.filter((infoHash) => isResumable(states.get(infoHash))),
  };
}
