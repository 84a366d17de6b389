import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinuxCalls } from '../../../electron/engine/tracker/linuxCalls.ts';
import { createReadinessPoll } from '../../../electron/engine/tracker/readinessPoll.ts';

const CAME = 1 << 16;

/** A system that says of a look what is in `readable`, and whose thread waits until `wakeThread`. */
function createFixture() {
  const readable = new Set<number>();
  const memory: Int32Array[] = [];
  let looks = 0;
  let waits = 0;
  let wakeThread: () => void = () => undefined;
  const calls = {
    addressOf: (buffer: ArrayBufferView) => BigInt(memory.push(new Int32Array(buffer.buffer)) - 1),
    eventfd: () => 99,
    write: () => 8,
    close: () => 0,
    poll(address: bigint, count: number) {
      waits++;
      return new Promise<number>((resolve) => {
        wakeThread = () => resolve(find(address, count));
      });
    },
    pollNow(address: bigint, count: number) {
      looks++;
      return find(address, count);
    },
  } as unknown as LinuxCalls;

  function find(address: bigint, count: number): number {
    const words = memory[Number(address)] ?? new Int32Array(0);
    const came = Array.from({ length: count }, (_, i) => i).filter((i) => readable.has(words[i * 2] ?? -1));
    for (const i of came) words[i * 2 + 1] = (words[i * 2 + 1] ?? 0) | CAME;
    return came.length;
  }

  return {
    readable,
    poll: createReadinessPoll(calls),
    looks: () => looks,
    waits: () => waits,
    wakeThread: () => wakeThread(),
  };
}

/** Lets the event loop come round several times. */
async function comeRound(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a poll that waits', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  const SHORT_MS = 0.1;
  const LONG_MS = 5;

  /** Watches a descriptor that can be read after each of these waits, and then no more. */
  async function waitFor(...waitsMs: readonly number[]) {
    const fixture = createFixture();
    const { poll, readable, wakeThread } = fixture;
    const onReadable = vi.fn<() => void>(() => readable.clear());
    poll.watch(3, onReadable);
    for (const ms of waitsMs) {
      vi.advanceTimersByTime(ms);
      readable.add(3);
      wakeThread();
      await comeRound(10);
    }
    expect(onReadable).toHaveBeenCalledTimes(waitsMs.length);
    return fixture;
  }

  /** How often it looks in so many turns. */
  async function looksIn(turns: number, { looks }: ReturnType<typeof createFixture>): Promise<number> {
    const before = looks();
    await comeRound(turns);
    return looks() - before;
  }

  it('looks on for a moment after four short waits in a row, and then waits again', async () => {
    const fixture = await waitFor(...Array<number>(4).fill(SHORT_MS));
    expect(fixture.waits()).toBe(4);
    expect(await looksIn(10, fixture)).toBeGreaterThan(5);
    vi.advanceTimersByTime(1);
    await comeRound(10);
    expect(fixture.waits()).toBe(5);
    expect(await looksIn(10, fixture)).toBe(0);
  });

  it('reads what it finds while it looks, and looks on from there', async () => {
    const { poll, readable, waits } = await waitFor(...Array<number>(4).fill(SHORT_MS));
    const onReadable = vi.fn<() => void>(() => readable.clear());
    poll.watch(4, onReadable);
    vi.advanceTimersByTime(0.1);
    readable.add(4);
    await comeRound(10);
    vi.advanceTimersByTime(0.1);
    await comeRound(10);
    expect(onReadable).toHaveBeenCalledOnce();
    expect(waits()).toBe(4);
  });

  it('begins to count anew when it looked in vain', async () => {
    const fixture = await waitFor(...Array<number>(4).fill(SHORT_MS));
    vi.advanceTimersByTime(1);
    await comeRound(10);
    fixture.readable.add(3);
    fixture.wakeThread();
    await comeRound(10);
    expect([fixture.waits(), await looksIn(10, fixture)]).toEqual([6, 0]);
  });

  it('looks once where it waits longer, were it only at times', async () => {
    const fixture = await waitFor(SHORT_MS, SHORT_MS, SHORT_MS, LONG_MS, SHORT_MS, SHORT_MS, SHORT_MS);
    expect([fixture.looks(), fixture.waits()]).toEqual([7, 8]);
  });
});

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
