import type { AddressScope, IpAddress } from '../codec/ipAddress.ts';
import { type EndpointTable, PREFIX_BYTES, SCOPES } from './endpointTable.ts';
import type { WritablePeerList } from './peerList.ts';
import type { Transfer } from './peerRecords.ts';

/**
 * Which peers a requester is told, nearest first: its own subnet (the first 24 bits of an IPv4 address, 64 of an IPv6
 * address: netmasks of other hosts are not known here), then other local networks, then the rest. The search begins at
 * a row that moves on with each reply, so that all peers are handed out equally often without a shuffle.
 */
export interface PeerSelection {
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

export type SelectPeers = (list: WritablePeerList, table: EndpointTable, selection: PeerSelection) => void;

/** Most rows looked at for one reply, which bounds its cost in the largest swarm. */
const MAX_ROWS_LOOKED_AT = 512;

/** What is to be done with a row. */
const SKIP = 0;
const ADD = 1;
const ADD_AS_FACING = 2;
const WAIT_AS_LOCAL = 3;
const WAIT_AS_FAR = 4;

export function createPeerSelector(): SelectPeers {
  const localRows = new Int32Array(MAX_ROWS_LOOKED_AT);
  const farRows = new Int32Array(MAX_ROWS_LOOKED_AT);
  return (list, table, selection) => {
    const { ownSlot, requester, facing, limit } = selection;
    const actions = actionsFor(requester, canFace(facing, table));
    const rows = selection.withSeeders ? table.rowCount : table.leecherRowCount;
    const { onlyScope } = table;
    if (onlyScope !== undefined && rows > 0) {
      const action = actions[onlyScope] ?? SKIP;
      if (action === SKIP) return;
      if (action !== ADD_AS_FACING) return addUniform(list, table, selection);
    }
    const toLookAt = Math.min(rows, MAX_ROWS_LOOKED_AT);
    let localCount = 0;
    let farCount = 0;
    // Neighbours in the table are mostly neighbours in the network: rows to add are gathered and copied together.
    let gathered = 0;
    let row = rows === 0 ? 0 : selection.startRow % rows;
    for (let looked = 0; looked < toLookAt && list.count + gathered < limit; looked++) {
      const action = table.slotAt(row) === ownSlot ? SKIP : (actions[table.scopeAt(row)] ?? SKIP);
      if (action === ADD || (action >= WAIT_AS_LOCAL && isInSubnetOf(requester, table, row))) {
        gathered++;
      } else {
        gathered = flush(list, table, { end: row, count: gathered });
        if (action === ADD_AS_FACING && facing !== undefined) list.addRowAt(facing.bytes, table, row);
        else if (action === WAIT_AS_LOCAL) localRows[localCount++] = row;
        else if (action === WAIT_AS_FAR) farRows[farCount++] = row;
      }
      if (++row < rows) continue;
      gathered = flush(list, table, { end: row, count: gathered });
      row = 0;
    }
    flush(list, table, { end: row, count: gathered });
    for (let i = 0; i < localCount && list.count < limit; i++) list.addRows(table, localRows[i] ?? 0, 1);
    for (let i = 0; i < farCount && list.count < limit; i++) list.addRows(table, farRows[i] ?? 0, 1);
  };
}

/** Rows that are all equally near are copied as they stand, but for the requester's own. */
function addUniform(list: WritablePeerList, table: EndpointTable, selection: PeerSelection): void {
  const { withSeeders, startRow, ownSlot, limit } = selection;
  const rows = withSeeders ? table.rowCount : table.leecherRowCount;
  const ownRow = table.rowOf(ownSlot);
  const first = startRow % rows;
  let row = first;
  // Up to the end and on from the beginning, in as many runs as the own row makes of it.
  for (let left = rows; left > 0 && list.count < limit; ) {
    const end = row < first ? first : rows;
    const meetsOwn = ownRow >= row && ownRow < end;
    const stop = meetsOwn ? ownRow : end;
    list.addRows(table, row, Math.min(stop - row, limit - list.count));
    const next = meetsOwn ? stop + 1 : stop;
    left -= next - row;
    row = next === rows ? 0 : next;
  }
}

/** Adds the rows gathered before `end` and returns how many are gathered then: none. */
function flush(
  list: WritablePeerList,
  table: EndpointTable,
  rows: { readonly end: number; readonly count: number },
): number {
  if (rows.count > 0) list.addRows(table, rows.end - rows.count, rows.count);
  return 0;
}

/** What to do with a row of each scope, in the order of SCOPES. */
const FOR_THIS_MACHINE = actionTable({ loopback: ADD, 'link-local': SKIP });
const FOR_LINK_LOCAL = actionTable({ loopback: SKIP, 'link-local': ADD });
const FOR_LINK_LOCAL_FACED = actionTable({ loopback: ADD_AS_FACING, 'link-local': ADD });
const FOR_OTHERS = actionTable({ loopback: SKIP, 'link-local': SKIP });
const FOR_OTHERS_FACED = actionTable({ loopback: ADD_AS_FACING, 'link-local': SKIP });

function actionTable(actions: Readonly<Record<'loopback' | 'link-local', number>>): Uint8Array {
  const all: Readonly<Record<AddressScope, number>> = {
    ...actions,
    private: WAIT_AS_LOCAL,
    public: WAIT_AS_FAR,
    unusable: SKIP,
  };
  return Uint8Array.from(SCOPES, (scope) => all[scope]);
}

/**
 * A peer on this machine is handed out under the address that faces the requester, never as 127.0.0.1 or ::1, and a
 * link-local address only where the requester has one too.
 */
function actionsFor(requester: IpAddress, isFaced: boolean): Uint8Array {
  switch (requester.scope) {
    case 'loopback':
      return FOR_THIS_MACHINE;
    case 'link-local':
      return isFaced ? FOR_LINK_LOCAL_FACED : FOR_LINK_LOCAL;
    default:
      return isFaced ? FOR_OTHERS_FACED : FOR_OTHERS;
  }
}

function canFace(facing: IpAddress | undefined, table: EndpointTable): boolean {
  return facing !== undefined && facing.family === table.family && facing.scope !== 'loopback';
}

function isInSubnetOf(requester: IpAddress, table: EndpointTable, row: number): boolean {
  if (requester.family !== table.family) return false;
  const { bytes } = table;
  const at = table.rowAt(row);
  for (let i = 0; i < PREFIX_BYTES[table.family]; i++) if (bytes[at + i] !== requester.bytes[i]) return false;
  return true;
}

/**
 * Seeders need no seeders. But a client that has only a magnet link does not know what is left, and some (aria2) then say
 * that nothing is: who has moved no byte yet may be such a one, and finds nobody if it is taken for a seeder.
 */
export function wantsSeeders({ leftBytes, uploadedBytes, downloadedBytes }: Transfer): boolean {
  return leftBytes !== 0 || (uploadedBytes === 0 && downloadedBytes === 0);
}
