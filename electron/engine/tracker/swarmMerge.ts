import { readU16 } from '../codec/bigEndian.ts';
import { ipAddressFromBytes } from '../codec/ipAddress.ts';
import { NO_ROW } from './peerRecords.ts';
import type { Swarm } from './swarm.ts';
import {
  type EndpointRow,
  type PeerRow,
  parsePeerRows,
  type SnapshotError,
  type SwarmSnapshot,
} from './swarmSnapshot.ts';
import type { SwarmStore, Visit } from './swarmStore.ts';

/** Who said goodbye while what was stored was still being read. */
export type HasLeft = (swarm: Swarm, peer: Pick<PeerRow, 'peerId' | 'key'>) => boolean;

export interface MergeTime {
  readonly nowSeconds: number;
  readonly hasLeft: HasLeft;
}

/**
 * Adds the counters of a snapshot to its swarm's, if that is tracked, and takes its peers back in. Time that passed since
 * the snapshot does not count against them: nobody could announce while the tracker was down. Whoever announced since then is
 * known better than the snapshot knows it.
 */
export function mergeSnapshot(store: SwarmStore, snapshot: SwarmSnapshot, time: MergeTime): SnapshotError[] {
  const swarm = store.find(snapshot.infoHash);
  if (swarm === undefined) return [];
  swarm.announces += snapshot.announces;
  swarm.scrapes += snapshot.scrapes;
  swarm.completed += snapshot.completed;
  const rows = parsePeerRows(snapshot.peers);
  if (!rows.ok) return [rows.error];
  // Nobody announced yet, as a rule.
  const take = swarm.peerCount === 0 ? takePeer : mergePeer;
  for (const row of rows.value) if (!time.hasLeft(swarm, row)) take(store, swarm, { row, ...time });
  return [];
}

/** Every endpoint of the peer announces once more. */
function takePeer(store: SwarmStore, swarm: Swarm, { row, nowSeconds }: MergeTime & { readonly row: PeerRow }): void {
  for (const endpoint of [row.ipv4, row.ipv6]) {
    const slot = endpoint === undefined ? -1 : store.update(swarm, visitOf(row, endpoint, nowSeconds));
    if (slot >= 0 && row.isCompletionCounted) store.records.setCompletionCounted(slot);
  }
}

/** The same, unless somebody is there by now or the peer is elsewhere. */
function mergePeer(store: SwarmStore, swarm: Swarm, { row, nowSeconds }: MergeTime & { readonly row: PeerRow }): void {
  const { records } = store;
  const visits = [row.ipv4, row.ipv6].flatMap((endpoint) => (endpoint ? [visitOf(row, endpoint, nowSeconds)] : []));
  const known = knownAs(store, swarm, visits);
  for (const visit of visits) {
    if (store.peerAt(swarm, visit) >= 0) continue;
    if (known >= 0 && records.rowOf(known, visit.address.family) !== NO_ROW) continue;
    store.update(swarm, known < 0 ? visit : asItIs(store, known, visit));
  }
  const slot = visits[0] === undefined ? known : Math.max(known, store.peerNamed(swarm, visits[0]));
  if (slot >= 0 && row.isCompletionCounted) records.setCompletionCounted(slot);
}

/** The slot of the peer if it announced already, perhaps under another peer-id; -1 if not. */
function knownAs(store: SwarmStore, swarm: Swarm, visits: readonly Visit[]): number {
  for (const visit of visits) {
    const slot = store.peerNamed(swarm, visit);
    if (slot >= 0) return slot;
  }
  for (const visit of visits) {
    const holder = store.peerAt(swarm, visit);
    if (holder >= 0 && store.isSamePeer(holder, visit)) return holder;
  }
  return -1;
}

function visitOf({ peerId, key, ...row }: PeerRow, { endpoint, idleMs }: EndpointRow, nowSeconds: number): Visit {
  return {
    peerId,
    key,
    leftBytes: row.leftBytes,
    uploadedBytes: row.uploadedBytes,
    downloadedBytes: row.downloadedBytes,
    address: ipAddressFromBytes(endpoint.subarray(0, -2)),
    port: readU16(endpoint, endpoint.length - 2),
    event: 'none',
    nowSeconds: Math.max(0, nowSeconds - Math.round(idleMs / 1000)),
  };
}

/** The visit brings an endpoint and nothing else. */
function asItIs({ records }: SwarmStore, slot: number, visit: Visit): Visit {
  const peerId = records.peerIdOf(slot).slice();
  return { ...visit, ...records.transferOf(slot), peerId, key: records.keyOf(slot) };
}
