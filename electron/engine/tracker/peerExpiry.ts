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

/** Two missed announces and a bit. */
const EXPIRY_INTERVALS = 2.5;
/** All peers are looked at once in so many turns. */
const TURNS = 10;
/** Some milliseconds if every one of them is gone; fractions of one if none is. */
const SLICE_SLOTS = 2048;
const PAUSE_MS = 2;

export function createPeerExpiry(deps: PeerExpiryDeps, intervalSeconds: number): PeerExpiry {
  const { clock, store, nowSeconds, onChange } = deps;
  let slotsLeft = 0;
  let pause: Timer | undefined;

  function slice(): void {
    const slots = Math.min(slotsLeft, SLICE_SLOTS);
    store.sweep(slots, nowSeconds() - intervalSeconds * EXPIRY_INTERVALS, onChange);
    slotsLeft -= slots;
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
