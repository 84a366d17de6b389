import type { Clock, Timer } from '../ports.ts';
import type { Swarm } from './swarm.ts';
import type { SwarmStore } from './swarmStore.ts';

/** Forgets who announces no more, a slice at a time, so that a million peers hold up the answers no longer than ten do. */
export interface PeerExpiry {
  /** Looks at a tenth of all peers, now and in the next moments; call it every second. Does nothing while that goes on. */
  turn(): void;
  stop(): void;
}

export interface PeerExpiryDeps {
  readonly clock: Clock;
  readonly store: SwarmStore;
  /** Seconds that the store counts in. */
  readonly nowSeconds: () => number;
  /** The swarm lost somebody. */
  readonly onChange: (swarm: Swarm) => void;
}

/** All peers are looked at once in so many turns. */
const TURNS = 10;
/** In one go; a slice is as many of them as there is time for: many if nobody is gone, few if everybody is. */
const STEP_SLOTS = 256;
const SLICE_SLOTS = 2048;
const SLICE_MS = 3;
const PAUSE_MS = 2;

/** `patienceSeconds` is how long a peer may keep silent at this moment. */
export function createPeerExpiry(deps: PeerExpiryDeps, patienceSeconds: () => number): PeerExpiry {
  const { clock, store, nowSeconds, onChange } = deps;
  let slotsLeft = 0;
  let pause: Timer | undefined;

  function slice(): void {
    const endMs = clock.monotonicMs() + SLICE_MS;
    const end = Math.max(0, slotsLeft - SLICE_SLOTS);
    do {
      const slots = Math.min(slotsLeft - end, STEP_SLOTS);
      store.sweep(slots, nowSeconds() - patienceSeconds(), onChange);
      slotsLeft -= slots;
    } while (slotsLeft > end && clock.monotonicMs() < endMs);
    pause = slotsLeft > 0 ? clock.after(PAUSE_MS, slice) : undefined;
  }

  return {
    turn() {
      if (pause !== undefined) return;
      slotsLeft = Math.ceil(store.records.slotEnd() / TURNS);
      slice();
    },
    stop: () => pause?.cancel(),
  };
}
