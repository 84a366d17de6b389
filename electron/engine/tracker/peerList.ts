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

/** `capacity` is the most that a list ever holds; whoever adds checks it. */
export function createPeerList(family: AddressFamily, capacity: number, records: PeerRecords): WritablePeerList {
  const stride = COMPACT_PEER_BYTES[family];
  /** Endpoints that stand in no table as they are given out. */
  const special = new Uint8Array(capacity * stride);
  const compact = new Uint8Array(capacity * stride);
  /** Nothing is copied before it is known where to: a reply is written before a table can change. */
  const runs: Run[] = Array.from({ length: capacity }, () => ({
    table: undefined,
    row: 0,
    end: 0,
    bytes: special,
    at: 0,
  }));
  let runCount = 0;
  let specialCount = 0;
  let count = 0;

  function addRun(length: number): Run {
    const run = runs[runCount++];
    if (run === undefined) throw new RangeError(`a list of peers holds ${capacity} of them`);
    count += length;
    run.end = count;
    return run;
  }

  function addSpecial(address: Uint8Array, port: number): Run {
    const run = addRun(1);
    run.bytes = special;
    run.at = specialCount++ * stride;
    writeEndpoint(special, run.at, { address, port });
    return run;
  }

  /** Slot of the peer in this place, from the table as it stands. */
  function slotAt(i: number): number {
    const at = runs.findIndex(({ end }, run) => run < runCount && i < end);
    const run = runs[at];
    if (run?.table === undefined) return NO_SLOT;
    const first = at === 0 ? 0 : (runs[at - 1]?.end ?? 0);
    return run.table.slotAt(run.row + i - first);
  }

  function copyTo(target: Uint8Array, at: number, maxBytes: number): number {
    const most = Math.min(count, Math.floor(maxBytes / stride));
    let copied = 0;
    for (let i = 0; i < runCount && copied < most; i++) {
      const run = runs[i];
      if (run === undefined) break;
      const end = Math.min(run.end, most);
      target.set(run.bytes.subarray(run.at, run.at + (end - copied) * stride), at + copied * stride);
      copied = end;
    }
    return copied * stride;
  }

  return {
    family,
    get count() {
      return count;
    },
    get compact() {
      return compact.subarray(0, copyTo(compact, 0, compact.length));
    },
    copyTo,
    peerIdAt(i) {
      const slot = i < count ? slotAt(i) : NO_SLOT;
      return slot === NO_SLOT ? undefined : records.peerIdOf(slot);
    },
    clear() {
      count = 0;
      runCount = 0;
      specialCount = 0;
    },
    addOwn(address, port) {
      addSpecial(address, port).table = undefined;
    },
    addRows(table, row, rows) {
      if (rows <= 0) return;
      const run = addRun(rows);
      run.table = table;
      run.row = row;
      run.bytes = table.bytes;
      run.at = table.rowAt(row);
    },
    addRowAt(address, table, row) {
      const run = addSpecial(address, readU16(table.bytes, table.rowAt(row + 1) - 2));
      run.table = table;
      run.row = row;
    },
  };
}
