import { describe, expect, it } from 'vitest';
import { createPieceMap } from '../../../electron/engine/metainfo/pieceMap.ts';
import {
  BLOCKS_PER_SEGMENT,
  createSegmentLayout,
  FRAMED_BLOCK_BYTES,
  SEGMENT_BUFFER_BYTES,
} from '../../../electron/engine/peer/segmentLayout.ts';
import type { ContentFiles, ContentProblem, ReadOutcome } from '../../../electron/engine/session/contentFiles.ts';
import { createSegmentCache } from '../../../electron/engine/session/segmentCache.ts';
import { MIB } from '../../../shared/units.ts';

const SEGMENTS = 10;
const FOUR_BUFFERS = 4 * SEGMENT_BUFFER_BYTES;

describe('the cache of segments', () => {
  it('lays blocks out behind their headers', async () => {
    const { segments } = open({ totalBytes: MIB + 5 });
    const [first, last] = [await segments.load(0), await segments.load(1)];
    const wire = Buffer.from(first?.wire ?? []);
    expect(wire.subarray(0, 13).toString('hex')).toBe('00004009070000000000000000');
    expect(wire.subarray(FRAMED_BLOCK_BYTES, FRAMED_BLOCK_BYTES + 13).toString('hex')).toBe(
      '00004009070000000000004000',
    );
    expect(wire[13]).toBe(0);
    const lastStart = (BLOCKS_PER_SEGMENT - 1) * FRAMED_BLOCK_BYTES + 13;
    expect(wire.subarray(lastStart, lastStart + 2)).toEqual(Buffer.of(63, 63));
    expect(
      Buffer.from(last?.wire ?? [])
        .subarray(0, 18)
        .toString('hex'),
    ).toBe('0000000e0700000004000000004040404040');
    first?.release();
    last?.release();
  });

  it('reads a segment once for all who want it', async () => {
    const { segments, reads } = open();
    segments.prefetch(3);
    const held = await Promise.all([segments.load(3), segments.load(3), segments.load(3)]);
    expect(reads).toEqual([3]);
    expect(new Set(held).size).toBe(1);
    const again = segments.cached(3);
    expect(again).toBe(held[0]);
    for (const segment of [...held, again]) segment?.release();
  });

  it('keeps what is used and forgets what has been idle longest', async () => {
    const { segments, reads } = open();
    for (const number of [0, 1, 2, 3]) (await segments.load(number))?.release();
    segments.cached(0)?.release();
    (await segments.load(4))?.release();
    expect([0, 1, 2, 3, 4].map((number) => isCached(segments, number))).toEqual([true, false, true, true, true]);
    expect(reads).toEqual([0, 1, 2, 3, 4]);
  });

  it('never takes a segment away from a holder', async () => {
    const { segments } = open();
    const held = await Promise.all([0, 1, 2, 3].map((number) => segments.load(number)));
    const waiting = segments.load(4);
    segments.prefetch(5);
    expect(held.map((segment) => segment?.wire[4])).toEqual([7, 7, 7, 7]);
    held[2]?.hold();
    held[2]?.release();
    held[2]?.release();
    (await waiting)?.release();
    expect([0, 1, 2, 3, 4, 5].map((number) => isCached(segments, number))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    for (const index of [0, 1, 3]) held[index]?.release();
  });

  it('serves everybody in turn when all buffers are in use', async () => {
    const { segments, reads } = open();
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: SEGMENTS }, async (_, number) => {
        const segment = await segments.load(number);
        order.push(number);
        await Promise.resolve();
        segment?.release();
      }),
    );
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: SEGMENTS }, (_, i) => i));
    expect(reads).toHaveLength(SEGMENTS);
  });

  it('reports what a read found, and keeps nothing of it', async () => {
    const problem: ContentProblem = { code: 'file-changed', message: 'a was modified', file: 'a' };
    const { segments, problems, reads } = open({ outcomes: [{ kind: 'failed', problem }, { kind: 'busy' }] });
    expect(await segments.load(0)).toBeUndefined();
    expect(await segments.load(0)).toBeUndefined();
    expect(problems).toEqual([problem]);
    (await segments.load(0))?.release();
    expect(isCached(segments, 0)).toBe(true);
    expect(reads).toEqual([0, 0, 0]);
  });

  it('gives nothing after it was closed, and all buffers to the next share', async () => {
    const cache = createSegmentCache(FOUR_BUFFERS);
    const { segments } = open({ cache });
    const held = await segments.load(0);
    (await segments.load(1))?.release();
    const late = segments.load(2);
    segments.close();
    expect(await late).toBeUndefined();
    expect(await segments.load(3)).toBeUndefined();
    expect([0, 1].map((number) => isCached(segments, number))).toEqual([false, false]);
    expect(held?.wire[4]).toBe(7);
    held?.release();
    const { segments: next } = open({ cache });
    const all = await Promise.all([0, 1, 2, 3].map((number) => next.load(number)));
    expect(all.every((segment) => segment !== undefined)).toBe(true);
    for (const segment of all) segment?.release();
  });

  it('remembers what it handed out until it is asked', async () => {
    const { segments } = open();
    (await segments.load(7))?.release();
    segments.cached(7)?.release();
    segments.prefetch(2);
    expect(segments.takeServed()).toEqual([7]);
    expect(segments.takeServed()).toEqual([]);
  });
});

interface OpenOptions {
  readonly totalBytes?: number;
  readonly cache?: ReturnType<typeof createSegmentCache>;
  /** What the first reads come to; the others succeed. */
  readonly outcomes?: readonly ReadOutcome[];
}

/** A share whose bytes are the number of their block, through a cache of four segments. */
function open({
  totalBytes = SEGMENTS * MIB,
  cache = createSegmentCache(FOUR_BUFFERS),
  outcomes = [],
}: OpenOptions = {}) {
  const layout = createSegmentLayout(createPieceMap(totalBytes, 256 * 1024));
  const reads: number[] = [];
  const problems: ContentProblem[] = [];
  const files: ContentFiles = {
    totalBytes,
    read: async (offset, views) => {
      const outcome = outcomes[reads.length] ?? { kind: 'filled' };
      reads.push(offset / MIB);
      for (const [i, view] of views.entries()) view.fill(offset / 16_384 + i);
      return outcome;
    },
    filesOf: () => [0],
    check: async () => undefined,
    stop: async () => undefined,
  };
  const segments = cache.open({ layout, files, onProblem: (problem) => void problems.push(problem) });
  return { segments, reads, problems };
}

function isCached(segments: ReturnType<typeof open>['segments'], number: number): boolean {
  const segment = segments.cached(number);
  segment?.release();
  return segment !== undefined;
}
