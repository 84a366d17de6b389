import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AnnounceEvent } from '../codec/announceEvent.ts';
import { readU16, readU32 } from '../codec/bigEndian.ts';
import type { AddressFamily, IpAddress } from '../codec/ipAddress.ts';
import type { EndpointTable } from './endpointTable.ts';
import { createLookAhead, type LookAhead } from './lookAhead.ts';
import { createMemoryBlocks } from './memoryBlocks.ts';
import { createMemoryPages, type MemoryPages } from './memoryPages.ts';
import { createPeerRecords, NO_ROW, PEER_ID_BYTES, type PeerRecords, type Transfer } from './peerRecords.ts';
import { createSlotIndex, hashWords, mixHash } from './slotIndex.ts';
import { FAMILIES, type Swarm } from './swarm.ts';
import type { IsGone, SlotRange } from './slotWalk.ts';
import { createSwarmRegistry } from './swarmRegistry.ts';

/**
 * All swarms of a tracker, and the peers in them.
 *
 * An announce belongs to the peer with its peer-id and key; failing that, to the peer at its endpoint, if peer-id or key
 * agree with it. Anyone else at that endpoint is gone, since two programs cannot listen there.
 */
export interface SwarmStore {
  readonly records: PeerRecords;
  /** For announces that are about to come. */
  readonly ahead: LookAhead;
  swarms(): IterableIterator<Swarm>;
  swarmCount(): number;
  /** Peers of all swarms, and those of them with nothing left. */
  readonly sums: { readonly peers: number; readonly seeders: number };
  find(infoHash: InfoHash): Swarm | undefined;
  /** The same by the 20 bytes of the info-hash, from `at` on. */
  findAt(bytes: Uint8Array, at: number): Swarm | undefined;
  /** Returns the swarm that is there when there is one. */
  add(infoHash: InfoHash): Swarm;
  /** Its peers are forgotten at once, or in the next sweeps where they are many. */
  remove(infoHash: InfoHash): void;
  /** Remembers what the announce says and returns the peer's slot: -1 when it left, or when the swarm or the store is full. */
  update(swarm: Swarm, visit: Visit): number;
  /** Slot of the peer with this peer-id and key, or -1. */
  peerNamed(swarm: Swarm, visit: Visit): number;
  /** Slot of the peer at this endpoint, or -1. */
  peerAt(swarm: Swarm, visit: Visit): number;
  /** Whether who is in the slot may go by the visit's peer-id from now on. */
  isSamePeer(slot: number, visit: Visit): boolean;
  /** Of the peer in the slot. */
  swarmOf(slot: number): Swarm | undefined;
  /** Forgets endpoints in these slots that are gone, and peers without any. Calls `onChange` for each swarm that lost some. */
  sweep(range: SlotRange, isGone: IsGone, onChange: (swarm: Swarm) => void): void;
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
  readonly pages?: MemoryPages;
}

const NO_SLOT = -1;
/** Peers of a removed swarm that are forgotten in one go: a few milliseconds. */
const REMOVED_AT_ONCE = 2048;

