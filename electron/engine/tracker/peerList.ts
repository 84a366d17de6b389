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

/** `capacity` is the most that a list ever holds; whoever adds checks it. */
export function createPeerList(family: AddressFamily, capacity: number, records: PeerRecords): WritablePeerList {
  const stride = COMPACT_PEER_BYTES[family];
  const endpoints = new Uint8Array(capacity * stride);
  const slots = new Int32Array(capacity);
  let count = 0;

  function addRows(table: EndpointTable, row: number, rows: number): void {
    endpoints.set(table.bytes.subarray(row * stride, (row + rows) * stride), count * stride);
    for (let i = row; i < row + rows; i++) slots[count++] = table.slots[i] ?? NO_SLOT;
  }

  return {
    family,
    get count() {
      return count;
    },
    get compact() {
      return endpoints.subarray(0, count * stride);
    },
    peerIdAt(i) {
      const slot = i < count ? (slots[i] ?? NO_SLOT) : NO_SLOT;
      return slot === NO_SLOT ? undefined : records.peerIdOf(slot);
    },
    clear() {
      count = 0;
    },
    addOwn(address, port) {
      writeEndpoint(endpoints, count * stride, { address, port });
      slots[count++] = NO_SLOT;
    },
    addRows,
    addRowAt(address, table, row) {
      addRows(table, row, 1);
      endpoints.set(address, (count - 1) * stride);
    },
  };
}
