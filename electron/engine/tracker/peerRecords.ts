import type { AddressFamily } from '../codec/ipAddress.ts';

/**
 * The peers of all swarms of a tracker, each in a slot of its own: who it is, what it told of its transfer, and where in
 * its swarm's endpoint tables it stands. Slots are reused, and never move.
 *
 * An announce touches most of one peer and nothing of its neighbours, so a peer is a record rather than a row of columns:
 *
 *   left                 0  8  float64, bytes            row in the IPv4 table   48  4  -1: none
 *   uploaded             8  8  float64, bytes            row in the IPv6 table   52  4  -1: none
 *   downloaded          16  8  float64, bytes            IPv4 endpoint seen      56  4  monotonic seconds
 *   peer-id             24 20                            IPv6 endpoint seen      60  4  monotonic seconds
 *   key                 44  4                            swarm number            64  4  0: the slot is free
 *                                                        flags                   68  4
 */
export interface PeerRecords {
  /** A slot for a new peer without endpoints, with nothing left, uploaded or downloaded. */
  add(swarmNumber: number, peerId: Uint8Array, key: number): number;
  remove(slot: number): void;
  /** One past the highest slot ever used. */
  slotEnd(): number;
  /** 0 for a free slot. */
  swarmNumberOf(slot: number): number;
  hasPeerId(slot: number, peerId: Uint8Array): boolean;
  /** View of 20 bytes; read only, valid until a peer is added. */
  peerIdOf(slot: number): Uint8Array;
  keyOf(slot: number): number;
  rename(slot: number, peerId: Uint8Array, key: number): void;
  /** Row of the peer's endpoint in its swarm's table of this family, or -1. */
  rowOf(slot: number, family: AddressFamily): number;
  setRow(slot: number, family: AddressFamily, row: number): void;
  seenSecondsOf(slot: number, family: AddressFamily): number;
  setSeenSeconds(slot: number, family: AddressFamily, seconds: number): void;
  leftOf(slot: number): number;
  transferOf(slot: number): Transfer;
  setTransfer(slot: number, transfer: Transfer): void;
  isCompletionCounted(slot: number): boolean;
  setCompletionCounted(slot: number): void;
}

/** What a peer says of its transfer, in bytes. */
export interface Transfer {
  readonly leftBytes: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

export const NO_ROW = -1;
/** No swarm has this number. */
export const FREE_SLOT = 0;

const PEER_ID_BYTES = 20;
const RECORD_BYTES = 72;
const FIRST_SLOTS = 64;
const COMPLETION_COUNTED = 1;

// Positions within a record, in the unit of the view that reads them.
const RECORD_F64 = RECORD_BYTES / 8;
const LEFT_F64 = 0;
const UPLOADED_F64 = 1;
const DOWNLOADED_F64 = 2;
const PEER_ID_U8 = 24;
const RECORD_U32 = RECORD_BYTES / 4;
const KEY_U32 = 11;
const ROW_U32 = { IPv4: 12, IPv6: 13 } as const;
const SEEN_U32 = { IPv4: 14, IPv6: 15 } as const;
const SWARM_U32 = 16;
const FLAGS_U32 = 17;

export function createPeerRecords(): PeerRecords {
  const free: number[] = [];
  let bytes = new Uint8Array(FIRST_SLOTS * RECORD_BYTES);
  let u32 = new Uint32Array(bytes.buffer);
  let f64 = new Float64Array(bytes.buffer);
  let slotEnd = 0;

  const read = (slot: number, field: number): number => u32[slot * RECORD_U32 + field] ?? 0;
  const readF64 = (slot: number, field: number): number => f64[slot * RECORD_F64 + field] ?? 0;
  const peerIdAt = (slot: number): number => slot * RECORD_BYTES + PEER_ID_U8;

  function write(slot: number, field: number, value: number): void {
    u32[slot * RECORD_U32 + field] = value;
  }

  function freeSlot(): number {
    const slot = free.pop();
    if (slot !== undefined) return slot;
    if (slotEnd * RECORD_BYTES === bytes.length) grow();
    return slotEnd++;
  }

  function grow(): void {
    bytes = new Uint8Array(bytes.buffer.transfer(bytes.length * 2));
    u32 = new Uint32Array(bytes.buffer);
    f64 = new Float64Array(bytes.buffer);
  }

  function rename(slot: number, peerId: Uint8Array, key: number): void {
    bytes.set(peerId, peerIdAt(slot));
    write(slot, KEY_U32, key);
  }

  function setTransfer(slot: number, { leftBytes, uploadedBytes, downloadedBytes }: Transfer): void {
    const at = slot * RECORD_F64;
    f64[at + LEFT_F64] = leftBytes;
    f64[at + UPLOADED_F64] = uploadedBytes;
    f64[at + DOWNLOADED_F64] = downloadedBytes;
  }

  return {
    add(swarmNumber, peerId, key) {
      const slot = freeSlot();
      bytes.fill(0, slot * RECORD_BYTES, (slot + 1) * RECORD_BYTES);
      write(slot, SWARM_U32, swarmNumber);
      write(slot, ROW_U32.IPv4, NO_ROW);
      write(slot, ROW_U32.IPv6, NO_ROW);
      rename(slot, peerId, key);
      return slot;
    },
    remove(slot) {
      write(slot, SWARM_U32, FREE_SLOT);
      free.push(slot);
    },
    slotEnd: () => slotEnd,
    swarmNumberOf: (slot) => read(slot, SWARM_U32),
    hasPeerId(slot, peerId) {
      const at = peerIdAt(slot);
      for (let i = 0; i < PEER_ID_BYTES; i++) if (bytes[at + i] !== peerId[i]) return false;
      return true;
    },
    peerIdOf: (slot) => bytes.subarray(peerIdAt(slot), peerIdAt(slot) + PEER_ID_BYTES),
    keyOf: (slot) => read(slot, KEY_U32),
    rename,
    rowOf: (slot, family) => read(slot, ROW_U32[family]) | 0,
    setRow: (slot, family, row) => write(slot, ROW_U32[family], row),
    seenSecondsOf: (slot, family) => read(slot, SEEN_U32[family]),
    setSeenSeconds: (slot, family, seconds) => write(slot, SEEN_U32[family], seconds),
    leftOf: (slot) => readF64(slot, LEFT_F64),
    transferOf: (slot) => ({
      leftBytes: readF64(slot, LEFT_F64),
      uploadedBytes: readF64(slot, UPLOADED_F64),
      downloadedBytes: readF64(slot, DOWNLOADED_F64),
    }),
    setTransfer,
    isCompletionCounted: (slot) => (read(slot, FLAGS_U32) & COMPLETION_COUNTED) !== 0,
    setCompletionCounted: (slot) => write(slot, FLAGS_U32, read(slot, FLAGS_U32) | COMPLETION_COUNTED),
  };
}
