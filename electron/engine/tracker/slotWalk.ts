import type { AddressFamily } from '../codec/ipAddress.ts';
import type { Clock, Timer } from '../ports.ts';

/** Work on the peers in all slots, a slice at a time, so that a million peers hold up the answers no longer than ten do. */
export interface SlotWalk {
  /**
   * Does the first slice now and the others in the next moments. A walk that is under way goes on with these instead of what
   * it had left.
   */
  begin(slots: number): void;
  isUnderWay(): boolean;
  stop(): void;
}

/** From `first` to before `end`. */
export type SlotRange = Readonly<Record<'first' | 'end', number>>;
/** Asked about endpoints that are there. */
export type IsGone = (slot: number, family: AddressFamily) => boolean;

/** In one go; a slice is as many of them as there is time for: many if there is little to do, few if every peer is gone. */
const STEP_SLOTS = 256;
const SLICE_SLOTS = 2048;
const SLICE_MS = 3;
const PAUSE_MS = 2;

/** `step` does its work on the next so many slots. */
export function createSlotWalk(clock: Clock, step: (slots: number) => void): SlotWalk {
  let slotsLeft = 0;
  let pause: Timer | undefined;

  function slice(): void {
    const endMs = clock.monotonicMs() + SLICE_MS;
    const end = Math.max(0, slotsLeft - SLICE_SLOTS);
    do {
      const slots = Math.min(slotsLeft - end, STEP_SLOTS);
      step(slots);
      slotsLeft -= slots;
    } while (slotsLeft > end && clock.monotonicMs() < endMs);
    pause = slotsLeft > 0 ? clock.after(PAUSE_MS, slice) : undefined;
  }

  return {
    begin(slots) {
      slotsLeft = slots;
      if (pause === undefined) slice();
    },
    isUnderWay: () => pause !== undefined,
    stop: () => pause?.cancel(),
  };
}
