import type { PeerRow } from './swarmSnapshot.ts';
import type { Swarm } from './swarm.ts';

/** Remembers who left while swarms are still being filled with what was stored, so that nobody comes back from there. */
export interface Departures {
  /** Notes and asks for nothing when off; switching it off forgets all. */
  setOn(isOn: boolean): void;
  note(swarm: Swarm, peer: Pick<PeerRow, 'peerId' | 'key'>): void;
  hasLeft(swarm: Swarm, peer: Pick<PeerRow, 'peerId' | 'key'>): boolean;
}

/** More than leave in the seconds that this takes; whoever is not noted expires. */
const MAX_NOTED = 100_000;

export function createDepartures(): Departures {
  const left = new Set<string>();
  let isOn = false;
  return {
    setOn(value) {
      isOn = value;
      left.clear();
    },
    note(swarm, peer) {
      if (isOn && left.size < MAX_NOTED) left.add(nameOf(swarm, peer));
    },
    hasLeft: (swarm, peer) => left.size > 0 && left.has(nameOf(swarm, peer)),
  };
}

function nameOf({ number }: Swarm, { peerId, key }: Pick<PeerRow, 'peerId' | 'key'>): string {
  return `${number} ${key} ${Buffer.from(peerId).toString('hex')}`;
}
