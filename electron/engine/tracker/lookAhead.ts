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
  readonly swarms: Pick<SwarmRegistry, 'findAt' | 'peek'>;
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
  const found: Swarm[] = [];
  const hashes = new Int32Array(MAX_ADDED);
  const slots = new Int32Array(MAX_ADDED);
  const rowsAt = new Int32Array(MAX_ADDED);
  /** What was read: kept, so that V8 does not leave the reading out. */
  const read = new Int32Array(1);
  let count = 0;

  function peekIndex(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) sum = (sum + swarms.peek(packets[i] ?? NO_BYTES, packetsAt[i] ?? 0)) | 0;
    return sum;
  }

  /** Takes those out that are not tracked. */
  function find(): void {
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

  function hash(): void {
    for (let i = 0; i < count; i++) {
      const swarm = found[i];
      if (swarm !== undefined) hashes[i] = hashOf(swarm, addresses[i] ?? 0, ports[i] ?? 0);
    }
  }

  function peekEndpoints(): number {
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

  function findRows(): void {
    for (let i = 0; i < count; i++) {
      const swarm = found[i];
      if (swarm === undefined) continue;
      const { rowCount, stride, firstAt } = swarm.IPv4;
      rowsAt[i] = rowCount === 0 ? 0 : firstAt + (swarm.startRow % rowCount) * stride;
    }
  }

  /** An answer has a few lines of the processor's cache full of peers. */
  function readRows(): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const bytes = found[i]?.IPv4.bytes ?? NO_BYTES;
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
     * Step by step for all: within a step nothing waits for anything else. Steps that wait do nothing besides, since a processor
     * sees only some hundred instructions ahead, and waits for no more at once than there is to read in those.
     */
    look() {
      let sum = peekIndex();
      find();
      hash();
      sum += peekEndpoints();
      findSlots();
      sum += readRecords();
      findRows();
      sum += readRows();
      read[0] = sum;
      count = 0;
    },
  };
}
