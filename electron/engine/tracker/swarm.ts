import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AddressFamily } from '../codec/ipAddress.ts';
import { EndpointTable } from './endpointTable.ts';
import type { MemoryBlocks } from './memoryBlocks.ts';
import type { PeerRecords } from './peerRecords.ts';

/**
 * Everyone on one info-hash. A peer may be reachable over IPv4, over IPv6 or over both, and is counted once. The swarm
 * belongs to the swarm store, which alone changes it.
 */
export interface Swarm {
  readonly infoHash: InfoHash;
  /** Marks the records of this swarm's peers; from 1, and not used twice. */
  readonly number: number;
  readonly IPv4: EndpointTable;
  readonly IPv6: EndpointTable;
  peerCount: number;
  seederCount: number;
  /** Since the torrent was first shared. */
  announces: number;
  scrapes: number;
  completed: number;
  /** Whether anything of it is newer than the last snapshot. */
  isChanged: boolean;
  /** Where the search for the next reply begins. */
  startRow: number;
}

export const FAMILIES: readonly AddressFamily[] = ['IPv4', 'IPv6'];

/** Where the peers of a swarm are. */
export interface SwarmMemory {
  readonly records: PeerRecords;
  readonly blocks: MemoryBlocks;
}

export function createSwarm(infoHash: InfoHash, number: number, { records, blocks }: SwarmMemory): Swarm {
  return {
    infoHash,
    number,
    IPv4: new EndpointTable('IPv4', records, blocks),
    IPv6: new EndpointTable('IPv6', records, blocks),
    peerCount: 0,
    seederCount: 0,
    announces: 0,
    scrapes: 0,
    completed: 0,
    isChanged: false,
    startRow: 0,
  };
}
