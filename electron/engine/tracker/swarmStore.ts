import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AnnounceEvent } from '../codec/announceEvent.ts';
import { readI32, readU16, readU32 } from '../codec/bigEndian.ts';
import type { AddressFamily, IpAddress } from '../codec/ipAddress.ts';
import type { EndpointTable } from './endpointTable.ts';
import { createPeerRecords, FREE_SLOT, NO_ROW, type PeerRecords, type Transfer } from './peerRecords.ts';
import { createSlotIndex, mixHash } from './slotIndex.ts';
import { createSwarm, FAMILIES, type Swarm } from './swarm.ts';

/**
 * All swarms of a tracker, and the peers in them.
 *
 * An announce belongs to the peer with its peer-id and key; failing that, to the peer at its endpoint, if peer-id or key
 * agree with it. Anyone else at that endpoint is gone, since two programs cannot listen there.
 */
export interface SwarmStore {
  readonly records: PeerRecords;
  swarms(): IterableIterator<Swarm>;
  swarmCount(): number;
  find(infoHash: InfoHash): Swarm | undefined;
  /** Returns the swarm that is there when there is one. */
  add(infoHash: InfoHash): Swarm;
  remove(infoHash: InfoHash): void;
  /** Remembers what the announce says and returns the peer's slot: -1 when it left or when the swarm is full. */
  update(swarm: Swarm, visit: Visit): number;
  /**
   * Looks at the next part of all peers, one of `parts`, and forgets endpoints not seen since `seenSeconds`, and peers
   * without any. Calls `onChange` for each swarm that lost something.
   */
  expire(seenSeconds: number, parts: number, onChange: (swarm: Swarm) => void): void;
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
  readonly nowSeconds: number;
}

export interface SwarmStoreConfig {
  readonly maxPeersPerSwarm: number;
  /** 32 random bits, so that nobody outside can choose what collides. */
  readonly hashSeed: number;
  /** Whether a peer that is not there yet may come in. */
  readonly admits?: (swarm: Swarm, visit: Visit) => boolean;
}

const NO_SLOT = -1;

