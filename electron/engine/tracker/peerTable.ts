import { readI32 } from '../codec/bigEndian.ts';
import { createSlotIndex, mixHash } from './slotIndex.ts';

/**
 * The peers of one swarm, in slots that are reused: who they are and what they told of their transfer. Where they can be
 * reached is in the endpoint tables, under the same slot numbers. A peer is known by its peer-id together with its key.
 */
export interface PeerTable {
  count(): number;
  seederCount(): number;
  /** Slot of the peer with this peer-id and key, or -1. */
  find(peerId: Uint8Array, key: number): number;
  /** A slot for a new peer, which starts as a leecher of nothing. */
  add(peerId: Uint8Array, key: number): number;
  remove(slot: number): void;
  /** Whether the slot's peer has this peer-id, or this key when it is one. */
  isSame(slot: number, peerId: Uint8Array, key: number): boolean;
  /** The peer goes by another peer-id and key from now on. */
  rename(slot: number, peerId: Uint8Array, key: number): void;
  /** View of 20 bytes; read only, valid until the next change. */
  peerIdOf(slot: number): Uint8Array;
  keyOf(slot: number): number;
  transferOf(slot: number): Transfer;
  setTransfer(slot: number, transfer: Transfer): void;
  isSeeder(slot: number): boolean;
  isCompletionCounted(slot: number): boolean;
  setCompletionCounted(slot: number): void;
  /** One past the highest slot in use or reusable. */
  slotEnd(): number;
  isUsed(slot: number): boolean;
}

/** What a peer says of its transfer, in bytes. */
export interface Transfer {
  readonly leftBytes: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

export const PEER_ID_BYTES = 20;

const FIRST_SLOTS = 4;
const USED = 1;
const COMPLETION_COUNTED = 2;

export function createPeerTable(hashSeed: number): PeerTable {
  const index = createSlotIndex();
  const reusable: number[] = [];
  let peerIds = new Uint8Array(0);
  let keys = new Uint32Array(0);
  let flags = new Uint8Array(0);
  let left = new Float64Array(0);
  let uploaded = new Float64Array(0);
  let downloaded = new Float64Array(0);
  let slotEnd = 0;
  let seeders = 0;

  const keyOf = (slot: number): number => keys[slot] ?? 0;
  const isSeeder = (slot: number): boolean => left[slot] === 0;
  const isUsed = (slot: number): boolean => ((flags[slot] ?? 0) & USED) !== 0;

  function hasPeerId(slot: number, peerId: Uint8Array): boolean {
    const at = slot * PEER_ID_BYTES;
    for (let i = 0; i < PEER_ID_BYTES; i++) if (peerIds[at + i] !== peerId[i]) return false;
    return true;
  }

  function hashOf(bytes: Uint8Array, at: number, key: number): number {
    let hash = mixHash(hashSeed, key);
    for (let i = at; i < at + PEER_ID_BYTES; i += 4) hash = mixHash(hash, readI32(bytes, i));
    return hash;
  }

  function hashOfSlot(slot: number): number {
    return hashOf(peerIds, slot * PEER_ID_BYTES, keyOf(slot));
  }

  function name(slot: number, peerId: Uint8Array, key: number): void {
    peerIds.set(peerId, slot * PEER_ID_BYTES);
    keys[slot] = key;
    index.add(hashOfSlot(slot), slot);
  }

  function freeSlot(): number {
    const slot = reusable.pop();
    if (slot !== undefined) return slot;
    if (slotEnd === flags.length) grow();
    return slotEnd++;
  }

  function grow(): void {
    const capacity = Math.max(FIRST_SLOTS, flags.length * 2);
    peerIds = new Uint8Array(peerIds.buffer.transfer(capacity * PEER_ID_BYTES));
    flags = new Uint8Array(flags.buffer.transfer(capacity));
    keys = new Uint32Array(keys.buffer.transfer(capacity * keys.BYTES_PER_ELEMENT));
    left = new Float64Array(left.buffer.transfer(capacity * left.BYTES_PER_ELEMENT));
    uploaded = new Float64Array(uploaded.buffer.transfer(capacity * uploaded.BYTES_PER_ELEMENT));
    downloaded = new Float64Array(downloaded.buffer.transfer(capacity * downloaded.BYTES_PER_ELEMENT));
  }

  function setLeft(slot: number, leftBytes: number): void {
    if (isSeeder(slot)) seeders--;
    left[slot] = leftBytes;
    if (isSeeder(slot)) seeders++;
  }

  return {
    count: () => slotEnd - reusable.length,
    seederCount: () => seeders,
    find(peerId, key) {
      const hash = hashOf(peerId, 0, key);
      for (let at = index.first(hash); at >= 0; at = index.next(at, hash)) {
        const slot = index.slotAt(at);
        if (keyOf(slot) === key && hasPeerId(slot, peerId)) return slot;
      }
      return -1;
    },
    add(peerId, key) {
      const slot = freeSlot();
      flags[slot] = USED;
      left[slot] = Number.NaN;
      uploaded[slot] = 0;
      downloaded[slot] = 0;
      name(slot, peerId, key);
      return slot;
    },
    remove(slot) {
      index.remove(hashOfSlot(slot), slot);
      setLeft(slot, Number.NaN);
      flags[slot] = 0;
      reusable.push(slot);
    },
    isSame: (slot, peerId, key) => hasPeerId(slot, peerId) || (key !== 0 && keyOf(slot) === key),
    rename(slot, peerId, key) {
      if (keyOf(slot) === key && hasPeerId(slot, peerId)) return;
      index.remove(hashOfSlot(slot), slot);
      name(slot, peerId, key);
    },
    peerIdOf: (slot) => peerIds.subarray(slot * PEER_ID_BYTES, (slot + 1) * PEER_ID_BYTES),
    keyOf,
    transferOf: (slot) => ({
      leftBytes: left[slot] ?? 0,
      uploadedBytes: uploaded[slot] ?? 0,
      downloadedBytes: downloaded[slot] ?? 0,
    }),
    setTransfer(slot, transfer) {
      setLeft(slot, transfer.leftBytes);
      uploaded[slot] = transfer.uploadedBytes;
      downloaded[slot] = transfer.downloadedBytes;
    },
    isSeeder,
    isCompletionCounted: (slot) => ((flags[slot] ?? 0) & COMPLETION_COUNTED) !== 0,
    setCompletionCounted(slot) {
      flags[slot] = (flags[slot] ?? 0) | COMPLETION_COUNTED;
    },
    slotEnd: () => slotEnd,
    isUsed,
  };
}
