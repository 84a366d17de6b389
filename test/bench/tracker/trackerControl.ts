import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import koffi from 'koffi';
import type { Tracker } from '../../../electron/engine/tracker/tracker.ts';
import { createLoopWatch, type LongestHold } from './loopWatch.ts';

/** What the benchmark asks of a served tracker: each is the path of a GET request on the tracker's own port. */
export interface ControlAnswers {
  /**
   * What is no longer needed is given up first, and so is what V8 and the C library keep for later: how much that is hangs on
   * what ran when. The process has to run with `--expose-gc`.
   */
  readonly memory: {
    readonly residentBytes: number /** Without what V8 keeps for later. */;
    readonly usedBytes: number;
  };
  /** Since it was asked for last. */
  readonly hold: LongestHold;
  /** Peers have announced for the last time a while ago. */
  readonly age: Record<string, never>;
  readonly state: { readonly peers: number; readonly isWritten: boolean };
}

const LONG_MS = 3_600_000;
/** Of glibc, where opentracker runs as well. */
const trimHeap = koffi.load(null).func('int malloc_trim(size_t pad)');

export interface ControlDeps {
  readonly tracker: Tracker;
  readonly skip: (ms: number) => void;
}

/** Answers those who ask a tracker for something else than announces. */
export function createTrackerControl({ tracker, skip }: ControlDeps): { readonly handOver: (socket: Socket) => void } {
  const loop = createLoopWatch();
  const answers: { readonly [Name in keyof ControlAnswers]: () => ControlAnswers[Name] } = {
    memory() {
      // Twice: what the first round gives up is given back to the system in the second.
      for (let round = 0; round < 2; round++) globalThis.gc?.({ type: 'major', flavor: 'last-resort' });
      trimHeap(0);
      const { rss, heapUsed, external } = process.memoryUsage();
      return { residentBytes: rss, usedBytes: heapUsed + external };
    },
    hold: loop.take,
    age() {
      skip(LONG_MS);
      return {};
    },
    state: () => ({
      peers: tracker.totals().peers,
      isWritten: tracker.changes.waiting().next().done === true,
    }),
  };
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    if (!isName(name)) throw new Error(`a tracker under measurement was asked for ${request.url}`);
    response.setHeader('Connection', 'close').end(JSON.stringify(answers[name]()));
  });

  function isName(name: string): name is keyof ControlAnswers {
    return Object.hasOwn(answers, name);
  }
  return { handOver: (socket) => void server.emit('connection', socket) };
}
