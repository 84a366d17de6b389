import { readI32 } from '../codec/bigEndian.ts';
import type { AddressFamily } from '../codec/ipAddress.ts';
import { createMemoryPages, type MemoryPages, PAGE_BYTES } from './memoryPages.ts';
import { SLOT_LIMIT } from './slotIndex.ts';

/**
 * The peers of all swarms of a tracker, each in a slot of its own: who it is, what it told of its transfer, and where in
 * its swarm's endpoint tables it stands. Slots are reused, and never move.
 *
 * An announce touches most of one peer and nothing of its neighbours, so a peer is a record rather than a row of columns: all
 * of it in one line of the processor's cache, since waiting for that line is most of what an announce takes in a large
 * tracker. Records lie in pages, so that more peers never mean that those there are have to be copied.
 *
 *   left, low             0  4  u32, bytes      IPv4 address             40  4
 *   uploaded, low         4  4  u32, bytes      row in the IPv4 table    44  4  from 1; 0: none
 *   downloaded, low       8  4  u32, bytes      IPv4 endpoint seen       48  4  monotonic seconds
 *   key                  12  4                  IPv4 port                52  2
 *   peer-id              16 20                  flags                    54  2
 *   swarm number         36  4  0: free         left, middle             56  2
 *                                               uploaded, middle         58  2
 *                                               downloaded, middle       60  2
 *                                               all three, high          62  2  five bits each, from the lowest
 *
 * Of a free slot, the key is the number of the next free one. Row and time of IPv6 endpoints are in pages of their own, which
 * a tracker without them does not have.
 */
export interface PeerRecords {
  /** A slot for a new peer without endpoints, with nothing left, uploaded or downloaded. Throws a RangeError when it is full. */
  add(swarmNumber: number, peerId: Uint8Array, key: number): number;
  remove(slot: number): void;
  /** No further slot can be had. */
  isFull(): boolean;
  /** One past the highest slot ever used. */
  slotEnd(): number;
  /** 0 for a free slot. */
  swarmNumberOf(slot: number): number;
  hasPeerId(slot: number, peerId: Uint8Array): boolean;
  /** View of 20 bytes; read only, valid until the slot is used for another peer. */
  peerIdOf(slot: number): Uint8Array;
  /** Four bytes of the peer-id from `at` on, in network order, as a signed number. */
  peerIdWordOf(slot: number, at: number): number;
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
  isSeeder(slot: number): boolean;
  transferOf(slot: number): Transfer;
  setTransfer(slot: number, transfer: Transfer): void;
  isCompletionCounted(slot: number): boolean;
  setCompletionCounted(slot: number): void;
  isPaused(slot: number): boolean;
  setPaused(slot: number, isPaused: boolean): void;
}

