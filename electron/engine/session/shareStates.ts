import type { ShareState } from '../../../shared/model.ts';

/** What can move a share from one state to another. */
export type StateEvent =
  | { readonly kind: 'checked' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'fail'; readonly code: string; readonly message: string; readonly file?: string };

type Transition = (event: StateEvent) => ShareState;

const toChecking: Transition = () => ({ kind: 'checking', bytesDone: 0 });
const toSeeding: Transition = () => ({ kind: 'seeding' });
const toPaused: Transition = () => ({ kind: 'paused' });
const toError: Transition = (event) => {
  if (event.kind !== 'fail') throw new TypeError('only a failure leads to the error state');
  const { code, message, file } = event;
  return { kind: 'error', code, message, ...(file !== undefined && { file }) };
};

/**
 * All transitions; where there is none the event changes nothing. A share that was resumed, after an error too, is checked before it is
 * served again. A paused share stays paused when its files change: it is checked when it is resumed.
 */
const transitions: Readonly<Record<ShareState['kind'], Partial<Record<StateEvent['kind'], Transition>>>> = {
  checking: { checked: toSeeding, pause: toPaused, fail: toError },
  seeding: { pause: toPaused, fail: toError },
  paused: { resume: toChecking, fail: toError },
  error: { resume: toChecking, pause: toPaused },
};

/** The state after the event: the same object if the event means nothing in this state. */
export function nextState(state: ShareState, event: StateEvent): ShareState {
  return transitions[state.kind][event.kind]?.(event) ?? state;
}
