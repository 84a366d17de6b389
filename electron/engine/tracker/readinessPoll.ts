import type { LinuxCalls } from './linuxCalls.ts';

/**
 * Waits in a thread for descriptors that can be read, lets each of them be read for a while, and waits again: none of them
 * keeps the others, or anything else on the event loop, from its turn. One thread waits for all: threads that wait are lost
 * to the file system.
 */
export interface ReadinessPoll {
  /** `onReadable` reads without blocking. What it leaves has its turn when the others had theirs. */
  watch(descriptor: number, onReadable: () => void): void;
  /** Resolves when nothing waits for the descriptor any more, so that it can be closed. */
  unwatch(descriptor: number): Promise<void>;
}

const POLLIN = 1;
const NONBLOCK = 0o4000;
const CLOSE_ON_EXEC = 0o2000000;
const FOREVER = -1;
const NO_BELL = -1;
/** Without a bell to wake the thread, it looks by itself at what is watched now. */
const LOOK_MS = 100;
const MIN_CAPACITY = 64;
/** A poll that fails is tried again after a moment, not at once and for ever. */
const RETRY_MS = 10;

export function createReadinessPoll(calls: LinuxCalls): ReadinessPoll {
  const readers = new Map<number, () => void>();
  const leaving: (() => void)[] = [];
  // Above 64 bytes, so that it stays where its address says.
  const counter = new BigUint64Array(16);
  const counterAddress = calls.addressOf(counter);
  let pollSet = new Int32Array(MIN_CAPACITY * 2);
  let wakeUp: number | undefined;
  let isWaiting = false;
  let isRunning = false;

  /** struct pollfd: descriptor, 4 bytes; wanted events, 2; events that came, 2. */
  function fill(descriptors: readonly number[]): bigint {
    if (pollSet.length < descriptors.length * 2) pollSet = new Int32Array(descriptors.length * 4);
    for (const [i, descriptor] of descriptors.entries()) {
      pollSet[i * 2] = descriptor;
      pollSet[i * 2 + 1] = POLLIN;
    }
    return calls.addressOf(pollSet);
  }

  const happened = (i: number): boolean => (pollSet[i * 2 + 1] ?? 0) >>> 16 !== 0;

  async function run(): Promise<void> {
    const bell = calls.eventfd(0, NONBLOCK | CLOSE_ON_EXEC);
    wakeUp = bell;
    let wasBusy = false;
    while (readers.size > 0) {
      const descriptors = [bell, ...readers.keys()];
      const ready = await wait(descriptors, wasBusy);
      wasBusy = ready > 0;
      for (const left of leaving.splice(0)) left();
      if (ready < 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      else {
        if (happened(0)) calls.read(bell, counterAddress, 8);
        for (const descriptor of descriptors.filter((_, i) => i > 0 && happened(i))) readers.get(descriptor)?.();
      }
    }
    wakeUp = undefined;
    if (bell >= 0) calls.close(bell);
    isRunning = false;
  }

  /**
   * Where there was something, there soon is more: a look costs far less than the way through the thread and back. What came
   * to be watched meanwhile is not in sight, so that nothing waits here when the look was for nothing.
   */
  async function wait(descriptors: readonly number[], isMoreLikely: boolean): Promise<number> {
    if (isMoreLikely) {
      await new Promise((resolve) => setImmediate(resolve));
      return calls.pollNow(fill(descriptors), descriptors.length);
    }
    isWaiting = true;
    const ready = await calls.poll(
      fill(descriptors),
      descriptors.length,
      descriptors[0] === NO_BELL ? LOOK_MS : FOREVER,
    );
    isWaiting = false;
    return ready;
  }

  /** The thread sees what is watched now when it begins to wait anew. */
  function wake(): void {
    if (wakeUp === undefined || !isWaiting) return;
    counter[0] = 1n;
    calls.write(wakeUp, counterAddress, 8);
  }

  return {
    watch(descriptor, onReadable) {
      readers.set(descriptor, onReadable);
      wake();
      if (isRunning) return;
      isRunning = true;
      void run();
    },
    async unwatch(descriptor) {
      if (!readers.delete(descriptor) || !isWaiting) return;
      const left = new Promise<void>((resolve) => leaving.push(resolve));
      wake();
      await left;
    },
  };
}
