import type { TrackerPeer } from '../../../shared/model.ts';
import type { EpochMs } from '../../../shared/units.ts';
import { readU16 } from '../codec/bigEndian.ts';
import { ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { EndpointTable } from './endpointTable.ts';
import type { PeerRecords } from './peerRecords.ts';
import type { Swarm } from './swarm.ts';
import { createSwarmLook, slotsOf } from './swarmLook.ts';
import {
  type EndpointRow,
  type PeerRow,
  parsePeerRows,
  type SnapshotError,
  type SwarmSnapshot,
  writePeerRows,
} from './swarmSnapshot.ts';
import type { SwarmStore } from './swarmStore.ts';

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
  const rows = slotsOf(swarm).map((slot) => rowOf(swarm, slot, { records, nowSeconds }));
  return { infoHash, completed, announces, scrapes, peers: writePeerRows(rows) };
}

/**
 * Adds the counters of a snapshot to its swarm's, if that is tracked, and takes its peers back in. Time that passed since
 * the snapshot does not count against them: nobody could announce while the tracker was down.
 */
export function restoreSwarm(store: SwarmStore, snapshot: SwarmSnapshot, nowSeconds: number): SnapshotError[] {
  const swarm = store.find(snapshot.infoHash);
  if (swarm === undefined) return [];
  swarm.announces += snapshot.announces;
  swarm.scrapes += snapshot.scrapes;
  swarm.completed += snapshot.completed;
  const rows = parsePeerRows(snapshot.peers);
  if (!rows.ok) return [rows.error];
  for (const row of rows.value) restorePeer(store, swarm, { row, nowSeconds });
  return [];
}

/** Every endpoint of the peer announces once more. */
function restorePeer(
  store: SwarmStore,
  swarm: Swarm,
  { row, nowSeconds }: { readonly row: PeerRow; readonly nowSeconds: number },
): void {
  for (const known of [row.ipv4, row.ipv6]) {
    if (known === undefined) continue;
    const slot = store.update(swarm, {
      ...row,
      address: ipAddressFromBytes(known.endpoint.subarray(0, -2)),
      port: readU16(known.endpoint, known.endpoint.length - 2),
      event: 'none',
      nowSeconds: Math.max(0, nowSeconds - Math.round(known.idleMs / 1000)),
    });
    if (slot >= 0 && row.isCompletionCounted) store.records.setCompletionCounted(slot);
  }
}

function rowOf(
  swarm: Swarm,
  slot: number,
  { records, nowSeconds }: { readonly records: PeerRecords; readonly nowSeconds: number },
): PeerRow {
  const endpointRow = (table: EndpointTable): EndpointRow | undefined => {
    const endpoint = table.endpointOf(slot);
    const idleMs = Math.max(0, nowSeconds - records.seenSecondsOf(slot, table.family)) * 1000;
    return endpoint && { endpoint, idleMs };
  };
  return {
    peerId: records.peerIdOf(slot),
    key: records.keyOf(slot),
    isCompletionCounted: records.isCompletionCounted(slot),
    ipv4: endpointRow(swarm.IPv4),
    ipv6: endpointRow(swarm.IPv6),
    ...records.transferOf(slot),
  };
}
