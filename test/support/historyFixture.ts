import Database from 'better-sqlite3';
import type { CounterReading, ShareCounters } from '../../electron/engine/history/counting.ts';
import { createHistory, type HistoryKeeper } from '../../electron/engine/history/history.ts';
import type { Clock } from '../../electron/engine/ports.ts';
import { createHistoryRepository, type HistoryRepository } from '../../electron/engine/storage/historyRepository.ts';
import { migrate } from '../../electron/engine/storage/migrations.ts';
import type { InfoHash } from '../../shared/infoHash.ts';
import { epochMs } from '../../shared/units.ts';
import type { Cleanup } from './cleanup.ts';
import { fakeInfoHash } from './fakeShare.ts';
import { createVirtualClock } from './virtualClock.ts';

/** A history on a database in memory, with counters and clocks that a test moves; it can be ended and begun again. */
export interface HistoryFixture {
  readonly repository: HistoryRepository;
  /** Of the run that is now. */
  history(): HistoryKeeper;
  now(): number;
  upload(share: number, bytes: number): void;
  announce(count: number): void;
  setPeers(peers: number): void;
  /** Lets the seconds pass, with what is due in them. */
  wait(ms: number): void;
  /** The wall clock is set. */
  jump(ms: number): void;
  /** The process is held, or the machine sleeps and its monotonic clock runs on: nothing is due meanwhile. */
  hold(ms: number): void;
  restart(): void;
  /** Ends without a goodbye, and begins again. */
  kill(): void;
  failWrites(isFailing: boolean): void;
  readonly failures: readonly string[];
  /** Minutes that were written so far; each writes its hour too. */
  rowsWritten(): number;
}

export function shareNumber(number: number): InfoHash {
  return fakeInfoHash(`share ${number}`);
}

export function createHistoryFixture(cleanup: Cleanup): HistoryFixture {
  const database = new Database(':memory:');
  cleanup.add(() => void database.close());
  migrate(database);
  const repository = createHistoryRepository(database);
  const uploaded = new Map<InfoHash, number>();
  const failures: string[] = [];
  let virtual = createVirtualClock();
  let offsets = { wall: 0, monotonic: 0 };
  let announces = 0;
  let peers = 0;
  let isFailing = false;
  let rowsWritten = 0;
  const clock: Clock = {
    now: () => epochMs(virtual.now() + offsets.wall),
    monotonicMs: () => virtual.monotonicMs() + offsets.monotonic,
    every: (intervalMs, task) => virtual.every(intervalMs, task),
    after: (delayMs, task) => virtual.after(delayMs, task),
  };
  let history = begin();

  function begin(): HistoryKeeper {
    const begun = createHistory({
      clock,
      repository: {
        ...repository,
        add(minutes) {
          if (isFailing) throw new Error('the disk is full');
          rowsWritten += minutes.length;
          repository.add(minutes);
        },
        remove(infoHash) {
          if (isFailing) throw new Error('the disk is full');
          repository.remove(infoHash);
        },
      },
      read,
      onFailure: ({ message }) => void failures.push(message),
    });
    begun.start();
    return begun;
  }

  function read(): CounterReading {
    const shares = [...uploaded].map(
      ([infoHash, uploadedBytes]): ShareCounters => ({
        infoHash,
        uploadedBytes,
        announces: 0,
        scrapes: 0,
        peers: 0,
        swarmPeers: 0,
      }),
    );
    return { engine: { announces, scrapes: 0, peers, swarmPeers: peers }, shares };
  }

  /** Counters of the tracker begin at zero, those of shares go on; nothing of the old run is due any more. */
  function beginAgain(): void {
    const wall = clock.now();
    virtual = createVirtualClock(wall);
    offsets = { wall: 0, monotonic: 5_000_000 };
    announces = 0;
    history = begin();
  }

  return {
    repository,
    history: () => history,
    now: () => clock.now(),
    upload: (share, bytes) => {
      const infoHash = shareNumber(share);
      uploaded.set(infoHash, (uploaded.get(infoHash) ?? 0) + bytes);
    },
    announce: (count) => void (announces += count),
    setPeers: (count) => void (peers = count),
    wait: (ms) => virtual.advance(ms),
    jump: (ms) => void (offsets = { ...offsets, wall: offsets.wall + ms }),
    hold: (ms) => void (offsets = { wall: offsets.wall + ms, monotonic: offsets.monotonic + ms }),
    restart() {
      history.stop();
      beginAgain();
    },
    kill: beginAgain,
    failWrites: (is) => void (isFailing = is),
    failures,
    rowsWritten: () => rowsWritten,
  };
}