export function createSwarmStore({ maxPeersPerSwarm, hashSeed, admits = () => true }: SwarmStoreConfig): SwarmStore {
  const swarms = new Map<InfoHash, Swarm>();
  const byNumber = new Map<number, Swarm>();
  const records = createPeerRecords();
  const identities = createSlotIndex();
  const endpoints = createSlotIndex();
  let lastNumber = FREE_SLOT;
  let expiryAt = 0;

  function identityHash(swarm: Swarm, peerId: Uint8Array, key: number): number {
    return hashWords(mixHash(mixHash(hashSeed, swarm.number), key), peerId);
  }

  function endpointHash(swarm: Swarm, address: Uint8Array, port: number): number {
    return hashWords(mixHash(mixHash(hashSeed, swarm.number), port), address);
  }

  function findIdentity(swarm: Swarm, { peerId, key }: Visit): number {
    const hash = identityHash(swarm, peerId, key);
    for (let at = identities.first(hash); at >= 0; at = identities.next(at, hash)) {
      const slot = identities.slotAt(at);
      if (isIn(swarm, slot) && records.keyOf(slot) === key && records.hasPeerId(slot, peerId)) return slot;
    }
    return NO_SLOT;
  }

  function findEndpoint(swarm: Swarm, visit: Visit): number {
    const { address, port } = visit;
    const table = swarm[address.family];
    const hash = endpointHash(swarm, address.bytes, port);
    for (let at = endpoints.first(hash); at >= 0; at = endpoints.next(at, hash)) {
      const slot = endpoints.slotAt(at);
      if (isIn(swarm, slot) && isAt(table, slot, visit)) return slot;
    }
    return NO_SLOT;
  }

  function isAt(table: EndpointTable, slot: number, { address, port }: Pick<Visit, 'address' | 'port'>): boolean {
    if (address.family === 'IPv4') return records.isAtIPv4(slot, readU32(address.bytes, 0), port);
    return table.holds(slot, address.bytes, port);
  }

  function isIn(swarm: Swarm, slot: number): boolean {
    return records.swarmNumberOf(slot) === swarm.number;
  }

  function slotFor(swarm: Swarm, visit: Visit): number {
    const holder = findEndpoint(swarm, visit);
    // Nearly every announce is of a peer that is where it was.
    if (holder >= 0 && records.keyOf(holder) === visit.key && records.hasPeerId(holder, visit.peerId)) return holder;
    const known = findIdentity(swarm, visit);
    if (holder < 0) return known;
    if (known < 0 && isSamePeer(holder, visit)) {
      rename(swarm, holder, visit);
      return holder;
    }
    // Only an announce that stays takes an endpoint over; a stray goodbye must not throw out who is there now.
    if (visit.event !== 'stopped') removePeer(swarm, holder);
    return known;
  }

  function isSamePeer(slot: number, { peerId, key }: Visit): boolean {
    return records.hasPeerId(slot, peerId) || (key !== 0 && records.keyOf(slot) === key);
  }

  function addPeer(swarm: Swarm, { peerId, key }: Visit): number {
    const slot = records.add(swarm.number, peerId, key);
    identities.add(identityHash(swarm, peerId, key), slot);
    swarm.peerCount++;
    // A record starts with nothing left, which is what a seeder has.
    swarm.seederCount++;
    return slot;
  }

  function rename(swarm: Swarm, slot: number, { peerId, key }: Visit): void {
    identities.remove(identityHash(swarm, records.peerIdOf(slot), records.keyOf(slot)), slot);
    records.rename(slot, peerId, key);
    identities.add(identityHash(swarm, peerId, key), slot);
  }

  function removePeer(swarm: Swarm, slot: number): void {
    for (const family of FAMILIES) removeEndpoint(swarm, slot, family);
    identities.remove(identityHash(swarm, records.peerIdOf(slot), records.keyOf(slot)), slot);
    swarm.peerCount--;
    if (records.leftOf(slot) === 0) swarm.seederCount--;
    records.remove(slot);
  }

  function setEndpoint(swarm: Swarm, slot: number, visit: Visit): void {
    const { address, port } = visit;
    const table = swarm[address.family];
    records.setSeenSeconds(slot, address.family, visit.nowSeconds);
    if (isAt(table, slot, visit)) return;
    if (address.family === 'IPv4') records.setIPv4(slot, readU32(address.bytes, 0), port);
    const endpoint = { address: address.bytes, port, scope: address.scope };
    if (records.rowOf(slot, address.family) === NO_ROW) {
      table.add(slot, endpoint, records.leftOf(slot) === 0);
    } else {
      unindexEndpoint(swarm, slot, address.family);
      table.replace(slot, endpoint);
    }
    endpoints.add(endpointHash(swarm, address.bytes, port), slot);
  }

  function removeEndpoint(swarm: Swarm, slot: number, family: AddressFamily): void {
    if (records.rowOf(slot, family) === NO_ROW) return;
    unindexEndpoint(swarm, slot, family);
    swarm[family].remove(slot);
    if (family === 'IPv4') records.setIPv4(slot, 0, 0);
  }

  function unindexEndpoint(swarm: Swarm, slot: number, family: AddressFamily): void {
    const endpoint = swarm[family].endpointOf(slot);
    if (endpoint === undefined) return;
    const port = readU16(endpoint, endpoint.length - 2);
    endpoints.remove(endpointHash(swarm, endpoint.subarray(0, -2), port), slot);
  }

  function setTransfer(swarm: Swarm, slot: number, transfer: Transfer): void {
    const wasSeeder = records.leftOf(slot) === 0;
    const isSeeder = transfer.leftBytes === 0;
    records.setTransfer(slot, transfer);
    if (wasSeeder === isSeeder) return;
    swarm.seederCount += isSeeder ? 1 : -1;
    for (const family of FAMILIES) swarm[family].setSeeder(slot, isSeeder);
  }

  function countCompletion(swarm: Swarm, slot: number, visit: Visit): void {
    if (visit.event !== 'completed' || visit.leftBytes !== 0 || records.isCompletionCounted(slot)) return;
    records.setCompletionCounted(slot);
    swarm.completed++;
  }

  function expireSlot(slot: number, seenSeconds: number, onChange: (swarm: Swarm) => void): void {
    const swarm = byNumber.get(records.swarmNumberOf(slot));
    if (swarm === undefined) return;
    const isStale = (family: AddressFamily): boolean =>
      records.rowOf(slot, family) !== NO_ROW && records.seenSecondsOf(slot, family) <= seenSeconds;
    const stale = FAMILIES.filter(isStale);
    if (stale.length === 0) return;
    for (const family of stale) removeEndpoint(swarm, slot, family);
    if (FAMILIES.every((family) => records.rowOf(slot, family) === NO_ROW)) removePeer(swarm, slot);
    onChange(swarm);
  }

  return {
    records,
    swarms: () => swarms.values(),
    swarmCount: () => swarms.size,
    find: (infoHash) => swarms.get(infoHash),
    add(infoHash) {
      const swarm = swarms.get(infoHash) ?? createSwarm(infoHash, ++lastNumber, records);
      swarms.set(infoHash, swarm);
      byNumber.set(swarm.number, swarm);
      return swarm;
    },
    remove(infoHash) {
      const swarm = swarms.get(infoHash);
      if (swarm === undefined) return;
      for (const { slots, rowCount } of FAMILIES.map((family) => swarm[family])) {
        for (const slot of slots.slice(0, rowCount)) if (isIn(swarm, slot)) removePeer(swarm, slot);
      }
      swarms.delete(infoHash);
      byNumber.delete(swarm.number);
    },
    update(swarm, visit) {
      const countBefore = swarm.peerCount;
      const known = slotFor(swarm, visit);
      if (visit.event === 'stopped') {
        if (known >= 0) removePeer(swarm, known);
        return NO_SLOT;
      }
      // Who takes over an endpoint comes in the place of who was there.
      const isMore = known < 0 && swarm.peerCount === countBefore;
      if (isMore && (swarm.peerCount >= maxPeersPerSwarm || !admits(swarm, visit))) return NO_SLOT;
      const slot = known < 0 ? addPeer(swarm, visit) : known;
      setEndpoint(swarm, slot, visit);
      setTransfer(swarm, slot, visit);
      countCompletion(swarm, slot, visit);
      return slot;
    },
    expire(seenSeconds, parts, onChange) {
      const end = expiryAt + Math.ceil(records.slotEnd() / parts);
      for (; expiryAt < Math.min(end, records.slotEnd()); expiryAt++) expireSlot(expiryAt, seenSeconds, onChange);
      if (expiryAt >= records.slotEnd()) expiryAt = 0;
    },
  };
}

function hashWords(seed: number, bytes: Uint8Array): number {
  let hash = seed;
  for (let i = 0; i < bytes.length; i += 4) hash = mixHash(hash, readI32(bytes, i));
  return hash;
}
