import type { TrackerPeer } from '../../../shared/model.ts';
import { clientNameOf } from '../codec/clientName.ts';
import { ipAddressFromBytes } from '../codec/ipAddress.ts';
import type { Clock } from '../ports.ts';
import type { EndpointTable } from './endpointTable.ts';
import type { Swarm } from './swarm.ts';
import { parsePeerRows, type SnapshotError, type SwarmSnapshot, writePeerRows } from './swarmSnapshot.ts';

/** A swarm as others see it: rows for people, and plain data for storage. */

/** One row a peer, at its IPv4 endpoint if it has one. */
export function trackerPeersOf(swarm: Swarm, clock: Clock): TrackerPeer[] {
  const epochOffsetMs = clock.now() - clock.monotonicMs();
  const rows: TrackerPeer[] = [];
  for (let slot = 0; slot < swarm.peers.slotEnd(); slot++) {
    if (!swarm.peers.isUsed(slot)) continue;
    const { IPv4, IPv6 } = swarm.endpoints;
    const endpoint = endpointOf(IPv4.rowOf(slot) >= 0 ? IPv4 : IPv6, slot);
    const seenMs = Math.max(seenMsOf(IPv4, slot), seenMsOf(IPv6, slot));
    rows.push({
      ...endpoint,
      client: clientNameOf(swarm.peers.peerIdOf(slot)),
      ...swarm.peers.transferOf(slot),
      lastAnnounceAt: Math.round(epochOffsetMs + seenMs),
    });
  }
  return rows;
}

export function snapshotOf(swarm: Swarm, nowMs: number): SwarmSnapshot {
  return { infoHash: swarm.infoHash, ...swarm.counters, peers: writePeerRows(swarm.rows(nowMs)) };
}

/**
 * Adds the counters of a snapshot to the swarm's and takes its peers back in. Time that passed since the snapshot does
 * not count against them: nobody could announce while the tracker was down.
 */
export function restoreSwarm(swarm: Swarm, snapshot: SwarmSnapshot, nowMs: number): SnapshotError[] {
  swarm.counters.announces += snapshot.announces;
  swarm.counters.scrapes += snapshot.scrapes;
  swarm.counters.completed += snapshot.completed;
  const rows = parsePeerRows(snapshot.peers);
  if (!rows.ok) return [rows.error];
  for (const row of rows.value) swarm.restore(row, nowMs);
  return [];
}

function endpointOf(table: EndpointTable, slot: number): { readonly address: string; readonly port: number } {
  const at = table.rowOf(slot) * table.stride;
  const endpoint = table.endpoints().subarray(at, at + table.stride);
  const [high = 0, low = 0] = endpoint.subarray(-2);
  return { address: ipAddressFromBytes(endpoint.subarray(0, -2)).text, port: (high << 8) | low };
}

function seenMsOf(table: EndpointTable, slot: number): number {
  const row = table.rowOf(slot);
  return row < 0 ? Number.NEGATIVE_INFINITY : table.seenMsAt(row);
}