/** What a peer says of its transfer, in bytes: whole numbers from 0 to Number.MAX_SAFE_INTEGER. */
export interface Transfer {
  readonly leftBytes: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

export const NO_ROW = -1;
export const PEER_ID_BYTES = 20;
/** No swarm has this number. */
export const FREE_SLOT = 0;

const RECORD_BYTES = 64;
const PAGE_SLOTS = PAGE_BYTES / RECORD_BYTES;
const PAGE_BITS = Math.log2(PAGE_SLOTS);
const PAGE_MASK = PAGE_SLOTS - 1;
const COMPLETION_COUNTED = 1;
const PAUSED = 2;
const U32 = 0x1_0000_0000;
const HIGH_BITS = 5;
const HIGH_MASK = 2 ** HIGH_BITS - 1;

// Positions within a record, in the unit of the view that reads them.
const RECORD_U32 = RECORD_BYTES / 4;
const LEFT = 0;
const UPLOADED = 1;
const DOWNLOADED = 2;
const KEY_U32 = 3;
const PEER_ID_U8 = 16;
const SWARM_U32 = 9;
const IPV4_U32 = 10;
const ROW_U32 = 11;
const SEEN_U32 = 12;
const IPV4_PORT_U16 = 26;
const FLAGS_U16 = 27;
const MIDDLE_U16 = 28;
const HIGH_U16 = 31;

export function createPeerRecords(pages: MemoryPages = createMemoryPages()): PeerRecords {
  const pages32: Uint32Array[] = [];
  const pages16: Uint16Array[] = [];
  const pages8: Uint8Array[] = [];
  /** Where each page begins, in the unit of the widest view. */
  const pagesAt: number[] = [];
  /** Row, from 1, and time by turns. */
  const pagesOfIPv6: (Uint32Array | undefined)[] = [];
  /** One more than the slot; 0 for none. */
  let firstFree = 0;
  let slotEnd = 0;

  /** Where the record begins, in the unit of the widest view. */
  const recordAt = (slot: number): number => (pagesAt[slot >>> PAGE_BITS] ?? 0) + (slot & PAGE_MASK) * RECORD_U32;
  const read = (slot: number, field: number): number => pages32[slot >>> PAGE_BITS]?.[recordAt(slot) + field] ?? 0;
  const read16 = (slot: number, field: number): number =>
    pages16[slot >>> PAGE_BITS]?.[recordAt(slot) * 2 + field] ?? 0;
  const readIPv6 = (slot: number, field: 0 | 1): number =>
    pagesOfIPv6[slot >>> PAGE_BITS]?.[(slot & PAGE_MASK) * 2 + field] ?? 0;
  const pageOf = (slot: number): Uint8Array => pages8[slot >>> PAGE_BITS] ?? NO_PAGE;
  const peerIdAt = (slot: number): number => recordAt(slot) * 4 + PEER_ID_U8;

  function write(slot: number, field: number, value: number): void {
    const page = pages32[slot >>> PAGE_BITS];
    if (page !== undefined) page[recordAt(slot) + field] = value;
  }

  function write16(slot: number, field: number, value: number): void {
    const page = pages16[slot >>> PAGE_BITS];
    if (page !== undefined) page[recordAt(slot) * 2 + field] = value;
  }

  function writeIPv6(slot: number, field: 0 | 1, value: number): void {
    const number = slot >>> PAGE_BITS;
    if (value === 0 && pagesOfIPv6[number] === undefined) return;
    const page = (pagesOfIPv6[number] ??= new Uint32Array(PAGE_SLOTS * 2));
    page[(slot & PAGE_MASK) * 2 + field] = value;
  }

  function freeSlot(): number {
    if (firstFree !== 0) {
      const slot = firstFree - 1;
      firstFree = read(slot, KEY_U32);
      return slot;
    }
    if (slotEnd >= SLOT_LIMIT) throw new RangeError(`no more than ${SLOT_LIMIT} peers can be remembered`);
    if ((slotEnd & PAGE_MASK) === 0) addPage();
    return slotEnd++;
  }

  function addPage(): void {
    const { u8, u16, u32, at } = pages.take();
    pages8.push(u8);
    pages16.push(u16);
    pages32.push(u32);
    pagesAt.push(at >>> 2);
    pagesOfIPv6.push(undefined);
  }

  function rename(slot: number, peerId: Uint8Array, key: number): void {
    pageOf(slot).set(peerId, peerIdAt(slot));
    write(slot, KEY_U32, key);
  }

  function countOf(slot: number, which: number): number {
    const high = (read16(slot, HIGH_U16) >>> (which * HIGH_BITS)) & HIGH_MASK;
    return (high * 0x1_0000 + read16(slot, MIDDLE_U16 + which)) * U32 + read(slot, which);
  }

  /** Returns the high bits in their place. */
  function setCount(slot: number, which: number, bytes: number): number {
    const upper = Math.floor(bytes / U32);
    write(slot, which, bytes);
    write16(slot, MIDDLE_U16 + which, upper);
    return (upper >>> 16) << (which * HIGH_BITS);
  }

  return {
    add(swarmNumber, peerId, key) {
      const slot = freeSlot();
      const at = recordAt(slot);
      pages32[slot >>> PAGE_BITS]?.fill(0, at, at + RECORD_U32);
      writeIPv6(slot, 0, 0);
      writeIPv6(slot, 1, 0);
      write(slot, SWARM_U32, swarmNumber);
      rename(slot, peerId, key);
      return slot;
    },
    remove(slot) {
      write(slot, SWARM_U32, FREE_SLOT);
      write(slot, KEY_U32, firstFree);
      firstFree = slot + 1;
    },
    isFull: () => firstFree === 0 && slotEnd >= SLOT_LIMIT,
    slotEnd: () => slotEnd,
    swarmNumberOf: (slot) => read(slot, SWARM_U32),
    hasPeerId(slot, peerId) {
      const page = pageOf(slot);
      const at = peerIdAt(slot);
      for (let i = 0; i < PEER_ID_BYTES; i++) if (page[at + i] !== peerId[i]) return false;
      return true;
    },
    peerIdOf: (slot) => pageOf(slot).subarray(peerIdAt(slot), peerIdAt(slot) + PEER_ID_BYTES),
    peerIdWordOf: (slot, at) => readI32(pageOf(slot), peerIdAt(slot) + at),
    keyOf: (slot) => read(slot, KEY_U32),
    rename,
    rowOf: (slot, family) => (family === 'IPv4' ? read(slot, ROW_U32) : readIPv6(slot, 0)) - 1,
    setRow(slot, family, row) {
      if (family === 'IPv4') write(slot, ROW_U32, row + 1);
      else writeIPv6(slot, 0, row + 1);
    },
    seenSecondsOf: (slot, family) => (family === 'IPv4' ? read(slot, SEEN_U32) : readIPv6(slot, 1)),
    setSeenSeconds(slot, family, seconds) {
      if (family === 'IPv4') write(slot, SEEN_U32, seconds);
      else writeIPv6(slot, 1, seconds);
    },
    isSeeder: (slot) => countOf(slot, LEFT) === 0,
    transferOf: (slot) => ({
      leftBytes: countOf(slot, LEFT),
      uploadedBytes: countOf(slot, UPLOADED),
      downloadedBytes: countOf(slot, DOWNLOADED),
    }),
    setTransfer(slot, { leftBytes, uploadedBytes, downloadedBytes }) {
      const high =
        setCount(slot, LEFT, leftBytes) |
        setCount(slot, UPLOADED, uploadedBytes) |
        setCount(slot, DOWNLOADED, downloadedBytes);
      write16(slot, HIGH_U16, high);
    },
    isAtIPv4: (slot, address, port) => read(slot, IPV4_U32) === address && read16(slot, IPV4_PORT_U16) === port,
    setIPv4(slot, address, port) {
      write(slot, IPV4_U32, address);
      write16(slot, IPV4_PORT_U16, port);
    },
    isCompletionCounted: (slot) => (read16(slot, FLAGS_U16) & COMPLETION_COUNTED) !== 0,
    isPaused: (slot) => (read16(slot, FLAGS_U16) & PAUSED) !== 0,
    setPaused(slot, isPaused) {
      const others = read16(slot, FLAGS_U16) & ~PAUSED;
      write16(slot, FLAGS_U16, isPaused ? others | PAUSED : others);
    },
    setCompletionCounted: (slot) => write16(slot, FLAGS_U16, read16(slot, FLAGS_U16) | COMPLETION_COUNTED),
  };
}

const NO_PAGE = new Uint8Array(0);
