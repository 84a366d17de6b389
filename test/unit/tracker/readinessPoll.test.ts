import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createReadinessPoll } from '../../../electron/engine/tracker/readinessPoll.ts';

const CAME = 1 << 16;

/** A system whose thread waits for ever, and which says of a look what is in `readable`. */
function createFixture() {
  const readable = new Set<number>();
  const memory: Int32Array[] = [];
  let looks = 0;
  const calls = {
    addressOf: (buffer: ArrayBufferView) => BigInt(memory.push(new Int32Array(buffer.buffer)) - 1),
    eventfd: () => 99,
    write: () => 8,
    close: () => 0,
    poll: () => new Promise<number>(() => undefined),
    pollNow(address: bigint, count: number) {
      looks++;
      const words = memory[Number(address)] ?? new Int32Array(0);
      const came = Array.from({ length: count }, (_, i) => i).filter((i) => readable.has(words[i * 2] ?? -1));
      for (const i of came) words[i * 2 + 1] = (words[i * 2 + 1] ?? 0) | CAME;
      return came.length;
    },
  } as unknown as LinuxCalls;
  return { readable, poll: createReadinessPoll(calls), looks: () => looks };
}

describe('a poll that is given way', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  it('lets those be read that can be, and nobody else', () => {
    const { poll, readable } = createFixture();
    const read: number[] = [];
    for (const descriptor of [3, 4, 5]) poll.watch(descriptor, () => read.push(descriptor));
    readable.add(4).add(5);
    vi.advanceTimersByTime(10);
    poll.giveWay();
    expect(read).toEqual([4, 5]);
  });

  it('looks again after a moment, not before', () => {
    const { poll, readable, looks } = createFixture();
    let turns = 0;
    poll.watch(3, () => turns++);
    readable.add(3);
    vi.advanceTimersByTime(10);
    for (let i = 0; i < 5; i++) poll.giveWay();
    expect([turns, looks()]).toEqual([1, 1]);
    vi.advanceTimersByTime(10);
    poll.giveWay();
    expect([turns, looks()]).toEqual([2, 2]);
  });

  it('interrupts nobody who is reading, and is there again when reading failed', () => {
    const { poll, readable } = createFixture();
    let turns = 0;
    poll.watch(3, () => {
      turns++;
      vi.advanceTimersByTime(10);
      poll.giveWay();
      throw new Error('broken');
    });
    readable.add(3);
    vi.advanceTimersByTime(10);
    expect(() => poll.giveWay()).toThrow('broken');
    expect(turns).toBe(1);
    vi.advanceTimersByTime(10);
    expect(() => poll.giveWay()).toThrow('broken');
    expect(turns).toBe(2);
  });

  it('asks the system nothing when nobody is watched', () => {
    const { poll, looks } = createFixture();
    vi.advanceTimersByTime(10);
    poll.giveWay();
    expect(looks()).toBe(0);
  });
});
