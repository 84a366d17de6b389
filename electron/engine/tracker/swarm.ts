import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AnnounceEvent } from '../codec/announceEvent.ts';
import { type AddressFamily, type IpAddress, ipAddressFromBytes } from '../codec/ipAddress.ts';
import { createEndpointTable, type EndpointTable } from './endpointTable.ts';
import { createPeerTable, type PeerTable, type Transfer } from './peerTable.ts';
import type { EndpointRow, PeerRow } from './swarmSnapshot.ts';

/**
 * Everyone on one info-hash. A peer may be reachable over IPv4, over IPv6 or over both and is counted once.
 *
 * An announce belongs to the peer with its peer-id and key; failing that, to the peer at its endpoint, if peer-id or key
 * agree with it. Anyone else at that endpoint is gone, since two programs cannot listen there.
 */
export interface Swarm {
  readonly infoHash: InfoHash;
  readonly peers: PeerTable;
  readonly endpoints: Readonly<Record<AddressFamily, EndpointTable>>;
  /** Counts of announces, scrapes and completions, since the torrent was first shared. */
  readonly counters: SwarmCounters;
  /** Where the search for the next reply begins. */
  startRow: number;
  /** Remembers what the announce says and returns the peer's slot: -1 when it left or when the swarm is full. */
  update(visit: Visit): number;
  /** Forgets endpoints not seen since `seenMs`, and peers without any. Returns how many peers went. */
  expire(seenMs: number): number;
  rows(nowMs: number): PeerRow[];
  /** Takes a peer back in from a snapshot. */
  restore(row: PeerRow, nowMs: number): void;
}

export interface SwarmCounters {
  announces: number;
  scrapes: number;
  completed: number;
}

/** One announce, as far as the swarm is concerned. */
export interface Visit extends Transfer {
  /** 20 bytes; copied. */
  readonly peerId: Uint8Array;
  /** u32; 0 when the client sent none. */
  readonly key: number;
  readonly address: IpAddress;
  readonly port: number;
  readonly event: AnnounceEvent;
  /** Monotonic. */
  readonly nowMs: number;
}

export interface SwarmOptions {
  readonly maxPeers: number;
  readonly hashSeed: number;
}

const FAMILIES = ['IPv4', 'IPv6'] as const;
const NO_SLOT = -1;

export function createSwarm(infoHash: InfoHash, { maxPeers, hashSeed }: SwarmOptions): Swarm {
  const peers = createPeerTable(hashSeed);
  const endpoints = { IPv4: createEndpointTable('IPv4', hashSeed), IPv6: createEndpointTable('IPv6', hashSeed) };
  const counters: SwarmCounters = { announces: 0, scrapes: 0, completed: 0 };

  function slotFor(visit: Visit): number {
    const holder = endpoints[visit.address.family].find(visit.address.bytes, visit.port);
    const known = peers.find(visit.peerId, visit.key);
    if (known === holder && known >= 0) return known;
    if (known < 0 && holder >= 0 && peers.isSame(holder, visit.peerId, visit.key)) {
      peers.rename(holder, visit.peerId, visit.key);
      return holder;
    }
    // Only an announce that stays takes an endpoint over; a stray goodbye must not throw out who is there now.
    if (holder >= 0 && visit.event !== 'stopped') remove(holder);
    return known;
  }

  function remove(slot: number): void {
    for (const family of FAMILIES) endpoints[family].remove(slot);
    peers.remove(slot);
  }

  function keep(slot: number, visit: Visit): void {
    endpoints[visit.address.family].set(slot, {
      address: visit.address.bytes,
      port: visit.port,
      scope: visit.address.scope,
      seenMs: visit.nowMs,
    });
    setTransfer(slot, visit);
  }

  function setTransfer(slot: number, transfer: Transfer): void {
    peers.setTransfer(slot, transfer);
    for (const family of FAMILIES) endpoints[family].setSeeder(slot, peers.isSeeder(slot));
  }

  function countCompletion(slot: number, visit: Visit): void {
    if (visit.event !== 'completed' || visit.leftBytes !== 0 || peers.isCompletionCounted(slot)) return;
    peers.setCompletionCounted(slot);
    counters.completed++;
  }

  function expireIn(table: EndpointTable, seenMs: number): number {
    let gone = 0;
    // From the end, because removing a row moves only rows behind it into its place.
    for (let row = table.rowCount() - 1; row >= 0; row--) {
      if (table.seenMsAt(row) > seenMs) continue;
      const slot = table.slotAt(row);
      table.remove(slot);
      if (FAMILIES.some((family) => endpoints[family].rowOf(slot) >= 0)) continue;
      peers.remove(slot);
      gone++;
    }
    return gone;
  }

  function endpointRow(table: EndpointTable, slot: number, nowMs: number): EndpointRow | undefined {
    const row = table.rowOf(slot);
    if (row < 0) return undefined;
    const endpoint = table.endpoints().slice(row * table.stride, (row + 1) * table.stride);
    return { endpoint, idleMs: Math.max(0, nowMs - table.seenMsAt(row)) };
  }

  function restoreEndpoint(slot: number, table: EndpointTable, row: EndpointRow & { readonly nowMs: number }): void {
    const address = ipAddressFromBytes(row.endpoint.subarray(0, table.stride - 2));
    const port = ((row.endpoint[table.stride - 2] ?? 0) << 8) | (row.endpoint[table.stride - 1] ?? 0);
    if (address.family !== table.family || table.find(address.bytes, port) >= 0) return;
    table.set(slot, { address: address.bytes, port, scope: address.scope, seenMs: row.nowMs - row.idleMs });
  }

  return {
    infoHash,
    peers,
    endpoints,
    counters,
    startRow: 0,
    update(visit) {
      counters.announces++;
      const known = slotFor(visit);
      if (visit.event === 'stopped') {
        if (known >= 0) remove(known);
        return NO_SLOT;
      }
      if (known < 0 && peers.count() >= maxPeers) return NO_SLOT;
      const slot = known < 0 ? peers.add(visit.peerId, visit.key) : known;
      keep(slot, visit);
      countCompletion(slot, visit);
      return slot;
    },
    expire: (seenMs) => FAMILIES.reduce((gone, family) => gone + expireIn(endpoints[family], seenMs), 0),
    rows(nowMs) {
      const rows: PeerRow[] = [];
      for (let slot = 0; slot < peers.slotEnd(); slot++) {
        if (!peers.isUsed(slot)) continue;
        rows.push({
          peerId: peers.peerIdOf(slot).slice(),
          key: peers.keyOf(slot),
          isCompletionCounted: peers.isCompletionCounted(slot),
          ipv4: endpointRow(endpoints.IPv4, slot, nowMs),
          ipv6: endpointRow(endpoints.IPv6, slot, nowMs),
          ...peers.transferOf(slot),
        });
      }
      return rows;
    },
    restore(row, nowMs) {
      if (peers.count() >= maxPeers || peers.find(row.peerId, row.key) >= 0) return;
      const slot = peers.add(row.peerId, row.key);
      if (row.isCompletionCounted) peers.setCompletionCounted(slot);
      if (row.ipv4 !== undefined) restoreEndpoint(slot, endpoints.IPv4, { ...row.ipv4, nowMs });
      if (row.ipv6 !== undefined) restoreEndpoint(slot, endpoints.IPv6, { ...row.ipv6, nowMs });
      if (FAMILIES.every((family) => endpoints[family].rowOf(slot) < 0)) peers.remove(slot);
      else setTransfer(slot, row);
    },
  };
}
