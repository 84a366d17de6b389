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

interface Run {
  /** Undefined for what is in no table. */
  table: EndpointTable | undefined;
  row: number;
  /** One past the last of its entries. */
  end: number;
}

/** `capacity` is the most that a list ever holds; whoever adds checks it. */
export function createPeerList(family: AddressFamily, capacity: number, records: PeerRecords): WritablePeerList {
  const stride = COMPACT_PEER_BYTES[family];
  const endpoints = new Uint8Array(capacity * stride);
  /** Where the entries came from, a run of rows each: few replies ever name peer-ids. */
  const runs: Run[] = Array.from({ length: capacity }, () => ({ table: undefined, row: 0, end: 0 }));
  let runCount = 0;
  let count = 0;

  function addRows(table: EndpointTable, row: number, rows: number): void {
    if (rows <= 0) return;
    endpoints.set(table.bytes.subarray(table.rowAt(row), table.rowAt(row + rows)), count * stride);
    count += rows;
    addRun(table, row);
  }

  function addRun(table: EndpointTable | undefined, row: number): void {
    const run = runs[runCount++];
    if (run === undefined) throw new RangeError(`a list of peers holds ${capacity} of them`);
    run.table = table;
    run.row = row;
    run.end = count;
  }

  /** Slot of the peer in this place, from the table as it stands. */
  function slotAt(i: number): number {
    const at = runs.findIndex(({ end }, run) => run < runCount && i < end);
    const run = runs[at];
    if (run?.table === undefined) return NO_SLOT;
    const first = at === 0 ? 0 : (runs[at - 1]?.end ?? 0);
    return run.table.slotAt(run.row + i - first);
  }

  return {
    family,
    get count() {
      return count;
    },
    get compact() {
      return endpoints.subarray(0, count * stride);
    },
    copyTo(target, at, maxBytes) {
      const bytes = Math.min(count * stride, maxBytes - (maxBytes % stride));
      target.set(endpoints.subarray(0, bytes), at);
      return bytes;
    },
    peerIdAt(i) {
      const slot = i < count ? slotAt(i) : NO_SLOT;
      return slot === NO_SLOT ? undefined : records.peerIdOf(slot);
    },
    clear() {
      count = 0;
      runCount = 0;
    },
    addOwn(address, port) {
      writeEndpoint(endpoints, count * stride, { address, port });
      count++;
      addRun(undefined, 0);
    },
    addRows,
    addRowAt(address, table, row) {
      addRows(table, row, 1);
      endpoints.set(address, (count - 1) * stride);
    },
  };
}
