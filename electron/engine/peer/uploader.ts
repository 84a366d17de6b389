import { PIECE_HEADER_BYTES, putPieceHeader, type BlockRequest } from '../codec/peerMessages.ts';
import type { BlockSource, Segment } from './blockSource.ts';
import { createRequestQueue } from './requestQueue.ts';
import { BLOCK_BYTES, FRAMED_BLOCK_BYTES } from './segmentLayout.ts';

/** Requests that are kept for one peer; told to it as `reqq`. */
export const MAX_QUEUED_REQUESTS = 2048;

/** Bytes handed to the socket and not yet taken by the system. What exceeds it waits as requests, which can still be cancelled. */
const MAX_BYTES_IN_FLIGHT = 1024 * 1024;
const MAX_PREFETCHES_PER_READ = 2;

export interface UploaderDeps {
  readonly source: BlockSource;
  /** Hands bytes to the socket; `done` is called exactly once, with false if they could not be sent. */
  readonly write: (bytes: readonly Uint8Array[], done: (sent: boolean) => void) => void;
  /** Content that the system has taken. */
  readonly onUploaded: (payloadBytes: number) => void;
  /** A queued request that will not be answered, because its content cannot be read. */
  readonly onRefused: (request: BlockRequest) => void;
}

/**
 * Answers the requests of one peer, in order, out of wire-ready segments: a run of consecutive blocks becomes one view and one write,
 * and nothing is copied. Requests must be inside the torrent.
 */
export interface Uploader {
  queuedRequests(): number;
  bytesInFlight(): number;
  /** Queues a request; false when the queue is full. Nothing is sent before `pump`. */
  enqueue(request: BlockRequest): boolean;
  /** Takes a queued request back; false when it is not there (never was, or is on its way). */
  cancel(request: BlockRequest): boolean;
  /** Takes all queued requests back and returns them. */
  drain(): readonly BlockRequest[];
  /** Sends as much as is loaded and fits. Call after the last message of a read. */
  pump(): void;
  close(): void;
}

interface HeldSegment {
  readonly number: number;
  readonly segment: Segment;
}

/** A block that lies in more than one segment, as far as it is put together. */
interface Assembly {
  readonly request: BlockRequest;
  readonly frame: Buffer;
  filledBytes: number;
}

