import { availableParallelism } from 'node:os';
import { MIB } from '../../../shared/units.ts';
import { createBufferPool, type SharedBuffer } from './bufferPool.ts';
import type { ContentReader } from './contentReader.ts';
import { cancelled } from './fileErrors.ts';
import { createHashPool, createLocalHasher, type PieceHasher } from './hashPool.ts';
import { PIECE_HASH_BYTES } from './info.ts';
import type { PieceMap } from './pieceMap.ts';

export interface HashOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for each stretch that is hashed. */
  readonly onHashed?: ((bytesDone: number) => void) | undefined;
}

/** One read: a few whole pieces, or a part of a long one. */
const BUFFER_BYTES = MIB;
/** 64 MiB in all: enough that a few of the longest pieces (16 MiB) are worked on side by side. */
const MAX_BUFFERS = 64;
/** While a thread hashes one buffer, the next is ready and a third is being filled. More would only push each other out of the cache. */
const BUFFERS_PER_THREAD = 3;
/** With less, starting threads takes longer than hashing. */
const THREADS_FROM_BYTES = 8 * MIB;

/**
 * Reads all content once, in order, while the cores hash what is read. Resolves with the hashes of the pieces (BEP 3, `pieces`) and leaves
 * no thread behind; the reader stays the caller's. Rejects with `cancelled`, or with what the reader threw.
 */
export async function hashContent(
  reader: ContentReader,
  pieceMap: PieceMap,
  options: HashOptions = {},
): Promise<Uint8Array> {
  const { signal, onHashed } = options;
  const threadCount = threadCountFor(pieceMap.totalBytes);
  const hasher = createHasher(pieceMap.pieceLength, threadCount);
  const buffers = createBufferPool(bufferCountFor(pieceMap.pieceLength, threadCount), BUFFER_BYTES);
  const hashes = new Uint8Array(pieceMap.pieceCount * PIECE_HASH_BYTES);
  const onAbort = (): void => buffers.fail(cancelled());
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort();

  let bytesDone = 0;
  try {
    for (const stretch of stretchesOf(pieceMap)) {
      const buffer = await buffers.take();
      const bytes = buffer.subarray(0, stretch.length);
      await reader.fill(bytes);
      void hash(stretch, buffer, bytes);
    }
    await buffers.allBack();
    await reader.finish();
    return hashes;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await hasher.stop();
  }

  async function hash({ piece, isPieceEnd }: Stretch, buffer: SharedBuffer, bytes: SharedBuffer): Promise<void> {
    try {
      hashes.set(await hasher.hash({ bytes, isPieceEnd }), piece * PIECE_HASH_BYTES);
      bytesDone += bytes.length;
      onHashed?.(bytesDone);
      buffers.give(buffer);
    } catch (error) {
      buffers.fail(error);
    }
  }
}

function createHasher(pieceLength: number, threadCount: number): PieceHasher {
  return threadCount === 0 ? createLocalHasher(pieceLength) : createHashPool(pieceLength, threadCount);
}

function threadCountFor(totalBytes: number): number {
  if (totalBytes < THREADS_FROM_BYTES) return 0;
  return Math.min(availableParallelism(), Math.ceil(totalBytes / THREADS_FROM_BYTES));
}

/** Parts of one piece are hashed by one thread: for each to have work, so many pieces must fit in. */
function bufferCountFor(pieceLength: number, threadCount: number): number {
  const buffersPerPiece = Math.ceil(pieceLength / BUFFER_BYTES);
  return Math.min(MAX_BUFFERS, BUFFERS_PER_THREAD * Math.max(1, threadCount) * buffersPerPiece);
}

interface Stretch {
  /** The first piece that ends in it, if one does. */
  readonly piece: number;
  readonly length: number;
  readonly isPieceEnd: boolean;
}

function* stretchesOf({ totalBytes, pieceLength }: PieceMap): Generator<Stretch> {
  const wholePieces = Math.max(1, Math.floor(BUFFER_BYTES / pieceLength));
  for (let offset = 0; offset < totalBytes; ) {
    const piece = Math.floor(offset / pieceLength);
    const end = Math.min(totalBytes, (piece + wholePieces) * pieceLength);
    const length = Math.min(BUFFER_BYTES, end - offset);
    offset += length;
    yield { piece, length, isPieceEnd: offset === end };
  }
}
