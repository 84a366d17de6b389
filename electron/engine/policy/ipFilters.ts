import { stat } from 'node:fs/promises';
import type { PolicySourceRow } from '../../../shared/torrentLists.ts';
import { messageOf } from '../errors.ts';
import type { Clock } from '../ports.ts';
import { type AddressRanges, createRangeBuilder } from './addressRanges.ts';
import { type FilterReading, readFilterFile } from './ipFilterFile.ts';

/** The IP filter lists that were named: read at first, and again when one of them changes. */
export interface IpFilters {
  /** Reads what is new and lets go of what is not named any more. */
  setPaths(paths: readonly string[]): void;
  sources(): readonly PolicySourceRow[];
  /** Resolves when all that was named, and has changed so far, is read. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface IpFiltersDeps {
  readonly clock: Clock;
  /** What is blocked from now on, by all lists together. */
  readonly onRead: (blocked: AddressRanges) => void;
  /** A list was read, for better or worse. */
  readonly onOutcome: (source: PolicySourceRow) => void;
}

/** How often is looked whether a list has changed. */
export const LOOK_MS = 5000;
const MISSING = 'missing';

export function createIpFilters({ clock, onRead, onOutcome }: IpFiltersDeps): IpFilters {
  const ending = new AbortController();
  let paths: readonly string[] = [];
  /** What tells one state of a file from the next, as it was when all were read. */
  let marks = '';
  let rows: readonly PolicySourceRow[] = [];
  let work: Promise<void> = Promise.resolve();
  const timer = clock.every(LOOK_MS, schedule);

  /** One look after the other, so that an old list never comes in after a new one. */
  function schedule(): void {
    work = work.then(look).catch(() => undefined);
  }

  async function look(): Promise<void> {
    const wanted = paths;
    const found = JSON.stringify(await Promise.all(wanted.map(markOf)));
    if (found === marks || ending.signal.aborted) return;
    rows = wanted.map((path) => rows.find(({ key }) => key === path) ?? rowOf(path, 'reading'));
    await readAll(wanted);
    marks = found;
  }

  /** All of them: the ranges of several lists are put together in one table. */
  async function readAll(wanted: readonly string[]): Promise<void> {
    const builder = createRangeBuilder();
    const read: PolicySourceRow[] = [];
    for (const path of wanted) {
      const reading = await readFilterFile(path, builder, { signal: ending.signal });
      read.push({
        ...rowOf(path, reading.failure === undefined ? 'read' : 'failed'),
        ...factsOf(reading),
        readAt: clock.now(),
      });
    }
    const before = JSON.stringify(rows.map(comparable));
    rows = read;
    onRead(builder.build());
    if (before !== JSON.stringify(rows.map(comparable))) for (const row of rows) onOutcome(row);
  }

  return {
    setPaths(next) {
      if (JSON.stringify(next) === JSON.stringify(paths)) return;
      paths = next;
      schedule();
    },
    sources: () => rows,
    async settled() {
      schedule();
      await work;
    },
    async stop() {
      timer.cancel();
      ending.abort();
      await work;
    },
  };
}

async function markOf(path: string): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return [path, size, mtimeMs, ino].join(' ');
  } catch (error) {
    return `${path} ${MISSING} ${messageOf(error)}`;
  }
}

function rowOf(key: string, state: PolicySourceRow['state']): PolicySourceRow {
  return { key, kind: 'ip-filter', state, entries: 0, rejected: 0 };
}

function factsOf({ ranges, badLines, firstBad, failure }: FilterReading): Partial<PolicySourceRow> {
  const message = failure ?? firstBad?.message;
  return {
    entries: ranges,
    rejected: badLines,
    ...(firstBad !== undefined && { firstRejected: `line ${firstBad.line}: ${firstBad.text}` }),
    ...(message !== undefined && { message }),
  };
}

function comparable({ key, state, entries, rejected, message }: PolicySourceRow): unknown {
  return [key, state, entries, rejected, message];
}