export function createUploader(deps: UploaderDeps): Uploader {
  const { source } = deps;
  const { layout } = source;
  const queue = createRequestQueue(MAX_QUEUED_REQUESTS);
  const loading = new Set<number>();
  /** Never held while waiting for another one: with every connection doing that, none would get its second. */
  let held: HeldSegment | undefined;
  let assembly: Assembly | undefined;
  let newestSegment = -1;
  let prefetchesLeft = MAX_PREFETCHES_PER_READ;
  let bytesInFlight = 0;
  let isClosed = false;

  return {
    queuedRequests: queue.length,
    bytesInFlight: () => bytesInFlight,
    enqueue,
    cancel: (request) => queue.remove(request),
    drain,
    pump,
    close,
  };

  function enqueue(request: BlockRequest): boolean {
    if (!queue.push(request)) return false;
    const segment = segmentAt(request, 0);
    if (segment !== newestSegment) readAhead(segment);
    return true;
  }

  function readAhead(segment: number): void {
    const isSequential = segment === newestSegment + 1;
    newestSegment = segment;
    if (prefetchesLeft <= 0) return;
    prefetchesLeft -= 1;
    source.prefetch(segment);
    if (isSequential && segment + 1 < layout.segmentCount) source.prefetch(segment + 1);
  }

  function drain(): readonly BlockRequest[] {
    const requests = queue.drain();
    letGo();
    return requests;
  }

  function pump(): void {
    prefetchesLeft = MAX_PREFETCHES_PER_READ;
    while (maySend()) {
      const request = queue.at(0);
      if (request === undefined) return letGo();
      const filledBytes = assembly?.request === request ? assembly.filledBytes : 0;
      const number = segmentAt(request, filledBytes);
      const segment = hold(number);
      if (segment === undefined) return;
      if (layout.isWholeBlock(request)) sendRun(request, segment);
      else if (segmentAt(request, 0) === segmentAt(request, request.length - 1)) sendPart(request, segment);
      else assemble(request, segment);
    }
  }

  function maySend(): boolean {
    return !isClosed && bytesInFlight < MAX_BYTES_IN_FLIGHT;
  }

  /** The segment that holds a byte of the request. */
  function segmentAt({ piece, begin }: BlockRequest, offset: number): number {
    return layout.segmentOf(layout.blockAt(piece, begin + offset));
  }

  /** The segment, if it is in memory; otherwise it is on its way and `pump` goes on when it comes. */
  function hold(number: number): Segment | undefined {
    if (held?.number === number) return held.segment;
    letGo();
    const segment = source.cached(number);
    if (segment !== undefined) held = { number, segment };
    else if (!loading.has(number)) void load(number);
    return segment;
  }

  async function load(number: number): Promise<void> {
    loading.add(number);
    const segment = await source.load(number);
    loading.delete(number);
    letGo();
    if (segment !== undefined) held = { number, segment };
    else refuseAllOf(number);
    if (isClosed) letGo();
    pump();
  }

  /** Takes from the front of the queue what cannot be answered without the segment. */
  function refuseAllOf(number: number): void {
    for (let request = queue.at(0); request !== undefined; request = queue.at(0)) {
      if (number < segmentAt(request, 0) || number > segmentAt(request, request.length - 1)) return;
      queue.advance(1);
      deps.onRefused(request);
    }
  }

  /** Sends the whole block that is asked for first, and with it all that follow it both in the queue and in the segment. */
  function sendRun(first: BlockRequest, segment: Segment): void {
    const firstBlock = layout.blockAt(first.piece, first.begin);
    const number = layout.segmentOf(firstBlock);
    let lastBytes = first.length;
    let count = 1;
    for (let next = queue.at(count); next !== undefined; next = queue.at(count)) {
      const block = layout.blockAt(next.piece, next.begin);
      const follows = block === firstBlock + count && lastBytes === BLOCK_BYTES && layout.segmentOf(block) === number;
      if (!follows || !layout.isWholeBlock(next)) break;
      lastBytes = next.length;
      count += 1;
    }
    queue.advance(count);
    const start = layout.wireOffsetOf(firstBlock);
    const end = start + (count - 1) * FRAMED_BLOCK_BYTES + PIECE_HEADER_BYTES + lastBytes;
    send([segment.wire.subarray(start, end)], (count - 1) * BLOCK_BYTES + lastBytes, segment);
  }

  /** Answers a request off the grid of blocks: a header of its own, then views of the blocks that it crosses. */
  function sendPart(request: BlockRequest, segment: Segment): void {
    queue.advance(1);
    send([headerOf(request), ...viewsOf(request, 0, segment)], request.length, segment);
  }

  /** Copies what the segment has of the request, and sends the whole when the last segment has added its part. */
  function assemble(request: BlockRequest, segment: Segment): void {
    if (assembly?.request !== request) {
      assembly = { request, frame: Buffer.allocUnsafe(PIECE_HEADER_BYTES + request.length), filledBytes: 0 };
      assembly.frame.set(headerOf(request));
    }
    for (const view of viewsOf(request, assembly.filledBytes, segment)) {
      assembly.frame.set(view, PIECE_HEADER_BYTES + assembly.filledBytes);
      assembly.filledBytes += view.length;
    }
    if (assembly.filledBytes < request.length) return;
    queue.advance(1);
    send([assembly.frame], request.length, undefined);
    assembly = undefined;
  }

  /** The bytes of the request from `offset` to its end, or to the end of the segment that holds the first of them. */
  function viewsOf(request: BlockRequest, offset: number, segment: Segment): Uint8Array[] {
    const number = segmentAt(request, offset);
    const end = request.begin + request.length;
    const views: Uint8Array[] = [];
    for (let begin = request.begin + offset; begin < end; ) {
      const block = layout.blockAt(request.piece, begin);
      if (layout.segmentOf(block) !== number) break;
      const skipped = begin % BLOCK_BYTES;
      const taken = Math.min(BLOCK_BYTES - skipped, end - begin);
      const start = layout.wireOffsetOf(block) + PIECE_HEADER_BYTES + skipped;
      views.push(segment.wire.subarray(start, start + taken));
      begin += taken;
    }
    return views;
  }

  function send(views: readonly Uint8Array[], payloadBytes: number, segment: Segment | undefined): void {
    segment?.hold();
    bytesInFlight += payloadBytes;
    deps.write(views, (sent) => {
      segment?.release();
      bytesInFlight -= payloadBytes;
      if (sent) deps.onUploaded(payloadBytes);
      if (sent) pump();
    });
  }

  function close(): void {
    isClosed = true;
    drain();
    assembly = undefined;
  }

  function letGo(): void {
    held?.segment.release();
    held = undefined;
  }
}

function headerOf(request: BlockRequest): Uint8Array {
  const header = Buffer.allocUnsafe(PIECE_HEADER_BYTES);
  putPieceHeader(header, 0, request);
  return header;
}
