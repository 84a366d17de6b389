import { readI32, readU16, writeU16 } from '../codec/bigEndian.ts';
import { COMPACT_PEER_BYTES } from '../codec/compactPeers.ts';
import type { AddressFamily, AddressScope } from '../codec/ipAddress.ts';
import { createSlotIndex, mixHash } from './slotIndex.ts';

/**
 * The endpoints of one swarm and one family, in rows that are ready to be copied into a compact reply. Rows of leechers
 * come first, rows of seeders behind them, so that a seeder can be offered leechers without looking at the others.
 * Rows move; a peer's slot number does not, and each slot has at most one row here.
 */
export interface EndpointTable {
  readonly family: AddressFamily;
  /** 6 or 18. */
  readonly stride: number;
  rowCount(): number;
  leecherRowCount(): number;
  /** Compact endpoints, row after row. Read only, valid until the next change. */
  endpoints(): Uint8Array;
  scopeAt(row: number): AddressScope;
  slotAt(row: number): number;
  /** Row of a slot, or -1. */
  rowOf(slot: number): number;
  /** Monotonic milliseconds of the last announce of this endpoint. */
  seenMsAt(row: number): number;
  /** Slot that announced this endpoint, or -1. */
  find(address: Uint8Array, port: number): number;
  /** Gives the slot this endpoint, in place of the one it had. The endpoint must not belong to another slot. */
  set(slot: number, endpoint: SeenEndpoint): void;
  /** Does nothing when the slot has no endpoint here. */
  setSeeder(slot: number, isSeeder: boolean): void;
  /** Does nothing when the slot has no endpoint here. */
  remove(slot: number): void;
}

export interface SeenEndpoint {
  /** 4 or 16 bytes, as the family demands; copied. */
  readonly address: Uint8Array;
  readonly port: number;
  readonly scope: AddressScope;
  readonly seenMs: number;
}

const SCOPES: readonly AddressScope[] = ['loopback', 'link-local', 'private', 'public', 'unusable'];
const NO_ROW = -1;
const FIRST_ROWS = 4;

export function createEndpointTable(family: AddressFamily, hashSeed: number): EndpointTable {
  const stride = COMPACT_PEER_BYTES[family];
  const addressBytes = stride - 2;
  const index = createSlotIndex();
  let endpoints = new Uint8Array(0);
  let slots = new Int32Array(0);
  let scopes = new Uint8Array(0);
  let seenMs = new Float64Array(0);
  let rows = new Int32Array(0);
  let count = 0;
  let leechers = 0;

  const rowOf = (slot: number): number => rows[slot] ?? NO_ROW;
  const slotAt = (row: number): number => slots[row] ?? NO_ROW;

  function hashOf(bytes: Uint8Array, at: number, port: number): number {
    let hash = mixHash(hashSeed, port);
    for (let i = at; i < at + addressBytes; i += 4) hash = mixHash(hash, readI32(bytes, i));
    return hash;
  }

  function hashOfRow(row: number): number {
    return hashOf(endpoints, row * stride, portAt(row));
  }

  function portAt(row: number): number {
    return readU16(endpoints, row * stride + addressBytes);
  }

  function holds(row: number, address: Uint8Array, port: number): boolean {
    if (portAt(row) !== port) return false;
    const at = row * stride;
    for (let i = 0; i < addressBytes; i++) if (endpoints[at + i] !== address[i]) return false;
    return true;
  }

  function write(row: number, endpoint: SeenEndpoint): void {
    endpoints.set(endpoint.address, row * stride);
    writeU16(endpoints, row * stride + addressBytes, endpoint.port);
    scopes[row] = SCOPES.indexOf(endpoint.scope);
  }

  function append(slot: number, endpoint: SeenEndpoint): void {
    if (count === slots.length) growRows();
    if (slot >= rows.length) growSlots(slot);
    const row = count++;
    slots[row] = slot;
    rows[slot] = row;
    write(row, endpoint);
    index.add(hashOfRow(row), slot);
  }

  function growRows(): void {
    const capacity = Math.max(FIRST_ROWS, slots.length * 2);
    endpoints = new Uint8Array(endpoints.buffer.transfer(capacity * stride));
    scopes = new Uint8Array(scopes.buffer.transfer(capacity));
    slots = new Int32Array(slots.buffer.transfer(capacity * slots.BYTES_PER_ELEMENT));
    seenMs = new Float64Array(seenMs.buffer.transfer(capacity * seenMs.BYTES_PER_ELEMENT));
  }

  function growSlots(slot: number): void {
    const before = rows.length;
    const capacity = Math.max(FIRST_ROWS, before * 2, slot + 1);
    rows = new Int32Array(rows.buffer.transfer(capacity * rows.BYTES_PER_ELEMENT));
    rows.fill(NO_ROW, before);
  }

  /** Copies a row over another; the index keeps slots, so it does not notice. */
  function move(from: number, to: number): void {
    if (from === to) return;
    endpoints.copyWithin(to * stride, from * stride, (from + 1) * stride);
    scopes[to] = scopes[from] ?? 0;
    seenMs[to] = seenMs[from] ?? 0;
    slots[to] = slotAt(from);
    rows[slotAt(to)] = to;
  }

  function swap(a: number, b: number): void {
    if (a === b) return;
    if (count === slots.length) growRows();
    move(a, count);
    move(b, a);
    move(count, b);
  }

  return {
    family,
    stride,
    rowCount: () => count,
    leecherRowCount: () => leechers,
    endpoints: () => endpoints,
    scopeAt: (row) => SCOPES[scopes[row] ?? 0] ?? 'unusable',
    slotAt,
    rowOf,
    seenMsAt: (row) => seenMs[row] ?? 0,
    find(address, port) {
      const hash = hashOf(address, 0, port);
      for (let at = index.first(hash); at >= 0; at = index.next(at, hash)) {
        const slot = index.slotAt(at);
        if (holds(rowOf(slot), address, port)) return slot;
      }
      return NO_ROW;
    },
    set(slot, endpoint) {
      const row = rowOf(slot);
      if (row < 0) append(slot, endpoint);
      else if (!holds(row, endpoint.address, endpoint.port)) {
        index.remove(hashOfRow(row), slot);
        write(row, endpoint);
        index.add(hashOfRow(row), slot);
      }
      seenMs[rowOf(slot)] = endpoint.seenMs;
    },
    setSeeder(slot, isSeeder) {
      const row = rowOf(slot);
      if (row < 0 || isSeeder === row >= leechers) return;
      if (isSeeder) swap(row, --leechers);
      else swap(row, leechers++);
    },
    remove(slot) {
      let row = rowOf(slot);
      if (row < 0) return;
      index.remove(hashOfRow(row), slot);
      rows[slot] = NO_ROW;
      if (row < leechers) {
        leechers--;
        move(leechers, row);
        row = leechers;
      }
      count--;
      move(count, row);
    },
  };
}
