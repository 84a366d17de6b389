import { latin1Bytes } from '../codec/latin1.ts';
import { asGranaryError, type GranaryError } from '../errors.ts';
import type { Clock, Timer } from '../ports.ts';
import type { TransfersRepository } from '../storage/transfersRepository.ts';
import type { TorrentEntry } from './ledger.ts';
import type { TorrentSums } from './torrentSums.ts';

/**
 * Writes what changed in the ledgers, some seconds later and in slices, so that neither announces nor the loop wait for it. A
 * torrent of a person is always written together with what its clients reported last: after a crash a client's next announce
 * adds all that came since. Lost is only what clients transferred that came within the last seconds before it, up to their
 * next announce.
 */
export interface LedgerWriter {
  changed(person: number, torrent: TorrentEntry): void;
  sumsChanged(sums: TorrentSums): void;
  /** At once: a person asked for it. */
  saveSums(sums: TorrentSums): void;
  dropped(torrent: TorrentEntry): void;
  droppedSums(sums: TorrentSums): void;
  /** Writes all that waits. */
  stop(): void;
}

export interface LedgerWriterDeps {
  readonly clock: Clock;
  readonly transfers: TransfersRepository;
  readonly transaction: (work: () => void) => void;
  readonly onFailure: (error: GranaryError) => void;
}

/** The most that passes before a change is begun to be written. */
const INTERVAL_MS = 3000;
/** Rows of peers and torrents in one slice: a few milliseconds. */
const SLICE_ROWS = 500;

export function createLedgerWriter({ clock, transfers, transaction, onFailure }: LedgerWriterDeps): LedgerWriter {
  const torrents = new Map<TorrentEntry, number>();
  const sums = new Set<TorrentSums>();
  let isFailing = false;
  let slices: Timer | undefined;
  const timer = clock.every(INTERVAL_MS, () => {
    if (slices === undefined) writeSlices();
  });

  function writeSlices(): void {
    slices = undefined;
    if (writeSlice(SLICE_ROWS) && torrents.size + sums.size > 0) slices = clock.after(0, writeSlices);
  }

  /** False when it failed; then all of the slice still waits. */
  function writeSlice(mostRows: number): boolean {
    const [some, someSums] = [sliceOf(torrents, mostRows), [...sums].slice(0, mostRows)];
    if (some.length + someSums.length === 0) return true;
    try {
      transaction(() => {
        for (const [torrent, person] of some) transfers.save(recordOf(person, torrent));
        for (const each of someSums) transfers.saveSums(each);
      });
    } catch (error) {
      if (!isFailing) onFailure(asGranaryError(error));
      isFailing = true;
      return false;
    }
    isFailing = false;
    for (const [torrent] of some) torrents.delete(torrent);
    for (const each of someSums) sums.delete(each);
    return true;
  }

  return {
    changed: (person, torrent) => void torrents.set(torrent, person),
    sumsChanged: (each) => void sums.add(each),
    saveSums(each) {
      sums.add(each);
      transfers.saveSums(each);
      sums.delete(each);
    },
    dropped: (torrent) => void torrents.delete(torrent),
    droppedSums: (each) => void sums.delete(each),
    stop() {
      timer.cancel();
      slices?.cancel();
      writeSlice(Infinity);
    },
  };
}

function sliceOf(torrents: ReadonlyMap<TorrentEntry, number>, mostRows: number): [TorrentEntry, number][] {
  const some: [TorrentEntry, number][] = [];
  let rows = 0;
  for (const [torrent, person] of torrents) {
    if (rows >= mostRows) break;
    rows += 1 + torrent.peers.size;
    some.push([torrent, person]);
  }
  return some;
}

function recordOf(person: number, torrent: TorrentEntry): Parameters<TransfersRepository['save']>[0] {
  const { peers, ...sums } = torrent;
  return {
    ...sums,
    person,
    peers: [...peers.values()].map(({ peerId, ...counters }) => ({ ...counters, peerId: latin1Bytes(peerId) })),
  };
}
