import type { InfoHash } from '../../../shared/infoHash.ts';
import type { AddressFamily } from '../codec/ipAddress.ts';
import { EndpointTable } from './endpointTable.ts';
import type { MemoryBlocks } from './memoryBlocks.ts';
import type { PeerRecords } from './peerRecords.ts';
import type { ServedNote } from './servedNote.ts';

/**
 * Everyone on one info-hash. A peer may be reachable over IPv4, over IPv6 or over both, and is counted once. The swarm
 * belongs to the swarm store, which alone changes it.
 */
export interface Swarm extends ServedNote {
  readonly infoHash: InfoHash;
  /** Marks the records of this swarm's peers; from 1, and not used twice. */
  readonly number: number;
  readonly IPv4: EndpointTable;
  readonly IPv6: EndpointTable;
  peerCount: number;
  seederCount: number;
  /** Peers that have what they want and not all (BEP 21); leechers, for everybody else. */
  pausedCount: number;
  /** Since the torrent was first shared. */
  announces: number;
  scrapes: number;
  completed: number;
  /** When its peers or its counters first became newer than what was last written down; UNCHANGED if they did not. */
  peersChangedAt: number;
  countersChangedAt: number;
  /** In how many parts its peers were last written down. */
  parts: number;
  /** Where the search for the next reply begins. */
  startRow: number;
}

/** Marks a swarm without changes, in the place of the time of its first one. */
export const UNCHANGED = -1;

export const FAMILIES: readonly AddressFamily[] = ['IPv4', 'IPv6'];

/** Where the peers of a swarm are. */
export interface SwarmMemory {
  readonly records: PeerRecords;
  readonly blocks: MemoryBlocks;
}

export function createSwarm(infoHash: InfoHash, number: number, { records, blocks }: SwarmMemory): Swarm {
  // What each announce over IPv4 needs comes first, in as few lines of the processor's cache as it fits.
  return {
    number,
    IPv4: new EndpointTable('IPv4', records, blocks),
    startRow: 0,
    servedIn: 0,
    announces: 0,
    peersChangedAt: UNCHANGED,
    countersChangedAt: UNCHANGED,
    peerCount: 0,
    seederCount: 0,
    completed: 0,
    infoHash,
    pausedCount: 0,
    scrapes: 0,
    parts: 1,
    IPv6: new EndpointTable('IPv6', records, blocks),
  };
}
