import { describe, expect, it } from 'vitest';
import type { BlockRequest } from '../../../electron/engine/codec/peerMessages.ts';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import type { BlockSource } from '../../../electron/engine/peer/blockSource.ts';
import {
  BLOCK_BYTES,
  createSegmentLayout,
  FRAMED_BLOCK_BYTES,
  SEGMENT_BUFFER_BYTES,
} from '../../../electron/engine/peer/segmentLayout.ts';
import { createUploader, MAX_QUEUED_REQUESTS } from '../../../electron/engine/peer/uploader.ts';
import { MIB } from '../../../shared/units.ts';

const PIECE_BYTES = 256 * 1024;

describe('answering requests', () => {
  it('makes one view and one write of consecutive blocks', async () => {
    const { uploader, writes, segments } = start();
    for (const block of range(0, 40)) uploader.enqueue(wholeBlock(block));
    await pump(uploader);
    expect(writes.map(({ views }) => views.map((view) => view.length))).toEqual([[40 * FRAMED_BLOCK_BYTES]]);
    expect(writes[0]?.views[0]?.buffer).toBe(segments.get(0)?.buffer);
  });

  it('begins another write where blocks do not follow each other', async () => {
    const { uploader, writes } = start();
    for (const block of [3, 4, 6, 5, 63, 64]) uploader.enqueue(wholeBlock(block));
    await pump(uploader);
    expect(writes.map(({ views }) => views.map((view) => view.length / FRAMED_BLOCK_BYTES))).toEqual([
      [2],
      [1],
      [1],
      [1],
      [1],
    ]);
  });

  it('answers off the grid with a header and views, and copies only across segments', async () => {
    const { uploader, writes, segments } = start({ pieceLength: 2 * MIB });
    uploader.enqueue({ piece: 0, begin: 100, length: 2 * BLOCK_BYTES });
    uploader.enqueue({ piece: 0, begin: MIB - 10, length: 20 });
    await pump(uploader);
    expect(writes.map(({ views }) => views.map((view) => view.length))).toEqual([
      [13, BLOCK_BYTES - 100, BLOCK_BYTES, 100],
      [33],
    ]);
    expect(writes[0]?.views.slice(1).every((view) => view.buffer === segments.get(0)?.buffer)).toBe(true);
  });

  it('keeps no more than a bounded amount in the socket, and goes on when it is taken', async () => {
    const { uploader, writes, uploaded } = start();
    for (const block of range(0, 320)) uploader.enqueue(wholeBlock(block));
    await pump(uploader);
    expect(uploader.bytesInFlight()).toBe(MIB);
    expect(uploader.queuedRequests()).toBe(256);
    for (let done = 0; done < 5; done++) {
      writes[done]?.finish(true);
      await settle();
    }
    expect([uploader.bytesInFlight(), uploader.queuedRequests(), uploaded.length]).toEqual([0, 0, 5]);
  });

  it('holds a segment until its bytes are taken, and not while it waits for another', async () => {
    const { uploader, writes, holders, loads } = start({ loaded: false });
    uploader.enqueue(wholeBlock(0));
    uploader.enqueue(wholeBlock(64));
    await pump(uploader);
    loads.get(0)?.(true);
    await settle();
    expect([holders.get(0), holders.get(1)]).toEqual([1, undefined]);
    writes[0]?.finish(true);
    expect(holders.get(0)).toBe(0);
    loads.get(1)?.(true);
    await settle();
    writes[1]?.finish(false);
    expect([holders.get(0), holders.get(1)]).toEqual([0, 0]);
  });

  it('refuses what cannot be read, and answers the rest', async () => {
    const { uploader, writes, refused, loads } = start({ loaded: false });
    for (const block of [0, 1, 64]) uploader.enqueue(wholeBlock(block));
    await pump(uploader);
    loads.get(0)?.(false);
    await settle();
    loads.get(1)?.(true);
    await settle();
    expect(refused).toEqual([wholeBlock(0), wholeBlock(1)]);
    expect(writes).toHaveLength(1);
  });

  it('sends nothing after it was closed, and lets go of what comes late', async () => {
    const { uploader, writes, holders, loads } = start({ loaded: false });
    uploader.enqueue(wholeBlock(0));
    await pump(uploader);
    uploader.close();
    loads.get(0)?.(true);
    await settle();
    expect([writes.length, holders.get(0)]).toEqual([0, 0]);
  });

  it('takes back what is queued, one by one or all', () => {
    const { uploader } = start();
    for (const block of range(0, MAX_QUEUED_REQUESTS)) expect(uploader.enqueue(wholeBlock(block % 64))).toBe(true);
    expect(uploader.enqueue(wholeBlock(0))).toBe(false);
    expect(uploader.cancel(wholeBlock(5))).toBe(true);
    expect(uploader.enqueue(wholeBlock(0))).toBe(true);
    expect(uploader.drain()).toHaveLength(MAX_QUEUED_REQUESTS);
    expect(uploader.cancel(wholeBlock(5))).toBe(false);
  });

  it('asks ahead for what is about to be needed, and not for all that a flood names', () => {
    const { uploader, prefetched } = start({ loaded: false });
    for (const block of range(0, 64)) uploader.enqueue(wholeBlock(block));
    expect(prefetched).toEqual([0, 1]);
    for (const block of [640, 320, 960, 128]) uploader.enqueue(wholeBlock(block));
    expect(prefetched).toEqual([0, 1, 10]);
  });
});

/** An uploader for a torrent of 16 segments, whose writes end and, unless `loaded`, whose loads come when the test says so. */
function start({ loaded = true, pieceLength = PIECE_BYTES } = {}) {
  const layout = createSegmentLayout(createPieceMap(16 * MIB, pieceLength));
  const segments = new Map<number, Uint8Array>();
  const holders = new Map<number, number>();
  const loads = new Map<number, (isThere: boolean) => void>();
  const writes: { views: readonly Uint8Array[]; finish: (sent: boolean) => void }[] = [];
  const [refused, uploaded, prefetched]: [BlockRequest[], number[], number[]] = [[], [], []];

  const take = (number: number) => {
    const wire = segments.get(number) ?? new Uint8Array(SEGMENT_BUFFER_BYTES);
    segments.set(number, wire);
    const change = (by: number): void => void holders.set(number, (holders.get(number) ?? 0) + by);
    change(1);
    return { wire, hold: () => change(1), release: () => change(-1) };
  };
  const source: BlockSource = {
    layout,
    cached: (number) => (loaded ? take(number) : undefined),
    load: async (number) =>
      new Promise((resolve) => loads.set(number, (isThere) => resolve(isThere ? take(number) : undefined))),
    prefetch: (number) => void prefetched.push(number),
  };
  const uploader = createUploader({
    source,
    write: (views, finish) => void writes.push({ views, finish }),
    onUploaded: (bytes) => void uploaded.push(bytes),
    onRefused: (request) => void refused.push(request),
  });
  return { uploader, writes, segments, holders, loads, refused, uploaded, prefetched };
}

function wholeBlock(block: number): BlockRequest {
  const blocksPerPiece = PIECE_BYTES / BLOCK_BYTES;
  const begin = (block % blocksPerPiece) * BLOCK_BYTES;
  return { piece: Math.floor(block / blocksPerPiece), begin, length: BLOCK_BYTES };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

async function pump(uploader: ReturnType<typeof start>['uploader']): Promise<void> {
  uploader.pump();
  await settle();
}

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
