import type { AddressFamily } from '../codec/ipAddress.ts';

/**
 * The peers of all swarms of a tracker, each in a slot of its own: who it is, what it told of its transfer, and where in
 * its swarm's endpoint tables it stands. Slots are reused, and never move.
 *
 * An announce touches most of one peer and nothing of its neighbours, so a peer is a record rather than a row of columns. What
 * an announce has to read comes first: it lies in one line of the processor's cache, and waiting for that line is most of
 * what an announce takes in a large tracker.
 *
 *   left                 0  8  float64, bytes            row in the IPv4 table   44  4  -1: none
 *   peer-id              8 20                            row in the IPv6 table   48  4  -1: none
 *   key                 28  4                            IPv4 endpoint seen      52  4  monotonic seconds
 *   swarm number        32  4  0: the slot is free       IPv6 endpoint seen      56  4  monotonic seconds
 *   IPv4 address        36  4                            free                    60  4
 *   IPv4 port           40  2
 *   flags               42  2
 *
 * Bytes uploaded and downloaded, which are only ever written on the way, are float64 in an array of their own.
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
  /** Whether this is the peer's IPv4 endpoint, without a look at its table. The address is a u32. */
  isAtIPv4(slot: number, address: number, port: number): boolean;
  /** What `isAtIPv4` compares with; 0 and 0 for none. */
  setIPv4(slot: number, address: number, port: number): void;
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
const RECORD_BYTES = 64;
const FIRST_SLOTS = 64;
const COMPLETION_COUNTED = 1;

// Positions within a record, in the unit of the view that reads them.
const RECORD_F64 = RECORD_BYTES / 8;
const LEFT_F64 = 0;
const PEER_ID_U8 = 8;
const RECORD_U32 = RECORD_BYTES / 4;
const KEY_U32 = 7;
const SWARM_U32 = 8;
const IPV4_U32 = 9;
const ROW_U32 = { IPv4: 11, IPv6: 12 } as const;
const SEEN_U32 = { IPv4: 13, IPv6: 14 } as const;
const RECORD_U16 = RECORD_BYTES / 2;
const IPV4_PORT_U16 = 20;
const FLAGS_U16 = 21;

export function createPeerRecords(): PeerRecords {
  const free: number[] = [];
  let bytes = new Uint8Array(FIRST_SLOTS * RECORD_BYTES);
  let u32 = new Uint32Array(bytes.buffer);
  let u16 = new Uint16Array(bytes.buffer);
  let f64 = new Float64Array(bytes.buffer);
  /** Uploaded and downloaded, by turns. */
  let totals = new Float64Array(FIRST_SLOTS * 2);
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
    u16 = new Uint16Array(bytes.buffer);
    f64 = new Float64Array(bytes.buffer);
    totals = new Float64Array(totals.buffer.transfer(totals.byteLength * 2));
  }

  function rename(slot: number, peerId: Uint8Array, key: number): void {
    bytes.set(peerId, peerIdAt(slot));
    write(slot, KEY_U32, key);
  }

  function setTransfer(slot: number, { leftBytes, uploadedBytes, downloadedBytes }: Transfer): void {
    f64[slot * RECORD_F64 + LEFT_F64] = leftBytes;
    totals[slot * 2] = uploadedBytes;
    totals[slot * 2 + 1] = downloadedBytes;
  }

  return {
    add(swarmNumber, peerId, key) {
      const slot = freeSlot();
      bytes.fill(0, slot * RECORD_BYTES, (slot + 1) * RECORD_BYTES);
      totals.fill(0, slot * 2, slot * 2 + 2);
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
      uploadedBytes: totals[slot * 2] ?? 0,
      downloadedBytes: totals[slot * 2 + 1] ?? 0,
    }),
    setTransfer,
    isAtIPv4: (slot, address, port) =>
      u32[slot * RECORD_U32 + IPV4_U32] === address && u16[slot * RECORD_U16 + IPV4_PORT_U16] === port,
    setIPv4(slot, address, port) {
      write(slot, IPV4_U32, address);
      u16[slot * RECORD_U16 + IPV4_PORT_U16] = port;
    },
    isCompletionCounted: (slot) => ((u16[slot * RECORD_U16 + FLAGS_U16] ?? 0) & COMPLETION_COUNTED) !== 0,
    setCompletionCounted(slot) {
      u16[slot * RECORD_U16 + FLAGS_U16] = (u16[slot * RECORD_U16 + FLAGS_U16] ?? 0) | COMPLETION_COUNTED;
    },
  };
}
