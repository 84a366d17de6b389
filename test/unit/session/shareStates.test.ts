import { describe, expect, it } from 'vitest';
import { nextState, type StateEvent } from '../../../electron/engine/session/shareStates.ts';
import type { ShareState } from '../../../shared/model.ts';

const checking: ShareState = { kind: 'checking', bytesDone: 0 };
const seeding: ShareState = { kind: 'seeding' };
const paused: ShareState = { kind: 'paused' };
const error: ShareState = { kind: 'error', code: 'file-changed', message: 'a.bin was modified', file: '/a.bin' };

const events: Readonly<Record<StateEvent['kind'], StateEvent>> = {
  checked: { kind: 'checked' },
  pause: { kind: 'pause' },
  resume: { kind: 'resume' },
  fail: { kind: 'fail', code: 'file-changed', message: 'a.bin was modified', file: '/a.bin' },
};

/** All sixteen; `same` is the very object that went in. */
const table: readonly { from: ShareState; event: StateEvent['kind']; to: ShareState | 'same' }[] = [
  { from: checking, event: 'checked', to: seeding },
  { from: checking, event: 'pause', to: paused },
  { from: checking, event: 'resume', to: 'same' },
  { from: checking, event: 'fail', to: error },
  { from: seeding, event: 'checked', to: 'same' },
  { from: seeding, event: 'pause', to: paused },
  { from: seeding, event: 'resume', to: 'same' },
  { from: seeding, event: 'fail', to: error },
  { from: paused, event: 'checked', to: 'same' },
  { from: paused, event: 'pause', to: 'same' },
  { from: paused, event: 'resume', to: checking },
  { from: paused, event: 'fail', to: error },
  { from: error, event: 'checked', to: 'same' },
  { from: error, event: 'pause', to: paused },
  { from: error, event: 'resume', to: checking },
  { from: error, event: 'fail', to: 'same' },
];

describe('the states of a share', () => {
  it.each(table)('$from.kind, $event', ({ from, event, to }) => {
    const next = nextState(from, events[event]);
    expect(next).toEqual(to === 'same' ? from : to);
    expect(next === from).toBe(to === 'same');
  });

  it('keeps no file for an error that has none', () => {
    const next = nextState(seeding, { kind: 'fail', code: 'internal', message: 'odd' });
    expect(next).toEqual({ kind: 'error', code: 'internal', message: 'odd' });
  });
});
