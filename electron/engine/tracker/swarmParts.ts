import { readI32, readU16 } from '../codec/bigEndian.ts';
import type { AddressFamily } from '../codec/ipAddress.ts';
import type { EndpointTable } from './endpointTable.ts';
import { NO_ROW, type PeerRecords } from './peerRecords.ts';
import { mixHash } from './slotIndex.ts';
import { FAMILIES, type Swarm } from './swarm.ts';
import { type EndpointRow, type PeerRow, writePeerRows } from './swarmSnapshot.ts';

/**
 * The peers of a swarm in parts that are each written down in a moment, on their own. In which part a peer is hangs on its
 * endpoint, the IPv4 one if it has one: so it stays in the same part for as long as it stays where it is, and each part is
 * right whenever the others were written.
 */

/** A part takes a millisecond or two to write. */
const PART_PEERS = 2048;

/** How many parts there are now: a power of two, and never fewer than before, since then what was written last could be lost. */
export function partsOf(swarm: Swarm): number {
  while (swarm.parts * PART_PEERS < swarm.peerCount) swarm.parts *= 2;
  return swarm.parts;
}

export interface PeerMemory {
  readonly records: PeerRecords;
  /** The time that `records` counts in. */
  readonly nowSeconds: number;
}

/** Peer rows as `swarmSnapshot.ts` describes them. */
export function partOf(
  swarm: Swarm,
  { part, parts }: { readonly part: number; readonly parts: number },
  memory: PeerMemory,
): Uint8Array {
  const rows: PeerRow[] = [];
  for (const family of FAMILIES) {
    const table = swarm[family];
    for (let row = 0; row < table.rowCount; row++) {
      if (parts > 1 && (hashOf(table.bytes, table.rowAt(row + 1)) & (parts - 1)) !== part) continue;
      const slot = table.slotAt(row);
      if (isListedIn(family, slot, memory.records)) rows.push(rowOf(swarm, slot, memory));
    }
  }
  return writePeerRows(rows);
}

/** Each peer once. */
function isListedIn(family: AddressFamily, slot: number, records: PeerRecords): boolean {
  return family === 'IPv4' || records.rowOf(slot, 'IPv4') === NO_ROW;
}

/** Of the port and the last four bytes of the address: in these, peers of one swarm differ. */
function hashOf(bytes: Uint8Array, end: number): number {
  return mixHash(readU16(bytes, end - 2), readI32(bytes, end - 6));
}

function rowOf(swarm: Swarm, slot: number, { records, nowSeconds }: PeerMemory): PeerRow {
  const endpointRow = (table: EndpointTable): EndpointRow | undefined => {
    const endpoint = table.endpointOf(slot);
    const idleMs = Math.max(0, nowSeconds - records.seenSecondsOf(slot, table.family)) * 1000;
    return endpoint && { endpoint, idleMs };
  };
  return {
    peerId: records.peerIdOf(slot),
    key: records.keyOf(slot),
    isCompletionCounted: records.isCompletionCounted(slot),
    ipv4: endpointRow(swarm.IPv4),
    ipv6: endpointRow(swarm.IPv6),
    ...records.transferOf(slot),
  };
}
