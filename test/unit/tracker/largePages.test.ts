import { describe, expect, it } from 'vitest';
import { createLargePages } from '../../../electron/engine/tracker/largePages.ts';
import { type LinuxCalls, loadLinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createMemoryPages, PAGE_BYTES } from '../../../electron/engine/tracker/memoryPages.ts';

const MIB = 2 ** 20;
const linuxCalls = await loadLinuxCalls();

describe('memory of a tracker', () => {
  it('is preferred in large pages once there is much of it', () => {
    const asked: number[] = [];
    const pages = createMemoryPages((memory) => void asked.push(memory.byteLength));
    const take = (bytes: number): void => {
      for (let taken = 0; taken < bytes; taken += PAGE_BYTES) pages.take();
    };
    take(3 * MIB);
    expect(asked).toEqual([]);
    take(64 * MIB);
    expect(asked.length).toBeGreaterThan(1);
    expect(Math.min(...asked)).toBeGreaterThan(4 * MIB);
  });
});

describe.each(linuxCalls === undefined ? [] : [linuxCalls])('large pages of Linux', (calls) => {
  it('are asked for within the memory alone, in whole pages', () => {
    const asked: { readonly from: bigint; readonly length: number }[] = [];
    const watched: LinuxCalls = {
      ...calls,
      madvise(from, length, advice) {
        asked.push({ from, length });
        return calls.madvise(from, length, advice);
      },
    };
    const preferLargePages = createLargePages(watched);
    const memory = new ArrayBuffer(8 * MIB + 48);
    preferLargePages(memory);
    const start = calls.addressOf(new Uint8Array(memory));
    const [{ from, length } = { from: 0n, length: 0 }] = asked;
    expect(from).toBeGreaterThanOrEqual(start);
    expect(from + BigInt(length)).toBeLessThanOrEqual(start + BigInt(memory.byteLength));
    expect(length).toBeGreaterThan(7 * MIB);
    expect([from % BigInt(PAGE_BYTES), length % PAGE_BYTES]).toEqual([0n, 0]);
    // What is no page is left as it is.
    preferLargePages(new ArrayBuffer(100));
    expect(asked).toHaveLength(1);
    expect(new Uint8Array(memory).every((byte) => byte === 0)).toBe(true);
  });
});
