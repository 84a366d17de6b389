import type { PeerRecords } from './peerRecords.ts';
import type { SlotIndex } from './slotIndex.ts';
import type { Swarm } from './swarm.ts';
import type { SwarmRegistry } from './swarmRegistry.ts';

/**
 * Reads the memory that a batch of announces is about to need, and does nothing with it. In a large tracker most of it lies
 * outside of the processor's caches, and an announce by itself waits for one piece to know where the next one is. Of many
 * announces the same pieces are on their way together, so that the batch waits about as long as one of them.
 */
export interface LookAhead {
  /** An announce for the info-hash whose 20 bytes stand at `at`, of the peer at this IPv4 endpoint. 64 are kept, and no more. */
  add(bytes: Uint8Array, at: number, endpoint: IPv4Endpoint): void;
  /** Reads for all that were added, whose bytes must be as they were, and forgets them. */
  look(): void;
}

export interface IPv4Endpoint {
  /** u32 */
  readonly address: number;
  readonly port: number;
}

export interface LookAheadDeps {
  readonly swarms: Pick<SwarmRegistry, 'findAt' | 'homeOf' | 'peek'>;
  readonly endpoints: Pick<SlotIndex, 'peek' | 'first' | 'slotAt'>;
  readonly hashOf: (swarm: Swarm, address: number, port: number) => number;
  readonly records: Pick<PeerRecords, 'swarmNumberOf'>;
}

const MAX_ADDED = 64;
const LINE_BYTES = 64;
const NO_SLOT = -1;
const NO_BYTES = new Uint8Array(20);

export function createLookAhead({ swarms, endpoints, hashOf, records }: LookAheadDeps): LookAhead {
  const packets: Uint8Array[] = [];
  const packetsAt = new Int32Array(MAX_ADDED);
  const addresses = new Float64Array(MAX_ADDED);
  const ports = new Int32Array(MAX_ADDED);
  const homes = new Int32Array(MAX_ADDED);
  const found: Swarm[] = [];
  const hashes = new Int32Array(MAX_ADDED);
  const slots = new Int32Array(MAX_ADDED);
  const rowBytes: Uint8Array[] = [];
  const rowsAt = new Int32Array(MAX_ADDED);
  /** What was read: kept, so that V8 does not leave the reading out. */
  const read = new Int32Array(1);
  let count = 0;

  function findHomes(): void {
    for (let i = 0; i < count; i++) homes[i] = swarms.homeOf(packets[i] ?? NO_BYTES, packetsAt[i] ?? 0);
  }

  function readHomes(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) sum = (sum + swarms.peek(homes[i] ?? 0)) | 0;
    return sum;
  }

  /** Takes those out that are not tracked. */
  function findSwarms(): void {
    let tracked = 0;
    for (let i = 0; i < count; i++) {
      const swarm = swarms.findAt(packets[i] ?? NO_BYTES, packetsAt[i] ?? 0);
      if (swarm === undefined) continue;
      found[tracked] = swarm;
      addresses[tracked] = addresses[i] ?? 0;
      ports[tracked] = ports[i] ?? 0;
      tracked++;
    }
    count = tracked;
  }

  /** A swarm is two or three lines of the processor's cache, and so is its table: one field of each line. */
  function readSwarms(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const swarm = found[i];
      if (swarm !== undefined) sum = (sum + swarm.number + swarm.peersChangedAt + swarm.completed) | 0;
    }
    return sum;
  }

  function readTables(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const table = found[i]?.IPv4;
      if (table !== undefined) sum = (sum + table.firstAt + table.stride) | 0;
    }
    return sum;
  }

  /** Everything that this needs has been read. */
  function findHashesAndRows(): void {
    for (let i = 0; i < count; i++) {
      const swarm = found[i];
      if (swarm === undefined) continue;
      hashes[i] = hashOf(swarm, addresses[i] ?? 0, ports[i] ?? 0);
      const { bytes, rowCount } = swarm.IPv4;
      rowBytes[i] = bytes;
      rowsAt[i] = rowCount === 0 ? 0 : swarm.IPv4.rowAt(swarm.startRow % rowCount);
    }
  }

  function readEndpoints(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) sum = (sum + endpoints.peek(hashes[i] ?? 0)) | 0;
    return sum;
  }

  function findSlots(): void {
    for (let i = 0; i < count; i++) {
      const at = endpoints.first(hashes[i] ?? 0);
      slots[i] = at < 0 ? NO_SLOT : endpoints.slotAt(at);
    }
  }

  function readRecords(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] ?? NO_SLOT;
      if (slot >= 0) sum = (sum + records.swarmNumberOf(slot)) | 0;
    }
    return sum;
  }

  /** An answer has a few lines of the processor's cache full of peers. */
  function readRows(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const bytes = rowBytes[i] ?? NO_BYTES;
      const at = rowsAt[i] ?? 0;
      const [first, second] = [bytes[at] ?? 0, bytes[at + LINE_BYTES] ?? 0];
      const [third, fourth] = [bytes[at + 2 * LINE_BYTES] ?? 0, bytes[at + 3 * LINE_BYTES] ?? 0];
      sum = (sum + first + second + third + fourth) | 0;
    }
    return sum;
  }

  return {
    add(bytes, at, { address, port }) {
      if (count === MAX_ADDED) return;
      packets[count] = bytes;
      packetsAt[count] = at;
      addresses[count] = address;
      ports[count] = port;
      count++;
    },
    /**
     * Step by step for all: within a step nothing waits for anything else. Steps that wait (`read`) do next to nothing besides,
     * and what has to be found out for them is a step before: a processor sees only some hundred instructions ahead, and has as
     * much on its way at once as is read in those.
     */
    look() {
      findHomes();
      let sum = readHomes();
      findSwarms();
      sum += readSwarms();
      sum += readTables();
      findHashesAndRows();
      sum += readEndpoints();
      findSlots();
      sum += readRecords();
      sum += readRows();
      read[0] = sum;
      count = 0;
    },
  };
}
