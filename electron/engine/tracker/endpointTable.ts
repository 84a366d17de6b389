import { readU16, writeU16 } from '../codec/bigEndian.ts';
import { COMPACT_PEER_BYTES } from '../codec/compactPeers.ts';
import type { AddressFamily, AddressScope } from '../codec/ipAddress.ts';
import { NO_ROW, type PeerRecords } from './peerRecords.ts';
import { mixHash } from './slotIndex.ts';

export interface Endpoint {
  /** 4 or 16 bytes, as the family demands; copied. */
  readonly address: Uint8Array;
  readonly port: number;
  readonly scope: AddressScope;
}

/** Scopes as they stand in a table: nearest first. */
export const SCOPES: readonly AddressScope[] = ['loopback', 'link-local', 'private', 'public', 'unusable'];

/** Of an address, as far as it tells its subnet: netmasks of other hosts are not known here. */
export const PREFIX_BYTES = { IPv4: 3, IPv6: 8 } as const;

const FIRST_ROWS = 4;
/** Of SCOPES, those in which one subnet is nearer than another. */
const SUBNETS_MATTER = SCOPES.map((scope) => scope === 'private' || scope === 'public');

/**
 * The endpoints of one swarm and one family, in rows that are ready to be copied into a compact reply. Rows of leechers
 * come first, rows of seeders behind them, so that a seeder can be offered leechers without looking at the others.
 * Rows move; each peer's record says where its row is.
 *
 * A class, because there are two for every swarm: thousands of them share these methods.
 */
export class EndpointTable {
  readonly family: AddressFamily;
  /** 6 or 18. */
  readonly stride: number;
  /** Compact endpoints, row after row; read only for others, and replaced when the table grows. */
  bytes = new Uint8Array(0);
  /** Slot of each row's peer. */
  slots = new Int32Array(0);
  /** Place in SCOPES of each row's address. */
  scopes = new Uint8Array(0);
  rowCount = 0;
  leecherRowCount = 0;
  /** Rows that are not as near to others as the first one that came was: of another scope, or of another subnet. */
  #oddRowCount = 0;
  #kind: number | undefined;
  readonly #records: PeerRecords;

  constructor(family: AddressFamily, records: PeerRecords) {
    this.family = family;
    this.stride = COMPACT_PEER_BYTES[family];
    this.#records = records;
  }

  /** Whether all rows have one scope and, where it matters, one subnet: whoever asks, they are all equally near. */
  get isUniform(): boolean {
    return this.#oddRowCount === 0;
  }

  /** -1 for a peer without a row here. */
  rowOf(slot: number): number {
    return slot < 0 ? NO_ROW : this.#records.rowOf(slot, this.family);
  }

  /** The peer's compact endpoint, if it has one here: a view, valid until the next change. */
  endpointOf(slot: number): Uint8Array | undefined {
    const row = this.#records.rowOf(slot, this.family);
    return row === NO_ROW ? undefined : this.bytes.subarray(row * this.stride, (row + 1) * this.stride);
  }

  /** Whether this is the peer's endpoint here. */
  holds(slot: number, address: Uint8Array, port: number): boolean {
    const row = this.#records.rowOf(slot, this.family);
    const at = row * this.stride;
    if (row === NO_ROW || readU16(this.bytes, at + address.length) !== port) return false;
    for (let i = 0; i < address.length; i++) if (this.bytes[at + i] !== address[i]) return false;
    return true;
  }

  /** A row for a peer that has none here. */
  add(slot: number, endpoint: Endpoint, isSeeder: boolean): void {
    if (this.rowCount === this.slots.length) this.#grow();
    const row = this.rowCount++;
    this.#place(slot, row);
    this.#write(row, endpoint);
    this.setSeeder(slot, isSeeder);
  }

  replace(slot: number, endpoint: Endpoint): void {
    const row = this.#records.rowOf(slot, this.family);
    this.#uncount(row);
    this.#write(row, endpoint);
  }

  /** Does nothing when the peer has no row here. */
  setSeeder(slot: number, isSeeder: boolean): void {
    const row = this.#records.rowOf(slot, this.family);
    if (row === NO_ROW || isSeeder === row >= this.leecherRowCount) return;
    if (isSeeder) this.#swap(row, --this.leecherRowCount);
    else this.#swap(row, this.leecherRowCount++);
  }

  /** Does nothing when the peer has no row here. */
  remove(slot: number): void {
    let row = this.#records.rowOf(slot, this.family);
    if (row === NO_ROW) return;
    this.#records.setRow(slot, this.family, NO_ROW);
    this.#uncount(row);
    if (row < this.leecherRowCount) {
      this.leecherRowCount--;
      this.#move(this.leecherRowCount, row);
      row = this.leecherRowCount;
    }
    this.rowCount--;
    this.#move(this.rowCount, row);
  }

  #write(row: number, { address, port, scope }: Endpoint): void {
    this.bytes.set(address, row * this.stride);
    writeU16(this.bytes, (row + 1) * this.stride - 2, port);
    this.scopes[row] = SCOPES.indexOf(scope);
    const kind = this.#kindOf(row);
    this.#kind ??= kind;
    if (kind !== this.#kind) this.#oddRowCount++;
  }

  /** Before the row is written anew or given up. The kind is chosen anew once nobody is left. */
  #uncount(row: number): void {
    if (this.#kindOf(row) !== this.#kind) this.#oddRowCount--;
    if (this.rowCount === 1) this.#kind = undefined;
  }

  #kindOf(row: number): number {
    const scope = this.scopes[row] ?? 0;
    if (!SUBNETS_MATTER[scope]) return scope;
    let hash = scope;
    const at = row * this.stride;
    for (let i = 0; i < PREFIX_BYTES[this.family]; i++) hash = mixHash(hash, this.bytes[at + i] ?? 0);
    return hash;
  }

  #place(slot: number, row: number): void {
    this.slots[row] = slot;
    this.#records.setRow(slot, this.family, row);
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.bytes.copyWithin(to * this.stride, from * this.stride, (from + 1) * this.stride);
    this.scopes[to] = this.scopes[from] ?? 0;
    this.#place(this.slots[from] ?? 0, to);
  }

  #swap(a: number, b: number): void {
    if (a === b) return;
    if (this.rowCount === this.slots.length) this.#grow();
    const spare = this.rowCount;
    this.#move(a, spare);
    this.#move(b, a);
    this.#move(spare, b);
  }

  #grow(): void {
    const rows = Math.max(FIRST_ROWS, this.slots.length * 2);
    this.bytes = new Uint8Array(this.bytes.buffer.transfer(rows * this.stride));
    this.scopes = new Uint8Array(this.scopes.buffer.transfer(rows));
    this.slots = new Int32Array(this.slots.buffer.transfer(rows * this.slots.BYTES_PER_ELEMENT));
  }
}
