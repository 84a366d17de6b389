import type { IpAddress } from '../codec/ipAddress.ts';
import type { EndpointTable } from './endpointTable.ts';
import type { WritablePeerList } from './peerList.ts';

/**
 * Which peers a requester is told, nearest first: its own subnet (the first 24 bits of an IPv4 address, 64 of an IPv6
 * address: netmasks of other hosts are not known here), then other local networks, then the rest. The search begins at
 * a row that moves on with each reply, so that all peers are handed out equally often without a shuffle.
 */
export interface PeerSelection {
  readonly table: EndpointTable;
  /** Where the search begins; any whole number from 0. */
  readonly startRow: number;
  /** Seeders are offered to leechers only. */
  readonly withSeeders: boolean;
  readonly requester: IpAddress;
  /** The requester's own slot, which is left out; -1 for none. */
  readonly ownSlot: number;
  /** Our own address as the requester sees it: peers that announced over loopback are on this machine. */
  readonly facing: IpAddress | undefined;
  /** Entries that the list may have in the end. */
  readonly limit: number;
}

/** Most rows looked at for one reply, which bounds its cost in the largest swarm. */
const MAX_ROWS_LOOKED_AT = 512;

const UNREACHABLE = 0;
const NEAR = 1;
const LOCAL_NETWORK = 2;
const FAR = 3;

/** Waiting rows of the search that runs; searches do not overlap, so all share these. */
interface Scratch {
  readonly localRows: Int32Array;
  readonly farRows: Int32Array;
}

export type SelectPeers = (list: WritablePeerList, selection: PeerSelection) => void;

export function createPeerSelector(): SelectPeers {
  const scratch: Scratch = {
    localRows: new Int32Array(MAX_ROWS_LOOKED_AT),
    farRows: new Int32Array(MAX_ROWS_LOOKED_AT),
  };
  return (list, selection) => select(list, selection, scratch);
}

function select(list: WritablePeerList, selection: PeerSelection, { localRows, farRows }: Scratch): void {
  const { table, limit } = selection;
  const rows = selection.withSeeders ? table.rowCount() : table.leecherRowCount();
  const toLookAt = Math.min(rows, MAX_ROWS_LOOKED_AT);
  let localCount = 0;
  let farCount = 0;
  let row = rows === 0 ? 0 : selection.startRow % rows;
  for (let looked = 0; looked < toLookAt && list.count < limit; looked++) {
    switch (distanceOf(row, selection)) {
      case NEAR:
        add(list, selection, row);
        break;
      case LOCAL_NETWORK:
        localRows[localCount++] = row;
        break;
      case FAR:
        farRows[farCount++] = row;
        break;
    }
    row = row + 1 === rows ? 0 : row + 1;
  }
  for (let i = 0; i < localCount && list.count < limit; i++) list.addRow(table, localRows[i] ?? 0);
  for (let i = 0; i < farCount && list.count < limit; i++) list.addRow(table, farRows[i] ?? 0);
}

function distanceOf(row: number, selection: PeerSelection): number {
  const { table, requester } = selection;
  if (table.slotAt(row) === selection.ownSlot) return UNREACHABLE;
  switch (table.scopeAt(row)) {
    case 'loopback':
      return requester.scope === 'loopback' || isUsable(selection.facing, table) ? NEAR : UNREACHABLE;
    case 'link-local':
      return requester.scope === 'link-local' ? NEAR : UNREACHABLE;
    case 'private':
      return isInSubnetOf(requester, table, row) ? NEAR : LOCAL_NETWORK;
    case 'public':
      return isInSubnetOf(requester, table, row) ? NEAR : FAR;
    case 'unusable':
      return UNREACHABLE;
  }
}

/** A peer on this machine is handed out under the address that faces the requester, never as 127.0.0.1 or ::1. */
function add(list: WritablePeerList, { table, requester, facing }: PeerSelection, row: number): void {
  if (table.scopeAt(row) !== 'loopback' || requester.scope === 'loopback' || facing === undefined) {
    list.addRow(table, row);
  } else {
    list.addRowAt(facing.bytes, table, row);
  }
}

function isUsable(facing: IpAddress | undefined, table: EndpointTable): boolean {
  return facing !== undefined && facing.family === table.family && facing.scope !== 'loopback';
}

function isInSubnetOf(requester: IpAddress, table: EndpointTable, row: number): boolean {
  if (requester.family !== table.family) return false;
  const prefixBytes = table.family === 'IPv4' ? 3 : 8;
  const endpoints = table.endpoints();
  const at = row * table.stride;
  for (let i = 0; i < prefixBytes; i++) if (endpoints[at + i] !== requester.bytes[i]) return false;
  return true;
}
