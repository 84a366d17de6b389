import type { AddressFamily } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';
import { createSlotWalk } from './slotWalk.ts';
import type { Swarm } from './swarm.ts';
import type { SwarmStore } from './swarmStore.ts';

/** Forgets who announces no more. */
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

/** `patienceSeconds` is how long a peer may keep silent at this moment. */
export function createPeerExpiry(deps: PeerExpiryDeps, patienceSeconds: () => number): PeerExpiry {
  const { clock, store, nowSeconds, onChange } = deps;
  const { records } = store;
  const walk = createSlotWalk(clock, step);
  let next = 0;
  let seenSeconds = 0;

  /** From the first again after the last. */
  function step(slots: number): void {
    seenSeconds = nowSeconds() - patienceSeconds();
    const end = Math.min(next + slots, records.slotEnd());
    store.sweep({ first: next, end }, isSilent, onChange);
    next = end === records.slotEnd() ? 0 : end;
  }

  function isSilent(slot: number, family: AddressFamily): boolean {
    return records.seenSecondsOf(slot, family) <= seenSeconds;
  }

  return {
    turn() {
      if (!walk.isUnderWay()) walk.begin(Math.ceil(records.slotEnd() / TURNS));
    },
    stop: walk.stop,
  };
}
