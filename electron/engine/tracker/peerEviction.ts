import { type AddressFamily, type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock } from '../ports.ts';
import { createSlotWalk } from './slotWalk.ts';
import type { Swarm } from './swarm.ts';
import type { SwarmStore } from './swarmStore.ts';

/** Forgets peers that are not served any more: nobody is sent there. */
export interface PeerEviction {
  /** Looks at all peers, now and in the next moments; from the first again when it was called before. */
  begin(): void;
  stop(): void;
}

export interface PeerEvictionDeps {
  readonly clock: Clock;
  readonly store: SwarmStore;
  readonly serves: (address: IpAddress) => boolean;
  readonly isMember: IsMember;
  /** The swarm lost somebody. */
  readonly onChange: (swarm: Swarm) => void;
}

/** Whether a peer of a torrent may still be there. The peer-id is valid for the call. */
export type IsMember = (infoHash: InfoHash, peerId: Uint8Array) => boolean;

const PORT_BYTES = 2;

export function createPeerEviction({ clock, store, serves, isMember, onChange }: PeerEvictionDeps): PeerEviction {
  const walk = createSlotWalk(clock, step);
  let next = 0;

  function step(slots: number): void {
    store.sweep({ first: next, end: next + slots }, isUnserved, onChange);
    next += slots;
  }

  function isUnserved(slot: number, family: AddressFamily): boolean {
    const swarm = store.swarmOf(slot);
    const endpoint = swarm?.[family].endpointOf(slot);
    if (swarm === undefined || endpoint === undefined) return false;
    const address = ipAddressFromBytes(endpoint.subarray(0, -PORT_BYTES));
    return !serves(address) || !isMember(swarm.infoHash, store.records.peerIdOf(slot));
  }

  return {
    begin() {
      next = 0;
      // Who comes meanwhile is judged by the rules of now.
      walk.begin(store.records.slotEnd());
    },
    stop: walk.stop,
  };
}
