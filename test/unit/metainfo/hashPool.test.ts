import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createBufferPool, type SharedBuffer } from '../../../electron/engine/metainfo/bufferPool.ts';
import { createHashPool, createLocalHasher, type PieceHasher } from '../../../electron/engine/metainfo/hashPool.ts';
import { createCleanup } from '../../support/cleanup.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

function shared(length: number, fill: number): SharedBuffer {
  return new Uint8Array(new SharedArrayBuffer(length)).fill(fill);
}

const sha1 = (...parts: readonly Uint8Array[]): string => createHash('sha1').update(Buffer.concat(parts)).digest('hex');
const hex = (digests: Uint8Array): string => Buffer.from(digests).toString('hex');

describe.each([
  { name: 'in this thread', create: (): PieceHasher => createLocalHasher(100) },
  { name: 'in one thread', create: (): PieceHasher => createHashPool(100, 1) },
  { name: 'in three threads', create: (): PieceHasher => createHashPool(100, 3) },
])('a hasher $name', ({ create }) => {
  it('hashes whole pieces, parts of pieces and a short last piece, side by side', async () => {
    const hasher = create();
    cleanup.add(() => hasher.stop());
    const [a, b, c, d, e] = [shared(200, 1), shared(60, 2), shared(40, 3), shared(100, 4), shared(7, 5)] as const;
    const hashes = await Promise.all([
      hasher.hash({ bytes: a, isPieceEnd: true }),
      hasher.hash({ bytes: b, isPieceEnd: false }),
      hasher.hash({ bytes: c, isPieceEnd: true }),
      hasher.hash({ bytes: d, isPieceEnd: true }),
      hasher.hash({ bytes: e, isPieceEnd: true }),
    ]);
    const first = a.subarray(0, 100);
    expect(hashes.map(hex)).toEqual([sha1(first) + sha1(first), '', sha1(b, c), sha1(d), sha1(e)]);
  });

  it('may be stopped twice', async () => {
    const hasher = create();
    await hasher.stop();
    await expect(hasher.stop()).resolves.toBeUndefined();
  });
});

describe('a pool of hashing threads', () => {
  it('rejects what is waited for when it is stopped', async () => {
    const pool = createHashPool(100, 2);
    const [outcome] = await Promise.allSettled([pool.hash({ bytes: shared(100, 1), isPieceEnd: true }), pool.stop()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'a hashing thread ended' } });
  });

  it('rejects when a thread fails', async () => {
    const pool = createHashPool(100, 1);
    cleanup.add(() => pool.stop());
    const wrong = { bytes: undefined as unknown as SharedBuffer, isPieceEnd: true };
    await expect(pool.hash(wrong)).rejects.toThrow('undefined');
    await expect(pool.hash({ bytes: shared(100, 1), isPieceEnd: true })).rejects.toThrow('undefined');
  });
});

describe('a buffer pool', () => {
  it('makes no more buffers than it may, and hands them on', async () => {
    const pool = createBufferPool(2, 10);
    const first = await pool.take();
    const second = await pool.take();
    const third = pool.take();
    expect([first.length, second.length]).toEqual([10, 10]);
    expect(second).not.toBe(first);
    pool.give(first);
    expect(await third).toBe(first);
  });

  it('tells when all are back', async () => {
    const pool = createBufferPool(2, 10);
    await pool.allBack();
    const order: string[] = [];
    const [first, second] = [await pool.take(), await pool.take()];
    const back = pool.allBack().then(() => order.push('all back'));
    for (const buffer of [first, second]) {
      await Promise.resolve();
      order.push('give');
      pool.give(buffer);
    }
    await back;
    expect(order).toEqual(['give', 'give', 'all back']);
  });

  it('rejects whoever waits once it has failed, with the first error', async () => {
    const pool = createBufferPool(1, 10);
    await pool.take();
    const waiting = [pool.take(), pool.allBack()].map((wait) => expect(wait).rejects.toThrow('first'));
    pool.fail(new Error('first'));
    pool.fail(new Error('second'));
    await Promise.all(waiting);
    await expect(pool.take()).rejects.toThrow('first');
    await expect(pool.allBack()).rejects.toThrow('first');
  });
});
