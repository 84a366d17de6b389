import type { InfoHash } from '../../../shared/infoHash.ts';

/**
 * The swarms that are there only because anyone may bring one, and who brought them. When there are too many, who brought
 * most loses one, the emptiest of those that it brought first.
 */
export interface OpenSwarms {
  readonly count: number;
  has(infoHash: InfoHash): boolean;
  add(infoHash: InfoHash, bringer: string): void;
  remove(infoHash: InfoHash): void;
  /** Which one is to go; undefined when there are none. `peersIn` gives the number of peers that a swarm has. */
  choose(peersIn: (infoHash: InfoHash) => number): OpenSwarm | undefined;
  /**
   * Since when a swarm has no peers, in seconds, if `now` is when it was found to have none; `undefined` for `now` says that it
   * has some, and for the answer that it is not there or has some.
   */
  emptySince(infoHash: InfoHash, now: number | undefined): number | undefined;
  /** The next `count` swarms, going round all of them; each at most once. */
  next(count: number): readonly OpenSwarm[];
}

export interface OpenSwarm {
  readonly infoHash: InfoHash;
  /** The address that announced it first; empty for one from before the start. */
  readonly bringer: string;
}

interface KeptSwarm extends OpenSwarm {
  emptySince: number | undefined;
}

interface Bringer {
  readonly address: string;
  readonly swarms: Set<KeptSwarm>;
}

/** Of those that were brought first: enough to spare the one that many are in. */
const LOOKED_AT = 16;

export function createOpenSwarms(): OpenSwarms {
  const swarms = new Map<InfoHash, KeptSwarm>();
  const bringers = new Map<string, Bringer>();
  /** By how many swarms they have: who has most is found without looking through all. */
  const byCount: Set<Bringer>[] = [];
  let most = 0;
  let round = swarms.values();

  function move(bringer: Bringer, from: number, to: number): void {
    byCount[from]?.delete(bringer);
    if (to > 0) (byCount[to] ??= new Set()).add(bringer);
    else bringers.delete(bringer.address);
    most = Math.max(most, to);
    while (most > 0 && (byCount[most]?.size ?? 0) === 0) most--;
    // What was used once by one who brought very many is let go.
    byCount.length = most + 1;
  }

  return {
    get count() {
      return swarms.size;
    },
    has: (infoHash) => swarms.has(infoHash),
    add(infoHash, address) {
      if (swarms.has(infoHash)) return;
      const swarm: KeptSwarm = { infoHash, bringer: address, emptySince: undefined };
      const bringer = bringers.get(address) ?? { address, swarms: new Set() };
      bringers.set(address, bringer);
      swarms.set(infoHash, swarm);
      bringer.swarms.add(swarm);
      move(bringer, bringer.swarms.size - 1, bringer.swarms.size);
    },
    remove(infoHash) {
      const swarm = swarms.get(infoHash);
      const bringer = swarm && bringers.get(swarm.bringer);
      if (swarm === undefined || bringer === undefined) return;
      swarms.delete(infoHash);
      bringer.swarms.delete(swarm);
      move(bringer, bringer.swarms.size + 1, bringer.swarms.size);
    },
    choose(peersIn) {
      const [heaviest] = byCount[most] ?? [];
      let chosen: OpenSwarm | undefined;
      let left = LOOKED_AT;
      for (const swarm of heaviest?.swarms ?? []) {
        if (chosen === undefined || peersIn(swarm.infoHash) < peersIn(chosen.infoHash)) chosen = swarm;
        if (--left === 0 || peersIn(chosen.infoHash) === 0) break;
      }
      return chosen;
    },
    emptySince(infoHash, now) {
      const swarm = swarms.get(infoHash);
      if (swarm === undefined) return undefined;
      swarm.emptySince = now === undefined ? undefined : (swarm.emptySince ?? now);
      return swarm.emptySince;
    },
    next(count) {
      const found: OpenSwarm[] = [];
      while (found.length < Math.min(count, swarms.size)) {
        const { value, done } = round.next();
        if (done !== true) found.push(value);
        else round = swarms.values();
      }
      return found;
    },
  };
}
