import type { PeerRecords } from './peerRecords.ts';
import type { SlotIndex } from './slotIndex.ts';
import type { Swarm } from './swarm.ts';

/**
 * Reads the memory that a batch of announces is about to need, and does nothing with it. In a large tracker most of it lies
 * outside of the processor's caches, and an announce by itself waits for one piece to know where the next one is. Of many
 * announces the same pieces are on their way together, so that the batch waits about as long as one of them.
 */
export interface LookAhead {
  /** An announce to this swarm of the peer at this IPv4 address, a u32. */
  add(swarm: Swarm, address: number, port: number): void;
  /** Reads for all that were added, and forgets them. */
  look(): void;
}

export interface LookAheadDeps {
  readonly endpoints: SlotIndex;
  readonly hashOf: (swarm: Swarm, address: number, port: number) => number;
  readonly records: PeerRecords;
}

const MAX_ADDED = 64;
/** An answer has a few lines of the processor's cache full of peers. */
const LINES = 4;
const LINE_BYTES = 64;

export function createLookAhead({ endpoints, hashOf, records }: LookAheadDeps): LookAhead {
  const swarms: Swarm[] = [];
  const hashes = new Int32Array(MAX_ADDED);
  /** What was read: kept, so that V8 does not leave the reading out. */
  const read = new Int32Array(1);
  let count = 0;

  function readRows({ IPv4: table, startRow }: Swarm): number {
    if (table.rowCount === 0) return 0;
    const at = table.rowAt(startRow % table.rowCount);
    let sum = 0;
    for (let line = 0; line < LINES; line++) sum += table.bytes[at + line * LINE_BYTES] ?? 0;
    return sum;
  }

  return {
    add(swarm, address, port) {
      if (count === MAX_ADDED) return;
      swarms[count] = swarm;
      hashes[count] = hashOf(swarm, address, port);
      count++;
    },
    // Step by step for all: within a step nothing waits for anything else.
    look() {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += endpoints.peek(hashes[i] ?? 0);
      for (let i = 0; i < count; i++) {
        const at = endpoints.first(hashes[i] ?? 0);
        if (at >= 0) sum += records.swarmNumberOf(endpoints.slotAt(at));
      }
      for (let i = 0; i < count; i++) {
        const swarm = swarms[i];
        if (swarm !== undefined) sum += readRows(swarm);
      }
      read[0] = sum;
      count = 0;
    },
  };
}
