import type { LinuxCalls } from './linuxCalls.ts';
import { MAX_NAME_BYTES } from './socketNames.ts';

/** Datagrams a call. */
export const BATCH = 64;

/** The largest UDP payload there can be, and a little, so that slots do not compete for the same lines of the cache. */
const SLOT_BYTES = 65_536 + 512;
const VECTOR_BYTES = 16;

/**
 * Memory for a batch of datagrams, laid out once as recvmmsg(2) and sendmmsg(2) take it on 64-bit Linux:
 *
 *   struct mmsghdr   0  8  address of the socket name       struct iovec   0  8  address of the bytes
 *                    8  4  its length                                      8  8  their number
 *                   16  8  address of the iovec
 *                   24  8  number of iovecs, 1
 *                   32 16  no control data
 *                   48  4  flags
 *                   56  4  bytes received or sent
 */
export interface DatagramRing {
  /** Address of the mmsghdr of this slot, and of those behind it. */
  headersFrom(slot: number): bigint;
  readonly bytes: Uint8Array;
  /** Of 32 bytes each, for copying. */
  readonly nameWords: Uint32Array;
  readonly namesView: DataView;
  bytesAt(slot: number): number;
  nameAt(slot: number): number;
  receivedBytes(slot: number): number;
  /** Makes room again for the name of the next sender. */
  resetName(slot: number): void;
  /** A slot that is to be sent. */
  setLengths(slot: number, nameBytes: number, bytes: number): void;
}

const HEADER_BYTES = 64;
const HEADER_U32 = HEADER_BYTES / 4;
const NAME_LENGTH_U32 = 2;
const VECTOR_AT = 16;
const VECTOR_COUNT_AT = 24;
const RECEIVED_U32 = 14;

export function createDatagramRing({ addressOf }: Pick<LinuxCalls, 'addressOf'>): DatagramRing {
  const bytes = new Uint8Array(BATCH * SLOT_BYTES);
  const names = new Uint8Array(BATCH * MAX_NAME_BYTES);
  const namesView = new DataView(names.buffer);
  const vectors = new BigUint64Array((BATCH * VECTOR_BYTES) / 8);
  // Lengths stay far below 2^32, and a number is cheaper than a bigint.
  const vectorsU32 = new Uint32Array(vectors.buffer);
  const headers = new DataView(new ArrayBuffer(BATCH * HEADER_BYTES));
  const headersU32 = new Uint32Array(headers.buffer);

  const at = {
    bytes: addressOf(bytes),
    names: addressOf(names),
    vectors: addressOf(vectors),
    headers: addressOf(headersU32),
  };
  for (let slot = 0; slot < BATCH; slot++) {
    vectors[slot * 2] = at.bytes + BigInt(slot * SLOT_BYTES);
    vectors[slot * 2 + 1] = BigInt(SLOT_BYTES);
    const header = slot * HEADER_BYTES;
    headers.setBigUint64(header, at.names + BigInt(slot * MAX_NAME_BYTES), true);
    headersU32[slot * HEADER_U32 + NAME_LENGTH_U32] = MAX_NAME_BYTES;
    headers.setBigUint64(header + VECTOR_AT, at.vectors + BigInt(slot * VECTOR_BYTES), true);
    headers.setBigUint64(header + VECTOR_COUNT_AT, 1n, true);
  }

  return {
    headersFrom: (slot) => at.headers + BigInt(slot * HEADER_BYTES),
    bytes,
    nameWords: new Uint32Array(names.buffer),
    namesView,
    bytesAt: (slot) => slot * SLOT_BYTES,
    nameAt: (slot) => slot * MAX_NAME_BYTES,
    receivedBytes: (slot) => headersU32[slot * HEADER_U32 + RECEIVED_U32] ?? 0,
    resetName(slot) {
      headersU32[slot * HEADER_U32 + NAME_LENGTH_U32] = MAX_NAME_BYTES;
    },
    setLengths(slot, nameBytes, length) {
      headersU32[slot * HEADER_U32 + NAME_LENGTH_U32] = nameBytes;
      vectorsU32[slot * 4 + 2] = length;
    },
  };
}
