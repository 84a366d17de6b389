import { readU16 } from '../codec/bigEndian.ts';
import { COMPACT_PEER_BYTES, writeEndpoint } from '../codec/compactPeers.ts';
import type { AddressFamily } from '../codec/ipAddress.ts';
import type { EndpointTable } from './endpointTable.ts';
import type { PeerRecords } from './peerRecords.ts';

/** The peers of one family in one reply. It belongs to the tracker, which overwrites it with the next reply. */
export interface PeerList {
  readonly family: AddressFamily;
  readonly count: number;
  /** Compact peers: a view of `count` endpoints. */
  readonly compact: Uint8Array;
  /** All of them, compact, are so many bytes. */
  compactBytes(): number;
  /** Copies the compact peers to `target`, at most `maxBytes` of them, and returns how many bytes they were. */
  copyTo(target: Uint8Array, at: number, maxBytes: number): number;
  /** View of 20 bytes, or undefined where it is not known. */
  peerIdAt(i: number): Uint8Array | undefined;
}

/** The tracker's own side of a list. */
export interface WritablePeerList extends PeerList {
  clear(): void;
  /** An endpoint of the engine's own, whose peer-id only its session knows. */
  addOwn(address: Uint8Array, port: number): void;
  /** Rows of the table as they stand, from `row` on. */
  addRows(table: EndpointTable, row: number, rows: number): void;
  /** A row of the table under another address. */
  addRowAt(address: Uint8Array, table: EndpointTable, row: number): void;
}

const NO_SLOT = -1;

/** Entries that came from neighbouring places. */
interface Run {
  /** Undefined for what is in no table. */
  table: EndpointTable | undefined;
  row: number;
  /** One past the last of its entries. */
  end: number;
  /** Where their endpoints are, one after the other. */
  bytes: Uint8Array;
  at: number;
}

/** Below it, a loop takes less time than a view that is made to be copied. */
const SHORT_BYTES = 48;

/** `capacity` is the most that a list ever holds; whoever adds checks it. */
export function createPeerList(family: AddressFamily, capacity: number, records: PeerRecords): WritablePeerList {
  return new RunList(family, capacity, records);
}

/** A class, because V8 makes a slow dictionary of every object that has an accessor of its own (decision 29). */
class RunList implements WritablePeerList {
  readonly family: AddressFamily;
  count = 0;
  readonly #stride: number;
  readonly #records: PeerRecords;
  /** Endpoints that stand in no table as they are given out. */
  readonly #special: Uint8Array;
  readonly #compact: Uint8Array;
  /** Nothing is copied before it is known where to: a reply is written before a table can change. */
  readonly #runs: readonly Run[];
  #runCount = 0;
  #specialCount = 0;

  constructor(family: AddressFamily, capacity: number, records: PeerRecords) {
    this.family = family;
    this.#records = records;
    this.#stride = COMPACT_PEER_BYTES[family];
    this.#special = new Uint8Array(capacity * this.#stride);
    this.#compact = new Uint8Array(capacity * this.#stride);
    this.#runs = Array.from({ length: capacity }, () => ({
      table: undefined,
      row: 0,
      end: 0,
      bytes: this.#special,
      at: 0,
    }));
  }

  get compact(): Uint8Array {
    return this.#compact.subarray(0, this.copyTo(this.#compact, 0, this.#compact.length));
  }

  compactBytes(): number {
    return this.count * this.#stride;
  }

  copyTo(target: Uint8Array, at: number, maxBytes: number): number {
    const stride = this.#stride;
    const most = Math.min(this.count, Math.floor(maxBytes / stride));
    let copied = 0;
    for (let i = 0; i < this.#runCount && copied < most; i++) {
      const run = this.#runs[i];
      if (run === undefined) break;
      const end = Math.min(run.end, most);
      copyBytes({ from: run.bytes, at: run.at, length: (end - copied) * stride }, target, at + copied * stride);
      copied = end;
    }
    return copied * stride;
  }

  peerIdAt(i: number): Uint8Array | undefined {
    const slot = i < this.count ? this.#slotAt(i) : NO_SLOT;
    return slot === NO_SLOT ? undefined : this.#records.peerIdOf(slot);
  }

  clear(): void {
    this.count = 0;
    this.#runCount = 0;
    this.#specialCount = 0;
  }

  addOwn(address: Uint8Array, port: number): void {
    this.#addSpecial(address, port).table = undefined;
  }

  addRows(table: EndpointTable, row: number, rows: number): void {
    if (rows <= 0) return;
    const run = this.#addRun(rows);
    run.table = table;
    run.row = row;
    run.bytes = table.bytes;
    run.at = table.rowAt(row);
  }

  addRowAt(address: Uint8Array, table: EndpointTable, row: number): void {
    const run = this.#addSpecial(address, readU16(table.bytes, table.rowAt(row + 1) - 2));
    run.table = table;
    run.row = row;
  }

  #addRun(length: number): Run {
    const run = this.#runs[this.#runCount++];
    if (run === undefined) throw new RangeError(`a list of peers holds ${this.#runs.length} of them`);
    this.count += length;
    run.end = this.count;
    return run;
  }

  #addSpecial(address: Uint8Array, port: number): Run {
    const run = this.#addRun(1);
    run.bytes = this.#special;
    run.at = this.#specialCount++ * this.#stride;
    writeEndpoint(this.#special, run.at, { address, port });
    return run;
  }

  /** Slot of the peer in this place, from the table as it stands. */
  #slotAt(i: number): number {
    const at = this.#runs.findIndex(({ end }, run) => run < this.#runCount && i < end);
    const run = this.#runs[at];
    if (run?.table === undefined) return NO_SLOT;
    const first = at === 0 ? 0 : (this.#runs[at - 1]?.end ?? 0);
    return run.table.slotAt(run.row + i - first);
  }
}

function copyBytes(
  { from, at, length }: { readonly from: Uint8Array; readonly at: number; readonly length: number },
  target: Uint8Array,
  targetAt: number,
): void {
  if (length > SHORT_BYTES) target.set(from.subarray(at, at + length), targetAt);
  else for (let i = 0; i < length; i++) target[targetAt + i] = from[at + i] ?? 0;
}
