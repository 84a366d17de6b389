import type { InfoHash } from '../../../shared/infoHash.ts';
import { createQueue } from './queue.ts';
import { type Swarm, UNCHANGED } from './swarm.ts';
import { partOf, partsOf } from './swarmParts.ts';
import type { SwarmCounters, SwarmPart } from './swarmSnapshot.ts';
import type { SwarmStore } from './swarmStore.ts';

/**
 * What of a tracker is newer than what was last asked for, so that it can be written down a little at a time: whoever waits
 * longest comes first, and what did not change is never asked for. Counters can be had ahead of the peers, which take their
 * time in a large tracker.
 */
export interface SwarmChanges {
  /** On the way of every announce. */
  mark(swarm: Swarm): void;
  /** The next part of the swarm whose peers changed longest ago; undefined when none that is ready changed that long ago. */
  nextPart(due: Due): SwarmPart | undefined;
  /** Counters that changed longest ago, of a swarm whose parts did not bring them. */
  nextCounters(due: Due): SwarmCounters | undefined;
  /** Swarms whose peers wait. */
  waiting(): IterableIterator<InfoHash>;
}

export interface Due {
  readonly ageSeconds: number;
  /** Others go on waiting. */
  readonly isReady: (infoHash: InfoHash) => boolean;
}

interface Writing {
  readonly swarm: Swarm;
  readonly parts: number;
  /** Parts still to come: those with lower numbers. */
  left: number;
}

export function createSwarmChanges(store: SwarmStore, nowSeconds: () => number): SwarmChanges {
  const peers = createQueue<Swarm>();
  const counters = createQueue<Swarm>();
  let writing: Writing | undefined;

  const isThere = (swarm: Swarm): boolean => store.find(swarm.infoHash) === swarm;

  /** Takes from the front who is due; who is not ready goes to the end. */
  function takeDue(
    queue: typeof peers,
    { isReady, ageSeconds }: Due,
    changedAt: (swarm: Swarm) => number,
  ): Swarm | undefined {
    const latest = nowSeconds() - ageSeconds;
    for (let looked = queue.length(); looked > 0; looked--) {
      const swarm = queue.first();
      if (swarm === undefined || changedAt(swarm) > latest) return undefined;
      queue.shift();
      if (changedAt(swarm) === UNCHANGED || !isThere(swarm)) continue;
      if (isReady(swarm.infoHash)) return swarm;
      queue.push(swarm);
    }
    return undefined;
  }

  function begin(due: Due): Writing | undefined {
    const swarm = takeDue(peers, due, ({ peersChangedAt }) => peersChangedAt);
    if (swarm === undefined) return undefined;
    // What changes from here on waits for the next time.
    swarm.peersChangedAt = UNCHANGED;
    const parts = partsOf(swarm);
    return { swarm, parts, left: parts };
  }

  function countersOf(swarm: Swarm): SwarmCounters {
    swarm.countersChangedAt = UNCHANGED;
    const { infoHash, completed, announces, scrapes } = swarm;
    return { infoHash, completed, announces, scrapes };
  }

  return {
    mark(swarm) {
      if (swarm.peersChangedAt === UNCHANGED) {
        swarm.peersChangedAt = nowSeconds();
        peers.push(swarm);
      }
      if (swarm.countersChangedAt === UNCHANGED) {
        swarm.countersChangedAt = nowSeconds();
        counters.push(swarm);
      }
    },
    nextPart(due) {
      if (writing === undefined || writing.left === 0 || !isThere(writing.swarm)) writing = begin(due);
      if (writing === undefined) return undefined;
      const { swarm, parts } = writing;
      const part = --writing.left;
      const rows = partOf(swarm, { part, parts }, { records: store.records, nowSeconds: nowSeconds() });
      return { ...countersOf(swarm), part, parts, peers: rows };
    },
    nextCounters(due) {
      const swarm = takeDue(counters, due, ({ countersChangedAt }) => countersChangedAt);
      return swarm && countersOf(swarm);
    },
    *waiting() {
      for (const { infoHash } of peers.all()) yield infoHash;
    },
  };
}