export function createSwarmStore(config: SwarmStoreConfig): SwarmStore {
  const { maxPeersPerSwarm, hashSeed, admits = () => true, pages = createMemoryPages() } = config;
  const records = createPeerRecords(pages);
  const blocks = createMemoryBlocks(pages);
  const registry = createSwarmRegistry(hashSeed, { records, blocks });
  const sums = { peers: 0, seeders: 0 };
  const identities = createSlotIndex(blocks);
  const endpoints = createSlotIndex(blocks);
  /** Removed, but not all of their peers yet. */
  const doomed: Swarm[] = [];

  const endpointHash = (swarmNumber: number, address: Uint8Array, port: number): number =>
    hashWords(mixHash(mixHash(hashSeed, swarmNumber), port), address);
  const endpointHashIPv4 = ({ number }: Swarm, address: number, port: number): number =>
    mixHash(mixHash(mixHash(hashSeed, number), port), address);

  function identityHashOf(slot: number): number {
    let hash = mixHash(mixHash(hashSeed, records.swarmNumberOf(slot)), records.keyOf(slot));
    for (let at = 0; at < PEER_ID_BYTES; at += 4) hash = mixHash(hash, records.peerIdWordOf(slot, at));
    return hash;
  }

  function findIdentity(swarm: Swarm, { peerId, key }: Visit): number {
    const hash = hashWords(mixHash(mixHash(hashSeed, swarm.number), key), peerId);
    for (let at = identities.first(hash); at >= 0; at = identities.next(at, hash)) {
      const slot = identities.slotAt(at);
      if (isIn(swarm, slot) && records.keyOf(slot) === key && records.hasPeerId(slot, peerId)) return slot;
    }
    return NO_SLOT;
  }

  function findEndpoint(swarm: Swarm, visit: Visit): number {
    const { address, port } = visit;
    const table = swarm[address.family];
    const hash = endpointHash(swarm.number, address.bytes, port);
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
      rename(holder, visit);
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
    identities.add(identityHashOf(slot), slot);
    swarm.peerCount++;
    sums.peers++;
    // A record starts with nothing left, which is what a seeder has.
    countSeeder(swarm, 1);
    return slot;
  }

  function countSeeder(swarm: Swarm, change: 1 | -1): void {
    swarm.seederCount += change;
    sums.seeders += change;
  }

  function rename(slot: number, { peerId, key }: Visit): void {
    identities.remove(identityHashOf(slot), slot);
    records.rename(slot, peerId, key);
    identities.add(identityHashOf(slot), slot);
  }

  function removePeer(swarm: Swarm, slot: number): void {
    for (const family of FAMILIES) removeEndpoint(swarm, slot, family);
    identities.remove(identityHashOf(slot), slot);
    swarm.peerCount--;
    sums.peers--;
    if (records.isSeeder(slot)) countSeeder(swarm, -1);
    setPaused(swarm, slot, false);
    records.remove(slot);
  }

  function setEndpoint(swarm: Swarm, slot: number, visit: Visit): void {
    const { address, port } = visit;
    const table = swarm[address.family];
    records.setSeenSeconds(slot, address.family, visit.nowSeconds);
    if (isAt(table, slot, visit)) return;
    const endpoint = { address: address.bytes, port, scope: address.scope };
    if (records.rowOf(slot, address.family) === NO_ROW) {
      table.add(slot, endpoint, records.isSeeder(slot));
    } else {
      unindexEndpoint(swarm, slot, address.family);
      table.replace(slot, endpoint);
    }
    if (address.family === 'IPv4') records.setIPv4(slot, readU32(address.bytes, 0), port);
    endpoints.add(endpointHash(swarm.number, address.bytes, port), slot);
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
    endpoints.remove(endpointHash(swarm.number, endpoint.subarray(0, -2), port), slot);
  }

  function setTransfer(swarm: Swarm, slot: number, transfer: Transfer): void {
    const wasSeeder = records.isSeeder(slot);
    const isSeeder = transfer.leftBytes === 0;
    records.setTransfer(slot, transfer);
    if (wasSeeder === isSeeder) return;
    countSeeder(swarm, isSeeder ? 1 : -1);
    for (const family of FAMILIES) swarm[family].setSeeder(slot, isSeeder);
  }

  /** A partial seed says so with every announce (BEP 21). */
  function setPaused(swarm: Swarm, slot: number, isPaused: boolean): void {
    if (records.isPaused(slot) === isPaused) return;
    records.setPaused(slot, isPaused);
    swarm.pausedCount += isPaused ? 1 : -1;
  }

  function countCompletion(swarm: Swarm, slot: number, visit: Visit): void {
    if (visit.event !== 'completed' || visit.leftBytes !== 0 || records.isCompletionCounted(slot)) return;
    records.setCompletionCounted(slot);
    swarm.completed++;
  }

  function sweepSlot(slot: number, isGone: IsGone, onChange: (swarm: Swarm) => void): void {
    const isGoneOf4 = hasRow(slot, 'IPv4') && isGone(slot, 'IPv4');
    const isGoneOf6 = hasRow(slot, 'IPv6') && isGone(slot, 'IPv6');
    const swarm = isGoneOf4 || isGoneOf6 ? registry.numbered(records.swarmNumberOf(slot)) : undefined;
    if (swarm === undefined) return;
    if (isGoneOf4) removeEndpoint(swarm, slot, 'IPv4');
    if (isGoneOf6) removeEndpoint(swarm, slot, 'IPv6');
    if (!hasRow(slot, 'IPv4') && !hasRow(slot, 'IPv6')) removePeer(swarm, slot);
    onChange(swarm);
  }

  const hasRow = (slot: number, family: AddressFamily): boolean => records.rowOf(slot, family) !== NO_ROW;

  /** Forgets the peers of swarms that were removed, at most so many. */
  function clearDoomed(limit: number): void {
    let left = limit;
    for (let swarm = doomed.at(-1); swarm !== undefined && left > 0; swarm = doomed.at(-1)) {
      const table = swarm.IPv4.rowCount > 0 ? swarm.IPv4 : swarm.IPv6;
      // From the end: then nothing has to move up.
      for (; table.rowCount > 0 && left > 0; left--) removePeer(swarm, table.slotAt(table.rowCount - 1));
      if (swarm.peerCount > 0) continue;
      for (const family of FAMILIES) swarm[family].clear();
      doomed.pop();
      registry.forget(swarm);
    }
  }

  return {
    records,
    ahead: createLookAhead({ swarms: registry, endpoints, records, hashOf: endpointHashIPv4 }),
    sums,
    swarms: registry.all,
    swarmCount: registry.count,
    find: registry.find,
    findAt: registry.findAt,
    add: registry.add,
    remove(infoHash) {
      const swarm = registry.remove(infoHash);
      if (swarm === undefined) return;
      doomed.push(swarm);
      clearDoomed(REMOVED_AT_ONCE);
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
      const isFull = swarm.peerCount >= maxPeersPerSwarm || records.isFull();
      if (isMore && (isFull || !admits(swarm, visit))) return NO_SLOT;
      const slot = known < 0 ? addPeer(swarm, visit) : known;
      setEndpoint(swarm, slot, visit);
      setTransfer(swarm, slot, visit);
      setPaused(swarm, slot, visit.event === 'paused' && visit.leftBytes > 0);
      countCompletion(swarm, slot, visit);
      return slot;
    },
    peerNamed: findIdentity,
    peerAt: findEndpoint,
    isSamePeer,
    swarmOf: (slot) => registry.numbered(records.swarmNumberOf(slot)),
    sweep({ first, end }, isGone, onChange) {
      clearDoomed(end - first);
      for (let slot = first; slot < end; slot++) sweepSlot(slot, isGone, onChange);
    },
  };
}
