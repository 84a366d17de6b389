import type { TrackerPeer } from '../../../shared/model.ts';
import type { EpochMs } from '../../../shared/units.ts';
import type { PeerRecords } from './peerRecords.ts';
import type { Swarm } from './swarm.ts';
import { createSwarmLook } from './swarmLook.ts';
import { partOf } from './swarmParts.ts';
import type { SwarmSnapshot } from './swarmSnapshot.ts';

/** A swarm as others see it: rows for people, and plain data for storage. */

/** One row a peer, at its IPv4 endpoint if it has one. `nowSeconds` is the store's time for the wall time `now`. */
export function trackerPeersOf(
  swarm: Swarm,
  records: PeerRecords,
  { now, nowSeconds }: { readonly now: EpochMs; readonly nowSeconds: number },
): TrackerPeer[] {
  const look = createSwarmLook(swarm, records, () => ({ now, nowSeconds }));
  return look.slots().flatMap((slot) => look.peerOf(slot) ?? []);
}

export function snapshotOf(swarm: Swarm, records: PeerRecords, nowSeconds: number): SwarmSnapshot {
  const { infoHash, completed, announces, scrapes } = swarm;
  const peers = partOf(swarm, { part: 0, parts: 1 }, { records, nowSeconds });
  return { infoHash, completed, announces, scrapes, peers };
}
