import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock, Timer } from '../ports.ts';
import type { Storage } from '../storage/storage.ts';
import type { WriteBehind } from '../storage/writeBehind.ts';
import type { Tracker } from '../tracker/tracker.ts';

/**
 * Writes swarms down as they change, a few milliseconds at a time and no more a second than the tracker can spare.
 *
 * What a crash costs at most: the counters of the last four seconds, and of the peers what they announced in the last four
 * seconds, as long as no more than a hundred thousand peers are in swarms that change. In a larger tracker swarms take turns
 * at 50,000 peers a second: a million take 20 seconds, and a peer that is lost so is back with its next announce. What
 * changes in the seconds after a start, while a swarm is still being filled, waits until it is.
 */
export interface SwarmWriter {
  /** A removed swarm leaves nothing behind. */
  forget(infoHash: InfoHash): void;
  /** Puts all that is new, however much; the last write follows. */
  stop(): void;
}

export interface SwarmWriterDeps {
  readonly clock: Clock;
  readonly swarms: Storage['swarms'];
  readonly tracker: Pick<Tracker, 'changes'>;
  readonly writes: WriteBehind;
  /** Only what is all here may take the place of what is stored. */
  readonly isFilled: (infoHash: InfoHash) => boolean;
}

const TURN_MS = 1000;
const SLICES_A_TURN = 32;
const PAUSE_MS = 30;
/** 50,000 peers a second in swarms of a hundred; less than ten milliseconds of work. */
const SLICE_BYTES = 150_000;
/** What writing a swarm costs besides its peers, as if it were bytes. */
const PART_BYTES = 1250;
const COUNTERS_A_SLICE = 300;
/** Announces of a second or two are written together. */
const PEERS_AGE_SECONDS = 1;
/** Counters that did not get there with the peers by then go ahead of them. */
const COUNTERS_AGE_SECONDS = 2;
/** At the end. */
const BATCH_BYTES = 8_000_000;

export function createSwarmWriter({ clock, swarms, tracker, writes, isFilled }: SwarmWriterDeps): SwarmWriter {
  let slicesLeft = 0;
  let pause: Timer | undefined;
  const everySecond = clock.every(TURN_MS, () => {
    slicesLeft = SLICES_A_TURN;
    if (pause === undefined) slice();
  });

  function slice(): void {
    slicesLeft--;
    // What failed waits in memory, and is to stay as little as it is.
    const isMore = !writes.isFailing() && putSlice();
    pause = isMore && slicesLeft > 0 ? clock.after(PAUSE_MS, slice) : undefined;
  }

  /** False when nothing more is due. */
  function putSlice(): boolean {
    const bytes = putParts({ ageSeconds: PEERS_AGE_SECONDS, maxBytes: SLICE_BYTES });
    const counters = putCounters();
    if (bytes > 0 || counters > 0) writes.flush();
    return bytes >= SLICE_BYTES || counters >= COUNTERS_A_SLICE;
  }

  function putParts({ ageSeconds, maxBytes }: { readonly ageSeconds: number; readonly maxBytes: number }): number {
    let bytes = 0;
    while (bytes < maxBytes) {
      const part = tracker.changes.nextPart({ ageSeconds, isReady: isFilled });
      if (part === undefined) break;
      writes.put(`swarm ${part.infoHash} ${part.part}`, () => swarms.savePart(part));
      bytes += PART_BYTES + part.peers.length;
    }
    return bytes;
  }

  function putCounters(): number {
    for (let put = 0; put < COUNTERS_A_SLICE; put++) {
      const counters = tracker.changes.nextCounters({ ageSeconds: COUNTERS_AGE_SECONDS, isReady: isFilled });
      if (counters === undefined) return put;
      writes.put(`swarm ${counters.infoHash} counters`, () => swarms.saveCounters(counters));
    }
    return COUNTERS_A_SLICE;
  }

  return {
    forget(infoHash) {
      writes.forget(`swarm ${infoHash} `);
      swarms.remove(infoHash);
    },
    stop() {
      everySecond.cancel();
      pause?.cancel();
      while (putParts({ ageSeconds: 0, maxBytes: BATCH_BYTES }) > 0) if (!writes.isFailing()) writes.flush();
    },
  };
}
