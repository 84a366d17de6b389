import type { LinuxCalls } from './linuxCalls.ts';

/**
 * Waits in a thread for descriptors that can be read, lets each of them be read for a while, and waits again: none of them
 * keeps the others, or anything else on the event loop, from its turn. One thread waits for all: threads that wait are lost
 * to the file system.
 */
export interface ReadinessPoll {
  /** `onReadable` reads without blocking. What it leaves has its turn when the others had theirs. */
  watch(descriptor: number, onReadable: () => void): void;
  /**
   * Lets those be read that can be, if their last turn is a moment ago: for the midst of work that keeps the event loop busy.
   * It costs next to nothing when it is not time yet.
   */
  giveWay(): void;
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
/** For so long those who read may be kept waiting by other work that gives way. */
const PATIENCE_MS = 1;
/**
 * After so many waits in a row that were no longer than this, what comes next is looked for a while before there is another:
 * whoever sends pays for waking the thread. Where it does not come, that many short waits are needed again, and otherwise there
 * is one look: a quiet tracker costs nothing, and one that is asked at a steady, moderate rate little.
 */
const SHORT_WAITS = 4;
const SHORT_WAIT_MS = 0.2;
const LOOK_ON_MS = 0.15;
/** A poll that fails is tried again after a moment, not at once and for ever. */
const RETRY_MS = 10;

export function createReadinessPoll(calls: LinuxCalls): ReadinessPoll {
  const readers = new Map<number, () => void>();
  const leaving: (() => void)[] = [];
  // Above 64 bytes, so that it stays where its address says.
  const counter = new BigUint64Array(16);
  const counterAddress = calls.addressOf(counter);
  /** Of the thread, which may be waiting with it. */
  const pollSet = createPollSet(calls);
  /** For a look in between. */
  const lookSet = createPollSet(calls);
  let wakeUp: number | undefined;
  let isWaiting = false;
  let isRunning = false;
  let isReading = false;
  let readAtMs = 0;
  /** In a row, up to now. */
  let shortWaits = 0;

  /** Those of the set that can be read, as it says. */
  function readFrom({ descriptors, happened }: PollSet): void {
    isReading = true;
    try {
      for (const [i, descriptor] of descriptors.entries()) if (happened(i)) readers.get(descriptor)?.();
    } finally {
      isReading = false;
      readAtMs = performance.now();
    }
  }

  async function run(): Promise<void> {
    const bell = calls.eventfd(0, NONBLOCK | CLOSE_ON_EXEC);
    wakeUp = bell;
    let isMoreLikely = false;
    let foundAtMs = 0;
    while (readers.size > 0) {
      const descriptors = [bell, ...readers.keys()];
      const ready = await wait(descriptors, isMoreLikely);
      for (const left of leaving.splice(0)) left();
      if (ready < 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      else {
        if (pollSet.happened(0)) calls.read(bell, counterAddress, 8);
        readFrom(pollSet);
        if (ready > 0) foundAtMs = performance.now();
      }
      isMoreLikely = ready > 0 || looksOn(foundAtMs);
    }
    wakeUp = undefined;
    if (bell >= 0) calls.close(bell);
    isRunning = false;
  }

  function looksOn(foundAtMs: number): boolean {
    if (shortWaits < SHORT_WAITS) return false;
    if (performance.now() - foundAtMs < LOOK_ON_MS) return true;
    shortWaits = 0;
    return false;
  }

  /**
   * Where there was something, there soon is more: a look costs far less than the way through the thread and back. What came
   * to be watched meanwhile is not in sight, so that nothing waits here when the look was for nothing.
   */
  async function wait(descriptors: readonly number[], isMoreLikely: boolean): Promise<number> {
    if (isMoreLikely) {
      await new Promise((resolve) => setImmediate(resolve));
      return calls.pollNow(pollSet.lay(descriptors), descriptors.length);
    }
    isWaiting = true;
    const startMs = performance.now();
    const ready = await calls.poll(
      pollSet.lay(descriptors),
      descriptors.length,
      descriptors[0] === NO_BELL ? LOOK_MS : FOREVER,
    );
    isWaiting = false;
    shortWaits = performance.now() - startMs < SHORT_WAIT_MS ? shortWaits + 1 : 0;
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
    giveWay() {
      // Nobody is interrupted by himself.
      if (isReading || readers.size === 0 || performance.now() - readAtMs < PATIENCE_MS) return;
      const descriptors = [...readers.keys()];
      const ready = calls.pollNow(lookSet.lay(descriptors), descriptors.length);
      if (ready > 0) readFrom(lookSet);
      else readAtMs = performance.now();
    },
    async unwatch(descriptor) {
      if (!readers.delete(descriptor) || !isWaiting) return;
      const left = new Promise<void>((resolve) => leaving.push(resolve));
      wake();
      await left;
    },
  };
}

/** An array of struct pollfd: descriptor, 4 bytes; wanted events, 2; events that came, 2. */
interface PollSet {
  readonly descriptors: readonly number[];
  /** Returns the address of the array. */
  lay(descriptors: readonly number[]): bigint;
  happened(i: number): boolean;
}

function createPollSet(calls: Pick<LinuxCalls, 'addressOf'>): PollSet {
  let words = new Int32Array(MIN_CAPACITY * 2);
  const set = {
    descriptors: [] as readonly number[],
    lay(descriptors: readonly number[]) {
      set.descriptors = descriptors;
      if (words.length < descriptors.length * 2) words = new Int32Array(descriptors.length * 4);
      for (const [i, descriptor] of descriptors.entries()) {
        words[i * 2] = descriptor;
        words[i * 2 + 1] = POLLIN;
      }
      return calls.addressOf(words);
    },
    happened: (i: number) => (words[i * 2 + 1] ?? 0) >>> 16 !== 0,
  };
  return set;
}
