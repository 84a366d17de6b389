import type { InfoHash } from '../../../shared/infoHash.ts';
import type { Clock, Timer } from '../ports.ts';
import type { SwarmsRepository } from '../storage/swarmsRepository.ts';
import type { SwarmSnapshot } from '../tracker/swarmSnapshot.ts';
import type { Tracker } from '../tracker/tracker.ts';

/**
 * Brings what is stored of swarms back into the tracker after a start, while the tracker answers already: a few milliseconds
 * at a time, in the order of info-hashes. A million peers take some seconds.
 */
export interface SwarmFilling {
  /** Whether nothing of this swarm is left to read. Until then, the tracker does not know all of it. */
  isFilled(infoHash: InfoHash): boolean;
  /** Reads all that is left of it, now. */
  fill(infoHash: InfoHash): void;
  /** Reads no more. */
  stop(): void;
}

export interface SwarmFillingDeps {
  readonly clock: Clock;
  readonly swarms: SwarmsRepository;
  readonly tracker: Pick<Tracker, 'restore' | 'setRestoring'>;
  /** What was stored of some swarm cannot be read. */
  readonly onProblem: (message: string) => void;
}

/** With the last part that begins within it, still short of what anybody notices. */
const SLICE_MS = 8;
const PAUSE_MS = 1;
/** Nobody asks yet: what a small tracker has is back before it answers. */
const FIRST_SLICE_MS = 200;
const NO_PEERS = new Uint8Array(0);

export function createSwarmFilling({ clock, swarms, tracker, onProblem }: SwarmFillingDeps): SwarmFilling {
  /** All up to here are filled. */
  let filledTo: InfoHash | undefined;
  /** The one after it, if it is begun. */
  let current: { readonly infoHash: InfoHash; part: number } | undefined;
  let isDone = false;
  const filledEarly = new Set<InfoHash>();
  tracker.setRestoring(true);
  let pause: Timer | undefined;
  slice(FIRST_SLICE_MS);

  function slice(sliceMs: number): void {
    const startMs = clock.monotonicMs();
    // At least one, however slow the machine is.
    do if (!step()) return end();
    while (clock.monotonicMs() - startMs < sliceMs);
    pause = clock.after(PAUSE_MS, () => slice(SLICE_MS));
  }

  /** False when there is nothing more. */
  function step(): boolean {
    if (current === undefined) {
      const next = swarms.after(filledTo);
      if (next === undefined) return false;
      current = { infoHash: next.infoHash, part: -1 };
      if (filledEarly.has(next.infoHash)) current.part = Number.MAX_SAFE_INTEGER;
      else restore({ ...next, peers: NO_PEERS });
    } else if (!fillPart(current)) {
      filledTo = current.infoHash;
      current = undefined;
    }
    return true;
  }

  /** False when there is no further part. */
  function fillPart(at: { readonly infoHash: InfoHash; part: number }): boolean {
    const next = swarms.partAfter(at.infoHash, at.part);
    if (next === undefined) return false;
    at.part = next.part;
    restore({ infoHash: at.infoHash, completed: 0, announces: 0, scrapes: 0, peers: next.peers });
    return true;
  }

  function restore(snapshot: SwarmSnapshot): void {
    for (const { message } of tracker.restore([snapshot])) onProblem(`swarm ${snapshot.infoHash}: ${message}`);
  }

  function end(): void {
    isDone = true;
    tracker.setRestoring(false);
  }

  function isFilled(infoHash: InfoHash): boolean {
    return isDone || (filledTo !== undefined && infoHash <= filledTo) || filledEarly.has(infoHash);
  }

  return {
    isFilled,
    fill(infoHash) {
      if (isFilled(infoHash)) return;
      const isBegun = current?.infoHash === infoHash;
      const counters = isBegun ? undefined : swarms.find(infoHash);
      if (counters !== undefined) restore({ ...counters, peers: NO_PEERS });
      const at = isBegun && current !== undefined ? current : { infoHash, part: -1 };
      while (fillPart(at));
      filledEarly.add(infoHash);
    },
    stop: () => pause?.cancel(),
  };
}
