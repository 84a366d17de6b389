import { readU16, readU32, writeU16, writeU32 } from '../codec/bigEndian.ts';
import { COMPACT_PEER_BYTES } from '../codec/compactPeers.ts';
import type { AddressFamily, AddressScope } from '../codec/ipAddress.ts';
import type { Block, MemoryBlocks } from './memoryBlocks.ts';
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
/** Behind the endpoints of a table stand the slots of all rows, which fit in three bytes, each with its scope in the fourth. */
const SLOT_BYTES = 4;
const SCOPE_BITS = 8;
const SCOPE_AT = 3;
const NO_BYTES = new Uint8Array(0);
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
  // What each announce needs comes first, in as few lines of the processor's cache as it fits.
  /** Has the compact endpoints, row after row, from `rowAt(0)` on; read only for others, and replaced when the table grows. */
  bytes: Uint8Array = NO_BYTES;
  /** Where in `bytes` the first row begins. */
  firstAt = 0;
  rowCount = 0;
  leecherRowCount = 0;
  /** Rows that are not as near to others as the first one that came was: of another scope, or of another subnet. */
  #oddRowCount = 0;
  #firstScope = 0;
  readonly family: AddressFamily;
  /** 6 or 18. */
  readonly stride: number;
  readonly #records: PeerRecords;
  readonly #blocks: MemoryBlocks;
  /** Rows there is room for. */
  #capacity = 0;
  #kind: number | undefined;
  #block: Block | undefined;

  constructor(family: AddressFamily, records: PeerRecords, blocks: MemoryBlocks) {
    this.family = family;
    this.stride = COMPACT_PEER_BYTES[family];
    this.#records = records;
    this.#blocks = blocks;
  }

  /** Where in `bytes` the endpoint of this row begins. */
  rowAt(row: number): number {
    return this.firstAt + row * this.stride;
  }

  /**
   * Place in SCOPES of all rows, if they have one scope and, where it matters, one subnet: whoever asks, they are all equally
   * near. Undefined if they have not, or there are none.
   */
  get onlyScope(): number | undefined {
    return this.#oddRowCount === 0 && this.rowCount > 0 ? this.#firstScope : undefined;
  }

  /** Gives back its memory, once nobody is left. */
  clear(): void {
    if (this.#block !== undefined) this.#blocks.giveBack(this.#block);
    this.#block = undefined;
    this.#capacity = 0;
    this.firstAt = 0;
    this.bytes = NO_BYTES;
  }

  /** Slot of the row's peer. */
  slotAt(row: number): number {
    return readU32(this.bytes, this.#slotAt(row)) >>> SCOPE_BITS;
  }

  /** Place in SCOPES of the row's address. */
  scopeAt(row: number): number {
    return this.bytes[this.#slotAt(row) + SCOPE_AT] ?? 0;
  }

  /** The slots of all rows, in their order: a copy. */
  slots(): number[] {
    return Array.from({ length: this.rowCount }, (_, row) => this.slotAt(row));
  }

  /** -1 for a peer without a row here. */
  rowOf(slot: number): number {
    return slot < 0 ? NO_ROW : this.#records.rowOf(slot, this.family);
  }

  /** The peer's compact endpoint, if it has one here: a view, valid until the next change. */
  endpointOf(slot: number): Uint8Array | undefined {
    const row = this.#records.rowOf(slot, this.family);
    return row === NO_ROW ? undefined : this.bytes.subarray(this.rowAt(row), this.rowAt(row + 1));
  }

  /** Whether this is the peer's endpoint here. */
  holds(slot: number, address: Uint8Array, port: number): boolean {
    const row = this.#records.rowOf(slot, this.family);
    const at = this.rowAt(row);
    if (row === NO_ROW || readU16(this.bytes, at + address.length) !== port) return false;
    for (let i = 0; i < address.length; i++) if (this.bytes[at + i] !== address[i]) return false;
    return true;
  }

  /** A row for a peer that has none here. */
  add(slot: number, endpoint: Endpoint, isSeeder: boolean): void {
    if (this.rowCount === this.#capacity) this.#grow();
    const row = this.rowCount++;
    this.#write(slot, row, endpoint);
    this.setSeeder(slot, isSeeder);
  }

  replace(slot: number, endpoint: Endpoint): void {
    const row = this.#records.rowOf(slot, this.family);
    this.#uncount(row);
    this.#write(slot, row, endpoint);
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
    if (this.rowCount === 0) this.clear();
  }

  #write(slot: number, row: number, { address, port, scope }: Endpoint): void {
    this.bytes.set(address, this.rowAt(row));
    writeU16(this.bytes, this.rowAt(row + 1) - 2, port);
    this.#place(slot, row, SCOPES.indexOf(scope));
    const kind = this.#kindOf(row);
    if (this.#kind === undefined) {
      this.#kind = kind;
      this.#firstScope = this.scopeAt(row);
    }
    if (kind !== this.#kind) this.#oddRowCount++;
  }

  /** Before the row is written anew or given up. The kind is chosen anew once nobody is left. */
  #uncount(row: number): void {
    if (this.#kindOf(row) !== this.#kind) this.#oddRowCount--;
    if (this.rowCount === 1) this.#kind = undefined;
  }

  #kindOf(row: number): number {
    const scope = this.scopeAt(row);
    if (!SUBNETS_MATTER[scope]) return scope;
    let hash = scope;
    const at = this.rowAt(row);
    for (let i = 0; i < PREFIX_BYTES[this.family]; i++) hash = mixHash(hash, this.bytes[at + i] ?? 0);
    return hash;
  }

  #slotAt(row: number): number {
    return this.rowAt(this.#capacity) + row * SLOT_BYTES;
  }

  #place(slot: number, row: number, scope: number): void {
    writeU32(this.bytes, this.#slotAt(row), (slot << SCOPE_BITS) | scope);
    this.#records.setRow(slot, this.family, row);
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.bytes.copyWithin(this.rowAt(to), this.rowAt(from), this.rowAt(from + 1));
    this.#place(this.slotAt(from), to, this.scopeAt(from));
  }

  #swap(a: number, b: number): void {
    if (a === b) return;
    if (this.rowCount === this.#capacity) this.#grow();
    const spare = this.rowCount;
    this.#move(a, spare);
    this.#move(b, a);
    this.#move(spare, b);
  }

  /** By a sixteenth: most tables have long come to their size. */
  #grow(): void {
    const { bytes } = this;
    const before = this.#capacity;
    const block = this.#block;
    const [endpointsAt, slotsAt, end] = [this.firstAt, this.#slotAt(0), this.#slotAt(before)];
    this.#capacity = before + Math.max(FIRST_ROWS, before >>> 4);
    this.#block = this.#blocks.take(this.#capacity * (this.stride + SLOT_BYTES));
    this.firstAt = this.#block.at;
    this.bytes = this.#block.page.u8;
    this.bytes.set(bytes.subarray(endpointsAt, slotsAt), this.firstAt);
    this.bytes.set(bytes.subarray(slotsAt, end), this.#slotAt(0));
    if (block !== undefined) this.#blocks.giveBack(block);
  }
}
